import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../../src/http/trusted/manifest.ts';
import { subscribeByWebSocket } from '../../support/subscribers.ts';
import { startTenants, type TenantGateway } from '../../support/tenants.ts';

const documents = readManifest(readFileSync('schema/trusted-documents.json', 'utf8'));
const JSON_TYPE = { 'content-type': 'application/json' };

/** What an operation may try to get out of the schema. */
const OPERATIONS: readonly (readonly [name: string, query: string])[] = [
  ['__schema', '{ __schema { queryType { fields { name } } types { name fields { name } } } }'],
  ['__schema behind an alias', '{ a: __schema { queryType { fields { name } } } }'],
  ['__schema in a fragment', 'query { ...A } fragment A on Query { __schema { types { name } } }'],
  ['__schema in a mutation', 'mutation { __schema { types { name } } }'],
  ['__type', '{ __type(name: "Query") { fields { name } } }'],
  ['_service', '{ _service { sdl } }'],
  ['_service in a fragment', 'query { ... on Query { a: _service { sdl } } }'],
];

/** Misspelt by a letter, so that an answer might name what was meant. */
const GUESSES: readonly (readonly [name: string, query: string, variables: object])[] = (
  [
    ['a field', '{ sender { name } sendrs { totalCount } }'],
    ['an argument', '{ senders(subclent: "branch") { totalCount } }'],
    ['a type', 'query ($a: SenderFilte) { senders(filter: $a) { totalCount } }'],
    ['a type of a fragment', '{ senders { nodes { ... on Sendr { name } } } }'],
    ['a field of a union', 'mutation { deleteSender(input: { sender: { name: "x" } }) { deletedI } }'],
    ['a directive', '{ senders @skp(if: true) { totalCount } }'],
    ['a value of an enum', '{ senders(orderBy: { field: NAM }) { totalCount } }'],
    ['a field of an input', '{ senders(filter: { nameContain: "x" }) { totalCount } }'],
    ['a value of an enum in a variable', 'query ($a: SenderOrder!) { senders(orderBy: $a) { totalCount } }', { a: { field: 'NAM' } }],
    ['a field of an input in a variable', 'query ($a: SenderFilter) { senders(filter: $a) { totalCount } }', { a: { nameContain: 'x' } }],
    ['a variable', 'query ($first: Int) { senders(first: $frst) { totalCount } }'],
    ['an operation', 'query A { viewer { account } }'],
  ] as readonly [string, string, object?][]
).map(([name, query, variables = {}]) => [name, query, variables] as const);

const TOKENS = ['north-writes', 'north-reads', 'north-branch'];
type Ask = (gateway: TenantGateway, token: string, query: string, variables?: object) => Promise<string>;
const TRANSPORTS: Readonly<Record<string, Ask>> = {
  POST: async (gateway, token, query, variables) =>
    (await gateway.send(token, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ query, variables }) })).text(),
  GET: async (gateway, token, query, variables = {}) =>
    (await gateway.send(token, { path: `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}` })).text(),
  'a batch': async (gateway, token, query, variables) =>
    (await gateway.send(token, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify([{ query, variables }]) })).text(),
  'a form': async (gateway, token, query, variables) => {
    const body = new FormData();
    body.set('operations', JSON.stringify({ query, variables }));
    body.set('map', '{}');
    return (await gateway.send(token, { method: 'POST', headers: { 'graphql-require-preflight': '1' }, body })).text();
  },
  WebSocket: async (gateway, token, query, variables) => {
    await using subscriber = await subscribeByWebSocket(
      `${gateway.url}/graphql`,
      { query, variables: { ...variables } },
      { connectionParams: { authorization: `Bearer ${token}` } },
    );
    await expect.poll(() => subscriber.state()).not.toBe('live');
    return JSON.stringify(subscriber.results);
  },
};

/** Names that stand in no request of this test: whoever sees one has learnt it. */
const UNTOLD = /Did you mean|registrationOptions|approvalTime|UpstreamQuota|changeSender|"nameContains"|\\"NAME\\"/;

describe.each([
  { introspection: 'off', federation: 'off' },
  { introspection: 'off', federation: 'on' },
  { introspection: 'on', federation: 'off' },
  { introspection: 'on', federation: 'on' },
])('INTROSPECTION=$introspection, FEDERATION=$federation', ({ introspection, federation }) => {
  let gateway: TenantGateway;
  beforeAll(async () => {
    gateway = await startTenants({ documents, env: { INTROSPECTION: introspection, FEDERATION: federation } });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const isTold = (name: string) => introspection === 'on' && (!name.startsWith('_service') || federation === 'on');

  describe.each(Object.entries(TRANSPORTS))('over %s', (_, ask) => {
    it.each(OPERATIONS)('%s tells the schema as the settings have it, to every token alike', async (name, query) => {
      for (const token of TOKENS) {
        const text = await ask(gateway, token, query);
        expect(text).toMatch(
          isTold(name) && !query.startsWith('mutation') ? /SenderConnection|senders/ : /"errors"|\[\{"message"|"extensions"/,
        );
        if (!isTold(name)) expect(text).not.toMatch(UNTOLD);
      }
    });

    it.each(GUESSES)('%s that is misspelt tells nothing where the schema is not told', async (name, query, variables) => {
      const text = await ask(gateway, 'north-writes', query, variables);
      if (introspection === 'off') expect(text).not.toMatch(UNTOLD);
      else if (name === 'a field') expect(text).toMatch(/Did you mean/);
    });
  });

  it('tells its text where the schema is told, and to nobody without a token', async () => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const response = await gateway.send('north-branch', { path: '/schema.graphql', method });
      const text = await response.text();
      if (introspection === 'on' && method === 'GET') expect(text).toContain('registrationOptions');
      else expect([response.status, text]).toEqual([expect.not.stringMatching('200'), expect.not.stringMatching(UNTOLD)]);
    }
    expect((await gateway.send(null, { path: '/schema.graphql' })).status).toBe(401);
  });

  it('says no more of the tools of agents than their documents need', async () => {
    const response = await gateway.send('north-reads', {
      path: '/mcp',
      method: 'POST',
      headers: { ...JSON_TYPE, accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
    });
    const text = await response.text();
    expect(text).toContain('"approval_times"');
    // Inputs of reading tools alone; no type of an answer, and nothing of a write.
    expect(/SenderConnection|UpstreamQuota|totalCount|"add_sender"/.exec(text)).toBeNull();
  });
});
