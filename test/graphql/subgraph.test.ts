import { printSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { subgraphOf } from '../../src/graphql/subgraph.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { startTenants } from '../support/tenants.ts';

const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Sender { name } } }';
const SENDERS = [
  { name: 'First', status: 1 },
  { name: 'Second', status: 1 },
] as const;

let gateway: TestGateway;
let ids: string[];
beforeAll(async () => {
  gateway = await startGateway({ env: { FEDERATION: 'on' }, sandbox: { senders: SENDERS } });
  const { data } = await gateway.ask('{ senders(orderBy: { field: NAME }) { nodes { id } } }');
  ids = data.senders.nodes.map(({ id }: { id: string }) => id);
});
afterAll(() => gateway.close());

const sender = (id: unknown) => ({ __typename: 'Sender', id });

describe('the subgraph', () => {
  it('adds its own fields and types to the schema, and changes nothing else of it', () => {
    const added = printSchema(subgraphOf(schema, { tellsSchema: true })).split('\n');
    const plain = printSchema(schema).split('\n');
    const missing = plain.filter((line) => !added.includes(line));
    expect(missing).toEqual([]);
    expect(schema.getType('_Entity')).toBeUndefined();
  });

  it('tells its schema with the directives of Federation 2', async () => {
    const { data } = await gateway.ask('{ _service { sdl } }');
    const { sdl } = data._service;
    expect(sdl).toContain('@link(url: "https://specs.apollo.dev/federation/v2.4", import: ["@key", "@shareable"])');
    expect(sdl).toContain('type Sender implements Node @key(fields: "id") {');
    expect(sdl).toContain('type PageInfo @shareable {');
    expect(sdl).not.toMatch(/_entities|_Any/);
  });

  it('finds senders by reference, in the order asked, null for one that is gone, with one call', async () => {
    const lists = gateway.calls('get');
    const gone = Buffer.from('Sender:1').toString('base64url');
    const { data, errors } = await gateway.ask(ENTITIES, { representations: [ids[1], gone, ids[0], ids[1]].map(sender) });
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([{ name: 'Second' }, null, { name: 'First' }, { name: 'Second' }]);
    expect(gateway.calls('get') - lists).toBeLessThanOrEqual(1);
  });

  it.each([
    ['another type', { __typename: 'SenderFile', id: 'x' }],
    ['an id of another type', sender(Buffer.from('SenderFile:1/2').toString('base64url'))],
    ['an id of nobody', sender('nonsense')],
    ['no id', sender(undefined)],
    ['no object', 'Sender'],
  ])('refuses %s with a code, and answers the reference beside it', async (_, wrong) => {
    const { data, errors } = await gateway.ask(ENTITIES, { representations: [wrong, sender(ids[0])] });
    expect(data._entities).toEqual([null, { name: 'First' }]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'INVALID_INPUT' } }]);
  });
});

describe('a reference', () => {
  it('reaches what the token reaches: its subclient, and no other account', async () => {
    await using tenants = await startTenants({ env: { FEDERATION: 'on' } });
    const idOf = async (token: string, subclient: string | null): Promise<string> => {
      const { data } = await tenants.ask(token, 'query ($s: String) { senders(subclient: $s) { nodes { id } } }', { s: subclient });
      return data.senders.nodes[0].id;
    };
    const [own, branch, south] = await Promise.all([
      idOf('north-writes', null),
      idOf('north-writes', 'branch'),
      idOf('south-writes', 'branch'),
    ]);
    const { data, errors } = await tenants.ask('north-branch', ENTITIES, { representations: [own, branch, south].map(sender) });
    expect(data._entities).toEqual([null, { name: 'Shop' }, null]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'FORBIDDEN' } }]);
    expect(errors).toHaveLength(1);
  });
});

describe('without the setting', () => {
  it('there is no such field', async () => {
    await using plain = await startGateway();
    const { errors } = await plain.ask('{ _service { sdl } }');
    expect(errors?.[0]?.message).toContain('Cannot query field "_service"');
  });
});
