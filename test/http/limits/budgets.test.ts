import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readManifest } from '../../../src/http/trusted/manifest.ts';
import { subscribeByWebSocket } from '../../support/subscribers.ts';
import { type Json, startTenants, type TenantGateway } from '../../support/tenants.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const SMALL = { LIMIT_COST: '16000', LIMIT_TOKEN_POINTS: '16000', LIMIT_TOKEN_RESTORE: '1' };
const MISSING = Buffer.from('Sender:99').toString('base64url');
const LIST = '{ senders { nodes { name } } }';
/** What LIST comes to at first: its document, its values, and one sender that is put in its order. */
const FIRST = Math.ceil(LIST.length + 4 + 0.25);
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

const send = (gateway: TenantGateway, body: unknown, token = 'north-reads', headers = {}) =>
  gateway.send(token, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
const costOf = async (gateway: TenantGateway, query: string, variables = {}, token = 'north-reads'): Promise<Json> =>
  (await (await send(gateway, { query, variables, extensions: { cost: true } }, token)).json()).extensions.cost;

/** Uses a token's points up, to the last few. Never in the same words, since a finished answer costs nothing. */
async function drain(gateway: TenantGateway, counts = [500, 50, 5, 0], token = 'north-reads'): Promise<void> {
  let words = 0;
  for (const count of counts)
    for (;;) {
      words += 1;
      const ids = Array.from({ length: count }, () => MISSING);
      const query = count === 0 ? '{ __typename }' : NODES;
      if ((await send(gateway, { query, variables: { ids }, extensions: { words } }, token)).status === 429) break;
    }
}

/** What is left of SMALL after so much; a point came back in each second since. */
const leftAfter = (used: number) => expect.toSatisfy((left: number) => left >= 16_000 - used && left <= 16_000 - used + 10);

describe('the budget of a token', () => {
  let gateway: TenantGateway;
  beforeAll(async () => {
    gateway = await startTenants({ env: SMALL, documents: readManifest(readFileSync('schema/trusted-documents.json', 'utf8')) });
    // Held as a finished answer and as a prepared operation from here on.
    for (let time = 0; time < 2; time += 1) expect((await send(gateway, { query: LIST })).status).toBe(200);
    await drain(gateway);
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it('refuses what costs more than is left with 429, and says when to come again', async () => {
    const refused = await send(gateway, { query: '{ operators { code } }' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const { errors } = await refused.json();
    expect(errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryable: true, upstreamCode: null, retryAfterMs: expect.any(Number) } },
    ]);
    expect(errors[0].message).toContain('LIMIT_TOKEN_POINTS');
  });

  it('gives a finished answer for nothing', async () => {
    if (process.env.HOT_PATH_BYTES === '0') return;
    // A list that nobody looked after for a second is looked after first: by another token, this one has no points for it.
    await send(gateway, { query: LIST }, 'north-writes');
    expect(await (await send(gateway, { query: LIST })).json()).toEqual({ data: { senders: { nodes: [{ name: 'Shop' }] } } });
  });

  it('leaves other tokens and other tenants alone', async () => {
    for (const token of ['north-writes', 'south-reads'])
      expect((await send(gateway, { query: '{ operators { code } }' }, token)).status).toBe(200);
  });

  const query = '{ operators { code name } }';
  const refusal = { extensions: { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) } };

  it('holds for GET', async () => {
    const answer = await gateway.send('north-reads', { path: `/graphql?${new URLSearchParams({ query })}` });
    expect(await answer.json()).toMatchObject({ errors: [refusal] });
  });

  it('holds for each operation of a batch', async () => {
    const answers: Json = await (await send(gateway, [{ query }, { query: '{ viewer { account } }' }])).json();
    expect(answers).toMatchObject([{ errors: [refusal] }, { errors: [refusal] }]);
  });

  it('holds for a multipart request', async () => {
    const body = new FormData();
    body.append('operations', JSON.stringify({ query }));
    body.append('map', '{}');
    const answer = await gateway.send('north-reads', { method: 'POST', headers: { 'graphql-require-preflight': '1' }, body });
    expect(await answer.json()).toMatchObject({ errors: [refusal] });
  });

  it('holds for a document by its name', async () => {
    const answer = await send(gateway, { documentId: `sha256:${'x'}`, variables: {} });
    expect((await answer.json()).errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    const [{ id } = { id: '' }] = readManifest(readFileSync('schema/trusted-documents.json', 'utf8')).filter(({ text }) =>
      text.includes('query Catalogue'),
    );
    expect(await (await send(gateway, { documentId: id })).json()).toMatchObject({ errors: [refusal] });
  });

  it('holds over WebSocket, for queries and subscriptions', async () => {
    for (const asked of [query, 'subscription { senderEvents { name } }']) {
      await using subscriber = await subscribeByWebSocket(
        `${gateway.url}/graphql`,
        { query: asked },
        { connectionParams: { authorization: 'Bearer north-reads' } },
      );
      await vi.waitFor(() => expect(subscriber.results[0]?.errors).toMatchObject([refusal]));
    }
  });

  it('holds for a subscription by server-sent events', async () => {
    const response = await send(gateway, { query: 'subscription { senderEvents { name } }' }, 'north-reads', {
      accept: 'text/event-stream',
    });
    expect(await response.text()).toContain('RATE_LIMITED');
  });

  it('holds for tools of agents', async () => {
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'catalogue', arguments: {} } };
    const answer = await gateway.send('north-reads', {
      path: '/mcp',
      method: 'POST',
      headers: { ...JSON_TYPE, accept: 'application/json, text/event-stream' },
      body: JSON.stringify(call),
    });
    const { result } = (await answer.json()) as Json;
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^RATE_LIMITED: .*\{"retryable":true,"retryAfterMs":\d+\}$/) }],
    });
  });
});

describe('the budget of an account', () => {
  it('is one for all of its tokens, and leaves other tenants alone', async () => {
    await using gateway = await startTenants({ env: { LIMIT_COST: '16000', LIMIT_ACCOUNT_POINTS: '16000', LIMIT_ACCOUNT_RESTORE: '1' } });
    await drain(gateway);
    const refused = await send(gateway, { query: '{ operators { code } }' }, 'north-writes');
    expect((await refused.json()).errors[0].message).toContain('LIMIT_ACCOUNT_POINTS');
    expect((await send(gateway, { query: '{ operators { code } }' }, 'south-reads')).status).toBe(200);
  });
});

describe('a budget', () => {
  it('is settled with what was really done', async () => {
    await using gateway = await startTenants({ env: SMALL });
    // Nobody knows yet how long the list is: the price is that of a long one.
    const first = await costOf(gateway, LIST);
    expect(first.requested).toBeGreaterThan(15_000 / 4);
    expect(first.done).toEqual({ values: 4, scanned: 1, events: 0, judged: 0, characters: LIST.length });
    expect(first).toMatchObject({ actual: FIRST, capacity: 16_000, restoreRate: 1, remaining: leftAfter(FIRST) });
    // From here on it is known, in its order, and its document is parsed.
    const second = await costOf(gateway, LIST);
    expect(second.requested - 4 - LIST.length).toBeOneOf([0, 1]);
    expect(second).toMatchObject({ actual: 4, remaining: leftAfter(FIRST + 4) });
  });

  it('is settled also where a prepared operation is written anew', async () => {
    await using gateway = await startTenants({ env: { ...SMALL, HOT_PATH_BYTES: '0' } });
    for (let time = 0; time < 10; time += 1) expect((await send(gateway, { query: LIST })).status).toBe(200);
    const prepared = gateway.scopes.flatMap(({ operations }) => operations).filter((operation) => operation.prepared);
    expect(prepared.length).toBeGreaterThan(5);
    expect(prepared.map(({ done }) => done.values)).toEqual(prepared.map(() => 4));
    expect((await costOf(gateway, '{ __typename }')).remaining).toEqual(leftAfter(FIRST + 9 * 4 + 15));
  });

  it('pays for a document that can’t be parsed', async () => {
    await using gateway = await startTenants({ env: SMALL });
    const text = `{ ${'viewer '.repeat(400)}`;
    expect((await (await send(gateway, { query: text })).json()).errors[0].extensions.code).toBe('BAD_REQUEST');
    expect((await costOf(gateway, '{ __typename }')).remaining).toEqual(leftAfter(text.length + 15));
  });

  it('comes back with time', async () => {
    await using gateway = await startTenants({ env: { ...SMALL, LIMIT_TOKEN_RESTORE: '1000' } });
    await drain(gateway, [500]);
    const status = async () => (await send(gateway, { query: NODES, variables: { ids: Array(500).fill(MISSING) } })).status;
    await expect.poll(status, { timeout: 5_000, interval: 200 }).toBe(200);
  });

  it('is none at 0', async () => {
    await using gateway = await startTenants({ env: { LIMIT_TOKEN_POINTS: '0', LIMIT_ACCOUNT_RESTORE: '0' } });
    const cost = await costOf(gateway, '{ __typename }');
    expect(cost).toEqual({ requested: 15, actual: 15, done: { values: 1, scanned: 0, events: 0, judged: 0, characters: 14 } });
  });

  it('is told to who asks for it alone, and then the operation is executed', async () => {
    await using gateway = await startTenants();
    const told = { query: LIST, extensions: { cost: true } };
    for (let time = 0; time < 3; time += 1) expect((await (await send(gateway, told)).json()).extensions.cost.actual).toBeGreaterThan(0);
    for (let time = 0; time < 3; time += 1) expect((await (await send(gateway, { query: LIST })).json()).extensions?.cost).toBeUndefined();
    expect((await (await send(gateway, told)).json()).extensions.cost.actual).toBe(4);
  });
});
