import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/domain/table.ts';
import { REPEATABLE_FIELDS } from '../../../src/graphql/repeatable.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { accountsOf, COMPANIES, startTenants, type TenantGateway } from '../../support/tenants.ts';

const LIST = '{ senders { totalCount nodes { name status } } }';
const OPERATORS = '{ senders { nodes { name operators { operator { code } status } } } }';

/** Whether the newest answer was a repeated one. */
const repeated = ({ scopes }: TenantGateway) => scopes.at(-1)?.operations[0]?.repeated;
/** Asks twice, so that the answer is held, and tells whether it is. */
async function warm(gateway: TenantGateway, token: string, query: string, variables?: Record<string, unknown>) {
  // The first one has its cost in its extensions.
  await gateway.ask(token, query, variables);
  await gateway.ask(token, query, variables);
  const answer = await gateway.ask(token, query, variables);
  return { answer, repeated: repeated(gateway) };
}

/** Where the suite runs without held answers, these tests have nothing to look at. */
const isOff = process.env.HOT_PATH_BYTES === '0';

describe.skipIf(isOff)('an answer that was given before', () => {
  it.each([LIST, OPERATORS, '{ sender(by: { name: "Shop" }) { id files { name } } }'])(
    'is given again, word for word: %s',
    async (query) => {
      await using gateway = await startTenants();
      await gateway.ask('north-reads', query);
      const first = await gateway.ask('north-reads', query);
      expect(repeated(gateway)).toBe(false);
      expect(await gateway.ask('north-reads', query)).toEqual(first);
      expect(repeated(gateway)).toBe(true);
      expect(first.errors).toBeUndefined();
    },
  );

  it('needs nothing of the provider for what the gateway knows itself', async () => {
    await using gateway = await startTenants();
    expect(await warm(gateway, 'north-reads', '{ operators { code name } }')).toMatchObject({ repeated: true });
    expect(gateway.sandbox.control.counters().requests).toBe(0);
  });

  it('is another for other variables, another media type and another operation', async () => {
    await using gateway = await startTenants();
    const query = 'query ($first: Int) { senders(first: $first) { nodes { name } } }';
    expect((await warm(gateway, 'north-reads', query, { first: 1 })).answer.data.senders.nodes).toHaveLength(1);
    expect((await warm(gateway, 'north-reads', query, { first: 0 })).answer.data.senders.nodes).toHaveLength(0);
    const types = ['application/json', 'application/graphql-response+json'].map(async (accept) => {
      const headers = { accept, 'content-type': 'application/json' };
      const send = () => gateway.send('north-reads', { method: 'POST', headers, body: JSON.stringify({ query: LIST }) });
      await (await send()).text();
      await (await send()).text();
      return (await send()).headers.get('content-type');
    });
    expect(await Promise.all(types)).toEqual(['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8']);
  });

  it.each([
    ['{ viewer { account } }', 'north-reads'],
    ['{ upstreamQuota { concurrent } }', 'north-reads'],
    ['{ checkSender(input: { name: "Shop" }) { __typename } }', 'north-reads'],
    ['{ senders(filter: { statusChangedSince: "2026-01-01" }) { totalCount } }', 'north-reads'],
    ['{ senders(first: 501) { totalCount } }', 'north-reads'],
    ['mutation { deleteSender(input: { sender: { name: "None" } }) { __typename } }', 'north-writes'],
  ])('is never given again where it may be another by then: %s', async (query, token) => {
    await using gateway = await startTenants();
    expect(await warm(gateway, token, query)).toMatchObject({ repeated: false });
  });

  it('is given to nobody with another reach', async () => {
    await using gateway = await startTenants();
    expect(await warm(gateway, 'north-writes', LIST)).toMatchObject({ repeated: true });
    for (const token of ['north-reads', 'north-branch', 'south-writes']) {
      await gateway.ask(token, LIST);
      expect(repeated(gateway), token).toBe(false);
    }
    expect(await gateway.ask('north-branch', LIST)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect((await gateway.send('nobody', { method: 'POST', body: LIST })).status).toBe(401);
  });

  it('is given no more after a write, and then with the write in it', async () => {
    await using gateway = await startTenants();
    expect(await warm(gateway, 'north-writes', LIST)).toMatchObject({ repeated: true });
    await gateway.ask('north-writes', 'mutation { addSender(input: { name: "Market" }) { __typename } }');
    const { data } = await gateway.ask('north-writes', LIST);
    expect(repeated(gateway)).toBe(false);
    expect(data.senders.nodes).toContainEqual({ name: 'Market', status: 'AWAITING_MODERATION' });
  });

  it('is given no more when it is not fresh any more, and then with what changed', async () => {
    let now = Date.now();
    await using gateway = await startTenants({ clock: () => now, env: { STALE_MS: '0', FRESH_MS: '20000' } });
    expect(await warm(gateway, 'north-writes', LIST)).toMatchObject({ repeated: true });
    const [shop] = gateway.sandbox.control.state().senders.filter(({ login, subclient }) => login === 'north' && subclient === null);
    gateway.sandbox.control.moveStatus({ id: shop?.id ?? 0, what: 'status', value: 2 });
    expect((await gateway.ask('north-writes', LIST)).data.senders.nodes[0].status).toBe('APPROVED');
    now += 20_001;
    expect((await gateway.ask('north-writes', LIST)).data.senders.nodes[0].status).toBe('DISABLED');
    expect(repeated(gateway)).toBe(false);
  });

  it('tells its age to the second', async () => {
    let now = Math.ceil(Date.now() / 1000) * 1000;
    await using gateway = await startTenants({ clock: () => now });
    const query = '{ senders { freshness { ageSeconds stale } } }';
    const age = async () => (await gateway.ask('north-reads', query)).data.senders.freshness.ageSeconds;
    await age();
    now += 300;
    expect([await age(), await age(), repeated(gateway)]).toEqual([0, 0, true]);
    now += 699;
    expect([await age(), repeated(gateway)]).toEqual([0, true]);
    now += 1;
    expect([await age(), repeated(gateway)]).toEqual([1, false]);
  });

  it('is given no more to a token that was taken away, nor out of an account that was replaced', async () => {
    await using gateway = await startTenants();
    expect(await warm(gateway, 'north-writes', LIST)).toMatchObject({ repeated: true });
    const [north] = accountsOf([COMPANIES[0]]).accounts;
    gateway.reload({ accounts: [{ ...north, provider: { login: 'south', password: 'south-password' } }] });
    await gateway.ask('north-writes', LIST);
    expect(repeated(gateway)).toBe(false);
    gateway.reload(accountsOf([COMPANIES[1]]));
    expect(await gateway.ask('north-writes', LIST)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('is given no more after another instance’s write', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hot-'));
    try {
      await using one = await startTenants({ env: { DATA_DIR: folder } });
      await using other = await startTenants({ env: { DATA_DIR: folder, SMSC_URL: one.sandbox.url, SMSC_RESERVE_URLS: '' } });
      expect(await warm(one, 'north-writes', LIST)).toMatchObject({ repeated: true });
      await other.ask('north-writes', 'mutation { addSender(input: { name: "Market" }) { __typename } }');
      await expect.poll(async () => (await one.ask('north-writes', LIST)).data.senders.totalCount, { timeout: 3000 }).toBe(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is not held where the setting says so', async () => {
    await using gateway = await startTenants({ env: { HOT_PATH_BYTES: '0' } });
    expect(await warm(gateway, 'north-writes', LIST)).toMatchObject({ repeated: false });
  });
});

describe.skipIf(isOff)('an answer by GET', () => {
  const get = (gateway: TenantGateway, headers: Record<string, string> = {}, query = LIST) =>
    gateway.send('north-writes', { path: `/graphql?query=${encodeURIComponent(query)}`, headers });

  it('has a tag, by which a client learns that it is the same still', async () => {
    await using gateway = await startTenants();
    await (await get(gateway)).text();
    const first = await get(gateway);
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('vary')).toBe('accept, accept-encoding, authorization');
    expect((await first.json()).data.senders.totalCount).toBe(1);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const same = await get(gateway, { 'if-none-match': tag });
      expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect(repeated(gateway)).toBe(true);
    expect((await get(gateway, { 'if-none-match': '"other"' })).status).toBe(200);
    await gateway.ask('north-writes', 'mutation { addSender(input: { name: "Market" }) { __typename } }');
    const changed = await get(gateway, { 'if-none-match': etag });
    expect((await changed.json()).data.senders.totalCount).toBe(2);
  });

  it('is refused where it would write, and where a foreign page asks', async () => {
    await using gateway = await startTenants();
    expect((await get(gateway, {}, 'mutation { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }')).status).toBe(405);
    expect((await get(gateway, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get(gateway, { 'sec-fetch-site': 'cross-site', 'graphql-require-preflight': '1' })).status).toBe(200);
    expect((await gateway.send('north-writes', { path: '/graphql?query={senders{totalCount}}&variables=[' })).status).toBe(400);
  });
});

describe.skipIf(isOff)('compression', () => {
  const query =
    '{ senders { nodes { name operators { operator { code name country } status } progress { total } } } operators { code name country description } }';
  const ask = (gateway: TenantGateway, coding: string) =>
    gateway.send('north-writes', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': coding },
      body: JSON.stringify({ query }),
    });

  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
    ['deflate', null],
  ])('of %s takes %s, the first time and from then on', async (accepted, coding) => {
    await using gateway = await startTenants();
    const answers = [];
    for (let time = 0; time < 3; time += 1) {
      const response = await ask(gateway, accepted);
      expect(response.headers.get('content-encoding')).toBe(coding);
      answers.push((await response.json()).data);
    }
    expect(repeated(gateway)).toBe(true);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('is left out where an answer is short', async () => {
    await using gateway = await startTenants();
    const response = await gateway.send('north-writes', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'br' },
      body: JSON.stringify({ query: '{ viewer { account } }' }),
    });
    expect(response.headers.get('content-encoding')).toBeNull();
  });
});

describe('the table of repeatable fields', () => {
  it('knows every field of its types', () => {
    for (const [name, { repeatable, not }] of rowsOf(REPEATABLE_FIELDS)) {
      const type = schema.getType(name);
      if (type === undefined || !('getFields' in type)) throw new Error(`There is no type ${name}.`);
      expect([...repeatable, ...not].toSorted(), name).toEqual(Object.keys(type.getFields()).toSorted());
      if (isObjectType(type)) expect(new Set(repeatable).size + new Set(not).size, name).toBe(Object.keys(type.getFields()).length);
    }
  });
});
