import { WebSocket } from 'ws';
import { MAX_IMPORT_ROWS } from '../../../src/domain/imports.ts';
import { OPERATORS } from '../../../src/domain/operators.ts';
import { keysOf } from '../../../src/domain/table.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { eventCursor } from '../../../src/loaders/sender-events.ts';
import type { HeavyRequest, StretchWorld } from './world.ts';

/** A request at its largest accepted size. */
export interface HeavyCase {
  readonly name: string;
  /** Settings of the gateway that it needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sends it, and throws where it did not do what it stands here for. */
  readonly run: (world: StretchWorld) => Promise<unknown>;
}

const times = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join(' ');
const json = (query: string, variables?: unknown): HeavyRequest => ({ body: JSON.stringify({ query, variables }) });
const batch = (query: string, operations: number): HeavyRequest => ({
  body: JSON.stringify(Array.from({ length: operations }, () => ({ query }))),
});

/** Sends a request and wants data. */
const asks =
  (make: (world: StretchWorld) => HeavyRequest, minBytes = 2): HeavyCase['run'] =>
  async (world) => {
    const { status, bytes, head } = await world.send(make(world));
    if (status !== 200 || /"errors":\[/.test(head) || bytes < minBytes)
      throw new Error(`status ${status}, ${bytes} bytes: ${head.slice(0, 400)}`);
  };
/** Sends a request that is refused, in whatever way. */
const tries =
  (make: (world: StretchWorld) => HeavyRequest): HeavyCase['run'] =>
  async (world) =>
    void (await world.send(make(world)));

/** Each another filter: thirty of them are the most that one operation has. */
const scans = (filter: (index: number) => string) =>
  `{ ${times(30, (index) => `a${index}: senders(first: 1, filter: { ${filter(index)} }) { totalCount }`)} }`;
const CODES = keysOf(OPERATORS);
const BY_OPERATOR = scans(
  (index) => `operator: { code: ${CODES[index % 19]}, status: [APPROVED, REJECTED] }, nameContains: "${index.toString(36)}"`,
);
/** 249,000 values: 500 senders of 19 operators. */
const WIDE =
  'nodes { name status operators { status rawStatus replacementName operator { code column name country description } o2: operator { code column name country description doc: description d2: description } more: operator { code column name country c2: country } } }';
const LIST = `{ senders(first: 500) { ${WIDE} } }`;
/** The same where graphql-js has to do it. */
const EXECUTED = `{ upstreamQuota { concurrent } senders(first: 500) { ${WIDE} } }`;
const idsOf = ({ ids }: StretchWorld, count: number) => ids.slice(0, count).map((id) => encodeNodeId('Sender', id));
const EVENTS = '{ name kind at cursor statusBefore statusAfter operator { code name } sender { name } }';

const rowsOf = (names: readonly string[], comment: string) =>
  names.slice(0, MAX_IMPORT_ROWS).map((name) => ({ name, comment, registrations: ['MTS_PAID'] }));
const IMPORT =
  'mutation ($input: ImportSendersInput!) { importSenders(input: $input) { __typename ... on ImportSendersSuccess { job { id state } } ... on UserError { message } } }';
const importing = (input: unknown): HeavyRequest => json(IMPORT, { input });

/** Begins an import and waits until all its rows have their results. */
const importsAll =
  (comment: string): HeavyCase['run'] =>
  async (world) => {
    const { head } = await world.send(importing({ rows: rowsOf(world.names, comment) }));
    const [, id] = /"id":"([^"]+)"/.exec(head) ?? [];
    if (id === undefined) throw new Error(head);
    for (;;) {
      const { head: told } = await world.send(json('query ($id: ID!) { importJob(id: $id) { state done failed } }', { id }));
      if (told.includes('FINISHED')) return;
      if (!told.includes('RUNNING')) throw new Error(told);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

const csv = (text: string): HeavyRequest => {
  const boundary = 'boundary';
  const part = (name: string, value: string, more = '') =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const body = `${part('operations', JSON.stringify({ query: IMPORT, variables: { input: { csv: null, dryRun: true } } }))}${part('map', '{"0":["variables.input.csv"]}')}${part('0', text, '; filename="senders.csv"')}--${boundary}--\r\n`;
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'graphql-require-preflight': '1' } };
};

/** Runs a query over WebSocket and waits for its end. */
const overWebSocket =
  (query: string): HeavyCase['run'] =>
  async ({ url }) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers: { authorization: 'Bearer north-writes' } });
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('closed')));
      socket.on('message', (data: Buffer) => {
        const head = data.toString('latin1', 0, 200);
        if (head.includes('"connection_ack"')) socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
        else if (head.includes('"complete"')) resolve();
        else if (head.includes('"errors"')) reject(new Error(head));
      });
    });
    socket.terminate();
  };

/** Subscriptions that resume from the first event and want none of what comes. */
const followsFromTheStart =
  (followers: number): HeavyCase['run'] =>
  async ({ url, ids }) => {
    const cursor = await firstCursor(url);
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers: { authorization: 'Bearer north-writes' } });
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        if (!data.includes('connection_ack')) return;
        for (let id = 0; id < followers; id += 1) {
          const query = `subscription { senderEvents(after: "${cursor}", kinds: [FILE_ADDED], smscIds: ["${ids.at(-1)}"]) { cursor } }`;
          socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } }));
        }
        // They never end by themselves: as long as they take at their worst.
        setTimeout(resolve, 1_000);
      });
    });
    socket.terminate();
  };

async function firstCursor(url: string): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer north-writes', 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ events(first: 1) { nodes { cursor } } }' }),
  });
  const { data } = (await answer.json()) as {
    readonly data: { readonly events: { readonly nodes: readonly { readonly cursor: string }[] } };
  };
  return data.events.nodes[0]?.cursor ?? eventCursor(0);
}

const INTROSPECTION = `{ __schema { types { ${'fields { name description args { name type { name ofType { name } } } type { '.repeat(1)} name ofType { name ofType { name } } } } inputFields { name description type { name } } enumValues { name description } possibleTypes { name } } directives { name args { name } } } }`;
const DEEP_INTROSPECTION = `{ __schema { types { fields { type { ofType { fields { type { ofType { fields { type { ofType { fields { name } } } } } } } } } } } }`;

export const HEAVY_CASES: readonly HeavyCase[] = [
  { name: 'nothing: hot reads alone', run: () => new Promise((resolve) => setTimeout(resolve, 500)) },
  { name: '30 filters by operator', run: asks(() => json(BY_OPERATOR)) },
  { name: '30 filters by operator, ten times in a batch', run: asks(() => batch(BY_OPERATOR, 10)) },
  {
    name: '30 filters by name and kind',
    run: asks(() => json(scans((index) => `kind: [ALPHANUMERIC, EMAIL], nameContains: "${index.toString(36)}"`))),
  },
  {
    name: '6 orders of all senders, sorted for the first time',
    run: asks(() =>
      json(
        `{ ${['NAME', 'STATUS', 'CREATED'].flatMap((field) => ['ASC', 'DESC'].map((direction) => `${field}${direction}: senders(first: 1, orderBy: { field: ${field}, direction: ${direction} }) { totalCount }`)).join(' ')} }`,
      ),
    ),
  },
  {
    name: 'senders that changed since a day',
    run: asks(() => json('{ senders(first: 1, filter: { statusChangedSince: "2020-01-01" }) { totalCount } }')),
  },
  { name: '500 senders × 19 operators, a list', run: asks(() => json(LIST), 1_000_000) },
  { name: '500 senders × 19 operators, a list, ten times in a batch', run: asks(() => batch(LIST, 10), 1_000_000) },
  {
    name: '500 senders × 19 operators, a list, GET with brotli',
    run: asks(() => ({ method: 'GET', path: `/graphql?query=${encodeURIComponent(LIST)}`, headers: { 'accept-encoding': 'br' } }), 1_000),
  },
  { name: '500 senders × 19 operators, executed', run: asks(() => json(EXECUTED), 1_000_000) },
  { name: '500 senders × 19 operators, executed, ten times in a batch', run: asks(() => batch(EXECUTED, 10), 1_000_000) },
  {
    name: '500 senders × 19 operators, executed, gzip',
    run: asks(() => ({ ...json(EXECUTED), headers: { 'accept-encoding': 'gzip' } }), 1_000),
  },
  {
    name: '500 senders × 19 operators, as an event stream',
    run: asks(() => ({ ...json(EXECUTED), headers: { accept: 'text/event-stream' } }), 1_000_000),
  },
  { name: '500 senders × 19 operators, over WebSocket, a list', run: overWebSocket(LIST) },
  { name: '500 senders × 19 operators, over WebSocket, executed', run: overWebSocket(EXECUTED) },
  {
    name: '60 aliases of 50 senders × 19 operators, executed',
    run: asks(
      () =>
        json(
          `{ upstreamQuota { concurrent } ${times(28, (index) => `a${index}: senders(first: 40) { nodes { operators { status rawStatus operator { code name description country } } } }`)} }`,
        ),
      1_000_000,
    ),
  },
  {
    name: '300 nodes, 30 times',
    run: asks(
      (world) =>
        json(
          `query ($ids: [ID!]!) { ${times(30, (index) => `a${index}: nodes(ids: $ids) { ... on Sender { name status kind operator(code: ${CODES[0]}) { status } } }`)} }`,
          { ids: idsOf(world, 300) },
        ),
      100_000,
    ),
  },
  {
    name: '15,000 nodes',
    run: asks(
      (world) => json('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Sender { name } } }', { ids: idsOf(world, 15_000) }),
      100_000,
    ),
  },
  {
    name: '10,000 entities',
    env: { FEDERATION: 'on' },
    run: asks(
      (world) =>
        json('query ($of: [_Any!]!) { _entities(representations: $of) { ... on Sender { name } } }', {
          of: idsOf(world, 10_000).map((id) => ({ __typename: 'Sender', id })),
        }),
      100_000,
    ),
  },
  {
    name: '500 events, 30 times',
    run: asks(
      () =>
        json(
          `{ ${times(30, (index) => `a${index}: events(first: 500, direction: ${index % 2 === 0 ? 'ASC' : 'DESC'}) { nodes ${EVENTS} }`)} }`,
        ),
      1_000_000,
    ),
  },
  {
    name: 'events of which none fits, 30 times',
    run: asks(() =>
      json(`{ ${times(30, (index) => `a${index}: events(first: ${500 - index}, kinds: [FILE_ADDED]) { nodes { cursor } }`)} }`),
    ),
  },
  {
    name: 'histories of 500 senders',
    run: asks(() => json('{ senders(first: 500) { nodes { history(first: 50) { nodes { cursor at statusAfter } } } } }'), 100_000),
  },
  {
    name: 'approval times, 30 times',
    run: asks(() => json(`{ ${times(30, (index) => `a${index}: operators { approvalTime { medianDays p90Days samples } }`)} }`), 10_000),
  },
  { name: 'a subscription from the first event', run: followsFromTheStart(1) },
  { name: '10 subscriptions from the first event', run: followsFromTheStart(10) },
  { name: 'an import of 2,000 names that exist', run: importsAll('short') },
  { name: 'an import of 2,000 names that exist, long comments', run: importsAll('A long comment for the moderator. '.repeat(12)) },
  { name: 'an import of 2,000 rows, tried', run: asks((world) => importing({ rows: rowsOf(world.names, 'short'), dryRun: true })) },
  {
    name: 'an import of 2,000 faulty rows, tried and told',
    run: asks(
      () =>
        json(
          'mutation ($input: ImportSendersInput!) { importSenders(input: $input) { ... on ImportSendersSuccess { job { rows(first: 500) { nodes { number name state issues { column message } } } } } } }',
          {
            input: {
              dryRun: true,
              rows: Array.from({ length: MAX_IMPORT_ROWS }, (_, index) => ({ name: `имя ${index}`, emailOwner: 'nobody' })),
            },
          },
        ),
      10_000,
    ),
  },
  {
    name: 'a CSV of 2,000 rows',
    run: asks((world) =>
      csv(
        `name,comment\r\n${world.names
          .slice(0, 2_000)
          .map((name) => `${name},${'long '.repeat(80)}`)
          .join('\r\n')}`,
      ),
    ),
  },
  { name: 'a CSV of 330,000 rows', run: tries(() => csv(`name\r\n${'a\r\n'.repeat(330_000)}`)) },
  { name: 'a CSV whose header has 200,000 commas', run: tries(() => csv(`${','.repeat(200_000)}\r\nShop`)) },
  { name: 'the schema, by introspection', run: asks(() => json(INTROSPECTION), 10_000) },
  { name: 'the schema, deep', run: tries(() => json(DEEP_INTROSPECTION)) },
  { name: '900 fields that may conflict', run: tries(() => json(`{ senders { nodes { ${times(900, () => 'name')} } } }`)) },
  {
    name: '900 fields that may conflict, in fragments',
    run: tries(() =>
      json(
        `{ senders { nodes { ${times(90, (index) => `...F${index}`)} } } } ${times(90, (index) => `fragment F${index} on Sender { ${times(12, () => 'name')} }`)}`,
      ),
    ),
  },
  {
    name: 'a body of 1 MB',
    run: tries(() =>
      json('query ($names: String) { senders(first: 1, filter: { nameContains: $names }) { totalCount } }', { names: 'x'.repeat(990_000) }),
    ),
  },
  { name: 'a document of 2.9 MB, checked', run: tries(() => uploadOf(2_900_000)) },
  {
    name: 'a sender deleted',
    run: async (world) =>
      world.send(json(`mutation { deleteSender(input: { sender: { smscId: "${world.ids.at(-1)}" } }) { __typename } }`)),
  },
  {
    name: 'operators refreshed',
    run: asks((world) =>
      json(
        `{ senders(first: 1) { nodes { operators { status } } } after: sender(by: { smscId: "${world.ids[0]}" }) { operators { status } } }`,
      ),
    ),
  },
];

function uploadOf(bytes: number): HeavyRequest {
  const boundary = 'boundary';
  const query = 'query ($input: AddSenderInput!) { checkSender(input: $input) { __typename } }';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query, variables: { input: { name: 'Shop', document: null } } })}\r\n--${boundary}\r\ncontent-disposition: form-data; name="map"\r\n\r\n{"0":["variables.input.document"]}\r\n--${boundary}\r\ncontent-disposition: form-data; name="0"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.4\n`;
  return {
    body: Buffer.concat([Buffer.from(head), Buffer.alloc(bytes, 'x'), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'graphql-require-preflight': '1' },
  };
}
