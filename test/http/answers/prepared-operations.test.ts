import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMPANIES, sha256, startTenants, type TenantGateway } from '../../support/tenants.ts';

/** Every operation is executed: no finished answer is held. */
const EXECUTED = { HOT_PATH_BYTES: '0' };
const LIST = '{ senders { totalCount nodes { name status operators { status } } pageInfo { endCursor hasNextPage } } }';

/** Whether the newest answer was made for an operation that was judged before. */
const prepared = ({ scopes }: TenantGateway) => scopes.at(-1)?.operations[0]?.prepared;
/** What a client gets, but for the date. */
async function answerTo(gateway: TenantGateway, token: string, body: unknown) {
  const answer = await gateway.send(token, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { date, ...headers } = Object.fromEntries(answer.headers);
  return { status: answer.status, headers, text: await answer.text() };
}

const VARIABLES: Readonly<Record<string, object>> = {
  'sender.graphql': { by: { name: 'Shop' } },
  'sender-cells.graphql': { by: { name: 'Shop' } },
};
const QUERIES = globSync('schema/operations/*.graphql')
  .map((file) => ({ query: readFileSync(file, 'utf8'), variables: VARIABLES[file.split('/').at(-1) ?? ''] ?? {} }))
  .filter(({ query }) => /^query/m.test(query));

describe('an operation that was judged before', () => {
  it('has the same answer as the first time, to the byte, whichever operation it is', async () => {
    await using gateway = await startTenants({ env: EXECUTED });
    // What the provider is asked for stands in extensions: it is asked here.
    for (const body of QUERIES) await answerTo(gateway, 'north-writes', body);
    let times = 0;
    for (const { query, variables } of QUERIES) {
      // Other words for the same: it is judged anew.
      const body = { query, variables };
      const first = await answerTo(gateway, 'north-reads', body);
      const again = await answerTo(gateway, 'north-reads', body);
      if (prepared(gateway) !== true) continue;
      times += 1;
      expect(again).toEqual(first);
    }
    expect(times).toBeGreaterThan(3);
  });

  it('is answered with what changed', async () => {
    await using gateway = await startTenants({ env: EXECUTED });
    await gateway.ask('north-writes', LIST);
    await gateway.ask('north-writes', LIST);
    expect(prepared(gateway)).toBe(true);
    await gateway.ask('north-writes', 'mutation { addSender(input: { name: "Market" }) { __typename } }');
    const { data } = await gateway.ask('north-writes', LIST);
    expect(prepared(gateway)).toBe(true);
    expect(data.senders.nodes.map(({ name }: { name: string }) => name)).toEqual(['Market', 'Shop']);
  });

  it('is judged anew for others: another company, a reader, a confined token', async () => {
    await using gateway = await startTenants({ env: EXECUTED });
    await gateway.ask('north-writes', LIST);
    await gateway.ask('north-writes', LIST);
    for (const token of ['south-writes', 'north-reads', 'north-branch']) {
      await gateway.ask(token, LIST);
      expect(prepared(gateway), token).toBe(false);
    }
    expect(await gateway.ask('north-branch', LIST)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(prepared(gateway)).toBe(false);
  });

  it('is none where it was refused, writes, or tells what is not of the list', async () => {
    await using gateway = await startTenants({ env: EXECUTED });
    await gateway.ask('north-writes', LIST);
    const operations = [
      '{ viewer { account } }',
      '{ senders(first: 501) { totalCount } }',
      '{ senders(after: "none") { totalCount } }',
      '{ senders { none } }',
      'mutation { deleteSender(input: { sender: { name: "None" } }) { __typename } }',
    ];
    for (const query of operations) {
      const first = await answerTo(gateway, 'north-writes', { query });
      expect(await answerTo(gateway, 'north-writes', { query })).toEqual(first);
      expect(prepared(gateway), query).toBe(false);
    }
  });

  it('has its failure said as ever, and asks the provider no second time for it', async () => {
    let now = Date.now();
    await using gateway = await startTenants({
      clock: () => now,
      env: { ...EXECUTED, FRESH_MS: '1000', STALE_MS: '1000', STALE_IF_ERROR_MS: '1000' },
    });
    await gateway.ask('north-reads', LIST);
    await gateway.ask('north-reads', LIST);
    now += 10_000;
    gateway.sandbox.control.raiseFault({ kind: 'error', code: 2, times: 10 });
    const before = gateway.sandbox.control.counters().requests;
    const answer = await gateway.ask('north-reads', LIST);
    expect(prepared(gateway)).toBe(true);
    expect(answer).toMatchObject({ errors: [{ path: ['senders'], extensions: { code: 'UPSTREAM_UNAUTHORIZED' } }] });
    expect(gateway.sandbox.control.counters().requests - before).toBe(1);
    expect(gateway.scopes.at(-1)?.operations).toHaveLength(1);
    expect(gateway.scopes.at(-1)?.operations[0]?.codes).toHaveLength(1);
  });

  it('asks no more for an account that was replaced', async () => {
    await using gateway = await startTenants({ env: EXECUTED });
    await gateway.ask('north-writes', LIST);
    await gateway.ask('north-writes', LIST);
    gateway.reload({
      accounts: [
        {
          name: 'north',
          provider: { login: COMPANIES[1].login, password: COMPANIES[1].password },
          tokens: [{ name: 'all', sha256: sha256('north-writes'), access: 'write' }],
        },
      ],
    });
    await gateway.ask('north-writes', LIST);
    expect(prepared(gateway)).toBe(false);
  });
});
