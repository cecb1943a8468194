import { MAX_IMPORT_ROWS } from '../../../src/domain/imports.ts';
import { OPERATORS } from '../../../src/domain/operators.ts';
import { keysOf } from '../../../src/domain/table.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { MAX_PAGE } from '../../../src/loaders/page.ts';
import { asks, batch, json, overWebSocket, subscribes, tries, upload } from './send.ts';
import type { StretchWorld } from './world.ts';

/** A request at its largest accepted size. */
export interface HeavyCase {
  readonly name: string;
  /** Sends it, and throws where it did not do what it stands here for. */
  readonly run: (world: StretchWorld) => Promise<unknown>;
}

const MOST_FIELDS = 30;
const CODES = keysOf(OPERATORS);
const times = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join(' ');

/** As many fields as an operation may have, each of which costs so many points. */
const affordable = ({ limits: { cost } }: StretchWorld, points: number) => Math.min(MOST_FIELDS, Math.floor((0.95 * cost) / points));

/** Each another filter over all senders. */
const scans = (world: StretchWorld, filter: (index: number) => string) =>
  `{ ${times(affordable(world, world.ids.length + 10), (index) => `a${index}: senders(first: 1, filter: { ${filter(index)} }) { totalCount }`)} }`;
const byOperator = (index: number) =>
  `operator: { code: ${CODES[index % 19]}, status: [APPROVED, REJECTED] }, nameContains: "${index.toString(36)}"`;

/** Some 240,000 values: 500 senders of 19 operators. */
const WIDE = `nodes { name status operators { status rawStatus replacementName ${times(3, (index) => `o${index}: operator { code column name country description }`)} o3: operator { code } } }`;
const LIST = `{ senders(first: 500) { ${WIDE} } }`;
/** The same where graphql-js has to do it. */
const EXECUTED = `{ upstreamQuota { concurrent } senders(first: 500) { ${WIDE} } }`;
/** As many values, and most of them long. */
const LONG_TEXTS = `{ upstreamQuota { concurrent } senders(first: 500) { nodes { operators { operator { ${times(22, (index) => `d${index}: description`)} } } } } }`;

const idsOf = ({ ids }: StretchWorld, count: number) => ids.slice(0, count).map((id) => encodeNodeId('Sender', id));

const LISTS: readonly HeavyCase[] = [
  { name: 'filters by operator', run: asks((world) => json(scans(world, byOperator))) },
  { name: 'filters by operator, in a batch of ten', run: tries((world) => batch(scans(world, byOperator), 10)) },
  {
    name: 'filters by kind and name',
    run: asks((world) => json(scans(world, (index) => `kind: [EMAIL, ALPHANUMERIC], nameContains: "${index.toString(36)}"`))),
  },
  {
    name: 'all orders of all senders, for the first time',
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
  { name: 'a list', run: asks(() => json(LIST), 1_000_000) },
  { name: 'a list, in a batch of ten', run: tries(() => batch(LIST, 10)) },
  {
    name: 'a list, by GET in brotli',
    run: asks(() => ({ method: 'GET', path: `/graphql?query=${encodeURIComponent(LIST)}`, headers: { 'accept-encoding': 'br' } }), 1_000),
  },
  { name: 'a list, over WebSocket', run: overWebSocket(LIST) },
  { name: 'executed', run: asks(() => json(EXECUTED), 1_000_000) },
  { name: 'executed, in a batch of ten', run: tries(() => batch(EXECUTED, 10)) },
  { name: 'executed, in gzip', run: asks(() => ({ ...json(EXECUTED), headers: { 'accept-encoding': 'gzip' } }), 1_000) },
  { name: 'executed, as an event stream', run: asks(() => ({ ...json(EXECUTED), headers: { accept: 'text/event-stream' } }), 1_000_000) },
  { name: 'executed, over WebSocket', run: overWebSocket(EXECUTED) },
  { name: 'executed, long texts', run: asks(() => json(LONG_TEXTS), 10_000_000) },
  { name: 'executed, long texts, over WebSocket', run: overWebSocket(LONG_TEXTS) },
  {
    name: 'executed, long texts, as an event stream',
    run: asks(() => ({ ...json(LONG_TEXTS), headers: { accept: 'text/event-stream' } }), 10_000_000),
  },
  {
    name: 'executed, many lists of 30',
    run: asks(
      () =>
        json(
          `{ upstreamQuota { concurrent } ${times(28, (index) => `a${index}: senders(first: 30) { nodes { operators { status rawStatus operator { code name description country } } } }`)} }`,
        ),
      500_000,
    ),
  },
  {
    name: '300 nodes, thirty times',
    run: asks(
      (world) =>
        json(
          `query ($ids: [ID!]!) { ${times(MOST_FIELDS, (index) => `a${index}: nodes(ids: $ids) { ... on Sender { name status kind operator(code: ${CODES[0]}) { status } } }`)} }`,
          { ids: idsOf(world, 300) },
        ),
      100_000,
    ),
  },
  {
    name: '500 nodes',
    run: asks(
      (world) => json('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Sender { name } } }', { ids: idsOf(world, MAX_PAGE) }),
      5_000,
    ),
  },
  {
    name: '500 entities',
    run: asks(
      (world) =>
        json('query ($of: [_Any!]!) { _entities(representations: $of) { ... on Sender { name } } }', {
          of: idsOf(world, MAX_PAGE).map((id) => ({ __typename: 'Sender', id })),
        }),
      5_000,
    ),
  },
];

const EVENT = 'name kind at cursor statusBefore statusAfter operator { code name } sender { name }';

async function firstCursor(world: StretchWorld): Promise<string> {
  const { head } = await world.send(json('{ events(first: 1) { nodes { cursor } } }'));
  const [, cursor] = /"cursor":"([^"]+)"/.exec(head) ?? [];
  if (cursor === undefined) throw new Error(head);
  return cursor;
}

/** Subscriptions that resume from the first event and want none of what comes: they never end by themselves. */
const followsFromTheStart = (followers: number) => async (world: StretchWorld) => {
  const cursor = await firstCursor(world);
  const query = `subscription { senderEvents(after: "${cursor}", kinds: [FILE_ADDED], smscIds: ["${world.ids.at(-1)}"]) { cursor } }`;
  await subscribes(
    world,
    Array.from({ length: followers }, () => query),
    1_000,
  );
};

const JOURNAL: readonly HeavyCase[] = [
  {
    name: 'events, in both directions',
    run: asks(
      (world) =>
        json(
          `{ ${times(affordable(world, 57_000), (index) => `a${index}: events(first: 500, direction: ${index % 2 === 0 ? 'ASC' : 'DESC'}) { nodes { ${EVENT} } }`)} }`,
        ),
      500_000,
    ),
  },
  {
    name: 'events of which none fits',
    run: asks((world) =>
      json(
        `{ ${times(affordable(world, 52_000), (index) => `a${index}: events(first: ${500 - index}, kinds: [FILE_ADDED]) { nodes { cursor } }`)} }`,
      ),
    ),
  },
  {
    name: 'histories of 500 senders',
    run: asks(() => json('{ senders(first: 500) { nodes { history(first: 50) { nodes { cursor at statusAfter } } } } }'), 100_000),
  },
  {
    name: 'approval times, thirty times',
    run: asks(
      () => json(`{ ${times(MOST_FIELDS, (index) => `a${index}: operators { approvalTime { medianDays p90Days samples } }`)} }`),
      10_000,
    ),
  },
  { name: 'a subscription from the first event on', run: followsFromTheStart(1) },
  { name: 'ten subscriptions from the first event on', run: followsFromTheStart(10) },
];

const IMPORT =
  'mutation ($input: ImportSendersInput!) { importSenders(input: $input) { ... on ImportSendersSuccess { job { id state } } ... on UserError { message } } }';
const TOLD =
  'mutation ($input: ImportSendersInput!) { importSenders(input: $input) { ... on ImportSendersSuccess { job { rows(first: 500) { nodes { number name state issues { column message } } } } } } }';
const rowsOf = (names: readonly string[], comment: string) =>
  names.slice(0, MAX_IMPORT_ROWS).map((name) => ({ name, comment, registrations: ['MTS_PAID'] }));
const LONG_COMMENT = 'A long comment for the moderator. '.repeat(12);

/** Begins an import and waits until all its rows have their results. */
const importsAll = (comment: string) => async (world: StretchWorld) => {
  const { head } = await world.send(json(IMPORT, { input: { rows: rowsOf(world.names, comment) } }));
  const [, id] = /"id":"([^"]+)"/.exec(head) ?? [];
  if (id === undefined) throw new Error(head);
  for (;;) {
    const { head: told } = await world.send(json('query ($id: ID!) { importJob(id: $id) { state } }', { id }));
    if (told.includes('FINISHED')) return;
    if (!told.includes('RUNNING')) throw new Error(told);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const IMPORTS: readonly HeavyCase[] = [
  { name: 'an import of 2,000 names that exist', run: importsAll('short') },
  { name: 'an import of 2,000 names that exist, long comments', run: importsAll(LONG_COMMENT) },
  {
    name: 'an import of 2,000 rows, tried',
    run: asks(({ names }) => json(IMPORT, { input: { rows: rowsOf(names, 'short'), dryRun: true } })),
  },
  {
    name: 'an import of 2,000 faulty rows, tried and told',
    run: asks(
      () =>
        json(TOLD, {
          input: {
            dryRun: true,
            rows: Array.from({ length: MAX_IMPORT_ROWS }, (_, index) => ({ name: `имя ${index}`, emailOwner: 'nobody' })),
          },
        }),
      10_000,
    ),
  },
  {
    name: 'a CSV of 2,000 rows, long comments',
    run: asks(({ names }) =>
      upload(
        IMPORT,
        { dryRun: true },
        'csv',
        'senders.csv',
        `name,comment\r\n${names
          .slice(0, MAX_IMPORT_ROWS)
          .map((name) => `${name},${LONG_COMMENT}`)
          .join('\r\n')}`,
      ),
    ),
  },
  {
    name: 'a CSV of 330,000 rows',
    run: tries(() => upload(IMPORT, { dryRun: true }, 'csv', 'senders.csv', `name\r\n${'a\r\n'.repeat(330_000)}`)),
  },
  {
    name: 'a CSV whose header has 200,000 commas',
    run: tries(() => upload(IMPORT, { dryRun: true }, 'csv', 'senders.csv', `${','.repeat(200_000)}\r\nShop`)),
  },
];

const CHECK = 'query ($input: AddSenderInput!) { checkSender(input: $input) { __typename } }';
const INTROSPECTION =
  '{ __schema { types { name description fields { name description args { name description type { name ofType { name } } } type { name ofType { name ofType { name } } } } inputFields { name description type { name } } enumValues { name description } possibleTypes { name } } directives { name args { name } } } }';
const DEEP_INTROSPECTION =
  '{ __schema { types { fields { type { ofType { fields { type { ofType { fields { type { name } } } } } } } } } } }';

const DOCUMENTS: readonly HeavyCase[] = [
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
    name: 'variables of as many values as a body holds',
    run: tries(({ limits }) =>
      json('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array.from({ length: limits.items - 1 }, () => 'x'.repeat(150)) }),
    ),
  },
  {
    name: 'a document of 2.9 MB, checked',
    run: tries(() =>
      upload(CHECK, { name: 'Shop' }, 'document', 'a.pdf', Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(2_900_000, 'x')])),
    ),
  },
];

const CHANGES: readonly HeavyCase[] = [
  { name: 'all lists asked for anew, where every sender changed', run: (world) => world.refresh() },
  {
    name: 'a sender deleted',
    run: asks(({ ids }) => json(`mutation { deleteSender(input: { sender: { smscId: "${ids.at(-1)}" } }) { __typename } }`)),
  },
];

export const HEAVY_CASES: readonly HeavyCase[] = [
  { name: 'nothing but hot reads', run: () => new Promise((resolve) => setTimeout(resolve, 300)) },
  ...LISTS,
  ...JOURNAL,
  ...IMPORTS,
  ...DOCUMENTS,
  ...CHANGES,
];
