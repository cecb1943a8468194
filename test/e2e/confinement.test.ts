import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { type Json, startTenants, type TenantGateway } from '../support/tenants.ts';

const SENDER = 'id smscId name subclient files { id } operators { status }';
const LIST = `query ($subclient: String) { senders(subclient: $subclient) { nodes { ${SENDER} } edges { cursor } totalCount } }`;

interface Place {
  readonly id: string;
  readonly smscId: string;
  readonly fileId: string;
  readonly cursor: string;
}

let gateway: TenantGateway;
/** What the account’s own token sees, by subclient. */
let places: Record<'own' | 'branch' | 'depot', Place>;

const placeOf = async (token: string, subclient: string | null): Promise<Place> => {
  const { data } = await gateway.ask(token, LIST, { subclient });
  const [{ id, smscId, files }] = data.senders.nodes;
  return { id, smscId, fileId: files[0].id, cursor: data.senders.edges[0].cursor };
};

beforeAll(async () => {
  gateway = await startTenants();
  const [own, branch, depot] = await Promise.all([null, 'branch', 'depot'].map((subclient) => placeOf('north-writes', subclient)));
  if (own === undefined || branch === undefined || depot === undefined) throw new Error('three places');
  places = { own, branch, depot };
});
afterAll(() => gateway[Symbol.asyncDispose]());

const forbidden = (answer: Json) => {
  expect(answer.errors).toEqual(
    answer.errors.map(() => ({
      message: 'This token reaches these subclients only: branch. Name one of them in `subclient`.',
      locations: expect.anything(),
      path: expect.anything(),
      extensions: { code: 'FORBIDDEN', upstreamCode: null, retryable: false },
    })),
  );
  expect(answer.errors.length).toBeGreaterThan(0);
  return answer.data;
};

/** Reads at a place that the token does not reach; each names it in another way. */
const READS: Record<string, (place: Place, subclient: string | null) => [query: string, variables: object]> = {
  'a list': (_, subclient) => [LIST, { subclient }],
  'a count': (_, subclient) => ['query ($subclient: String) { senders(subclient: $subclient) { totalCount } }', { subclient }],
  'an empty page': (_, subclient) => [
    'query ($subclient: String) { senders(subclient: $subclient, first: 0) { totalCount } }',
    { subclient },
  ],
  'a name': (_, subclient) => ['query ($subclient: String) { sender(by: { name: "Shop" }, subclient: $subclient) { id } }', { subclient }],
  'a number': ({ smscId }, subclient) => [
    'query ($smscId: String!, $subclient: String) { sender(by: { smscId: $smscId }, subclient: $subclient) { id } }',
    { smscId, subclient },
  ],
  'an id': ({ id }) => ['query ($id: ID!) { sender(by: { id: $id }) { id } }', { id }],
  'a node': ({ id }) => ['query ($id: ID!) { node(id: $id) { id ... on Sender { name } } }', { id }],
  'a node of a file': ({ fileId }) => ['query ($id: ID!) { node(id: $id) { id ... on SenderFile { name } } }', { id: fileId }],
  'a node that is not there': (_, subclient) => [
    'query ($id: ID!) { node(id: $id) { id } }',
    { id: encodeNodeId('Sender', subclient === null ? '999' : `999@${subclient}`) },
  ],
  'a dry run of an add': (_, subclient) => [
    'query ($subclient: String) { checkSender(input: { name: "New", subclient: $subclient }) { ok } }',
    { subclient },
  ],
  'what changed': (_, subclient) => [
    'query ($subclient: String) { senders(subclient: $subclient, filter: { statusChangedSince: "2020-01-01" }) { totalCount } }',
    { subclient },
  ],
  'a filter by operator': (_, subclient) => [
    'query ($subclient: String) { senders(subclient: $subclient, filter: { operator: { code: MTS_STEP, status: [APPROVED] } }) { totalCount } }',
    { subclient },
  ],
  'the list behind a cursor': ({ cursor }, subclient) => [
    'query ($after: String, $subclient: String) { senders(after: $after, subclient: $subclient) { totalCount } }',
    { after: cursor, subclient },
  ],
};

const OUTSIDE = [
  ['own', null],
  ['depot', 'depot'],
] as const;

describe('a token confined to a subclient', () => {
  it('reaches it in every way', async () => {
    for (const [name, read] of Object.entries(READS)) {
      if (name.includes('not there')) continue;
      const [query, variables] = read(places.branch, 'branch');
      const answer = await gateway.ask('north-branch', query, variables as Record<string, unknown>);
      expect(answer, name).not.toHaveProperty('errors');
      expect(Object.values(answer.data)[0], name).not.toBeNull();
    }
    expect(await placeOf('north-branch', 'branch')).toEqual(places.branch);
  });

  it.each(OUTSIDE.flatMap(([place, subclient]) => Object.keys(READS).map((read) => [read, place, subclient] as const)))(
    'reads nothing elsewhere: %s of %s',
    async (name, place, subclient) => {
      const [query, variables] = READS[name]?.(places[place], subclient) ?? [''];
      const data = forbidden(await gateway.ask('north-branch', query, variables as Record<string, unknown>));
      expect(data === null || Object.values(data)[0] === null).toBe(true);
    },
  );

  it('is told the same of what is there and what is not', async () => {
    const ask = (id: string) => gateway.ask('north-branch', 'query ($id: ID!) { node(id: $id) { id } }', { id });
    expect(await ask(places.depot.id)).toEqual(await ask(encodeNodeId('Sender', '987654@depot')));
    expect(await ask(places.own.id)).toEqual(await ask(encodeNodeId('Sender', '987654@nobody')));
  });

  it('gets its own nodes out of a mixture, and null with an error for the others', async () => {
    const ids = [places.branch.id, places.depot.id, places.own.id, places.branch.fileId, places.depot.fileId];
    const data = forbidden(await gateway.ask('north-branch', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }));
    expect(data.nodes).toEqual([{ id: places.branch.id }, null, null, { id: places.branch.fileId }, null]);
  });

  it.each(['BRANCH', 'branch ', ' branch', 'branch\u0000', 'branch&user=depot', 'depot', '', 'branch,depot', 'brаnch'])(
    'is not fooled by a name that looks like its own: %j',
    async (subclient) => {
      forbidden(await gateway.ask('north-branch', LIST, { subclient }));
      forbidden(
        await gateway.ask('north-branch', 'query ($id: ID!) { node(id: $id) { id } }', {
          id: encodeNodeId('Sender', `${places.own.smscId}@${subclient}`),
        }),
      );
    },
  );

  it.each([
    ['another subclient’s number under its own name', (place: Place) => encodeNodeId('Sender', `${place.smscId}@branch`)],
    [
      'another’s file under its own sender',
      (place: Place) =>
        encodeNodeId('SenderFile', `${Buffer.from(place.fileId, 'base64url').toString().split(/[:/]/)[1]}/${places.branch.smscId}@branch`),
    ],
  ])('finds nothing by an id that it made itself: %s', async (_, made) => {
    for (const place of [places.own, places.depot]) {
      expect(await gateway.ask('north-branch', 'query ($id: ID!) { node(id: $id) { id } }', { id: made(place) })).toEqual({
        data: { node: null },
      });
    }
  });

  it('takes no cursor of another subclient’s list for its own', async () => {
    const query = 'query ($after: String) { senders(subclient: "branch", after: $after) { totalCount } }';
    for (const place of [places.own, places.depot])
      expect(await gateway.ask('north-branch', query, { after: place.cursor })).toMatchObject({
        errors: [{ extensions: { code: 'INVALID_INPUT' } }],
      });
  });

  const WRITES: Record<string, (place: Place, subclient: string | null) => string> = {
    addSender: (_, subclient) => `addSender(input: { name: "New", subclient: ${JSON.stringify(subclient)} })`,
    'addSender with a key': (_, subclient) =>
      `addSender(input: { name: "New", subclient: ${JSON.stringify(subclient)}, idempotencyKey: "taken" })`,
    'changeSender by id': ({ id }) => `changeSender(input: { sender: { id: "${id}" }, comment: "x" })`,
    'changeSender by name': (_, subclient) =>
      `changeSender(input: { sender: { name: "Shop" }, comment: "x", subclient: ${JSON.stringify(subclient)} })`,
    'changeSender by number': ({ smscId }, subclient) =>
      `changeSender(input: { sender: { smscId: "${smscId}" }, comment: "x", subclient: ${JSON.stringify(subclient)} })`,
    'deleteSender by id': ({ id }) => `deleteSender(input: { sender: { id: "${id}" } })`,
    'deleteSender by name': (_, subclient) => `deleteSender(input: { sender: { name: "Shop" }, subclient: ${JSON.stringify(subclient)} })`,
    sendVerificationCode: (_, subclient) =>
      `sendVerificationCode(input: { number: "79991234567", subclient: ${JSON.stringify(subclient)} })`,
    verifySender: (_, subclient) => `verifySender(input: { number: "79991234567", code: "1", subclient: ${JSON.stringify(subclient)} })`,
  };

  it.each(OUTSIDE.flatMap(([place, subclient]) => Object.keys(WRITES).map((write) => [write, place, subclient] as const)))(
    'writes nothing elsewhere: %s at %s',
    async (name, place, subclient) => {
      await gateway.ask(
        'north-writes',
        `mutation { addSender(input: { name: "New", subclient: ${JSON.stringify(subclient)}, idempotencyKey: "taken" }) { __typename } }`,
      );
      const before = gateway.sandbox.control.counters().byCommand;
      forbidden(await gateway.ask('north-branch', `mutation { ${WRITES[name]?.(places[place], subclient)} { __typename } }`));
      expect(gateway.sandbox.control.counters().byCommand).toEqual(before);
    },
  );

  it('is refused an id of elsewhere also beside its own subclient’s name', async () => {
    const mutation = `mutation { deleteSender(input: { sender: { id: "${places.depot.id}" }, subclient: "branch" }) { ... on InvalidInputError { code } } }`;
    expect(await gateway.ask('north-branch', mutation)).toEqual({ data: { deleteSender: { code: 'INVALID_INPUT' } } });
  });

  it('hears of an existing name only at its own place', async () => {
    const add =
      'mutation { addSender(input: { name: "Shop", subclient: "branch" }) { ... on SenderExistsError { existing { id subclient } } } }';
    expect(await gateway.ask('north-branch', add)).toMatchObject({
      data: { addSender: { existing: { id: places.branch.id, subclient: 'branch' } } },
    });
  });

  it('gets no result of another place by an idempotency key that was used there', async () => {
    const add = (subclient: string) =>
      `mutation { addSender(input: { name: "Keyed", subclient: "${subclient}", idempotencyKey: "key-1" }) { ... on AddSenderSuccess { replayed sender { subclient smscId } } ... on UserError { code } } }`;
    // A provider of its own: adds are few a minute.
    await using gateway = await startTenants();
    const { data: elsewhere } = await gateway.ask('north-writes', add('depot'));
    const { data: own } = await gateway.ask('north-branch', add('branch'));
    expect(elsewhere.addSender).toMatchObject({ replayed: false, sender: { subclient: 'depot' } });
    expect(own.addSender).toMatchObject({ replayed: false, sender: { subclient: 'branch' } });
    expect(own.addSender.sender.smscId).not.toBe(elsewhere.addSender.sender.smscId);
    // At its own place the key is the account’s: who else may write there gets the same result.
    expect(await gateway.ask('north-writes', add('branch'))).toMatchObject({ data: { addSender: { ...own.addSender, replayed: true } } });
  });

  it('is told of its own subclients only', async () => {
    expect(await gateway.ask('north-branch', '{ viewer { subclients } }')).toEqual({ data: { viewer: { subclients: ['branch'] } } });
  });

  it('may ask what belongs to nobody, and the dry run of an add', async () => {
    const query =
      '{ operators { code } upstreamQuota { concurrentLimit } checkSender(input: { name: "New", subclient: "branch" }) { ok } }';
    expect(await gateway.ask('north-branch', query)).toMatchObject({ data: { checkSender: { ok: true } } });
  });

  it('caused no fault of the gateway', () => {
    expect(gateway.faults).toEqual([]);
  });
});
