import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { OPERATORS } from '../../../src/domain/operators.ts';
import { keysOf } from '../../../src/domain/table.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { eventCursor } from '../../../src/loaders/sender-events.ts';
import { frame, message } from '../../support/frames.ts';
import { bytesOf, operation, type WireRequest } from '../../support/wire.ts';
import { ask, drip, neverRead, type Target, talk } from './hostile-socket.ts';

/** What hostile callers know of the account that they have tokens of. */
export interface Loot {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** Of the store, where the attacker is a process of the same machine. */
  readonly storeFile: string;
}

export const READER = 'hostile-reads';
export const WRITER = 'hostile-writes';

/** A kind of misuse. Each hostile connection acts by one row, again and again. */
export interface SiegeAttack {
  readonly name: string;
  /** Of the hostile connections, so many parts; left out: one. 0: a single one. */
  readonly parts?: number;
  /** @returns what came of it, in a word or two */
  readonly act: (target: Target, loot: Loot) => Promise<string>;
}

const times = (count: number, make: (index: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, index) => make(index)).join(between);
const reads = (query: string, variables?: unknown) => operation(query, variables, READER);
const writes = (query: string, variables?: unknown) => operation(query, variables, WRITER);
const batch = (query: string): WireRequest => ({ token: READER, body: JSON.stringify(Array(10).fill({ query })) });
const subscribe = (query: string, id: string, variables?: unknown) => message('subscribe', { id, payload: { query, variables } });
const asks =
  (make: (loot: Loot) => WireRequest): SiegeAttack['act'] =>
  (target, loot) =>
    ask(target, make(loot));
const keptAlive = (request: WireRequest) => Buffer.from(String(bytesOf(request)).replace('connection: close', 'connection: keep-alive'));
const BLANK_LINE = Buffer.from('\r\n');

const CODES = keysOf(OPERATORS);
const SCANS = `{ ${times(30, (index) => `a${index}: senders(first: 1, filter: { operator: { code: ${CODES[index % CODES.length]}, status: [APPROVED, REJECTED] }, nameContains: "${index.toString(36)}" }) { totalCount }`)} }`;
/** Some 249,000 values, and 4 MB. */
const LONG =
  '{ senders(first: 500) { nodes { name status operators { status rawStatus replacementName operator { code column name country description } o2: operator { code column name country description doc: description d2: description } more: operator { code column name country c2: country } } } } }';
const IMPORT = 'mutation ($input: ImportSendersInput!) { importSenders(input: $input) { __typename ... on UserError { message } } }';
const SUBSCRIPTION = (ids: readonly string[]) =>
  `subscription { senderEvents(after: "${eventCursor(0)}", kinds: [FILE_ADDED], smscIds: ["${ids.at(-1)}"]) { cursor } }`;

const BOUNDARY = 'a-boundary';
const csv = (text: string): WireRequest => {
  const part = (name: string, value: string, more = '') =>
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const operations = JSON.stringify({ query: IMPORT, variables: { input: { csv: null, dryRun: true } } });
  return {
    token: WRITER,
    headers: [
      ['content-type', `multipart/form-data; boundary=${BOUNDARY}`],
      ['graphql-require-preflight', '1'],
    ],
    body: `${part('operations', operations)}${part('map', '{"0":["variables.input.csv"]}')}${part('0', text, '; filename="a.csv"')}--${BOUNDARY}--\r\n`,
  };
};
const once = <Value>(make: () => Value) => {
  let made: Value | undefined;
  return () => (made ??= make());
};
const commas = once(() => csv(`${','.repeat(200_000)}\r\nShop`));
const shortRows = once(() => csv(`name\r\n${'a\r\n'.repeat(330_000)}`));
const keys = once(() =>
  reads('query ($f: SenderFilter) { senders(filter: $f) { totalCount } }', {
    f: Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`key${index}`, index])),
  }),
);
const statuses = once(() =>
  reads('query ($s: [SenderStatus!]) { senders(filter: { status: $s }) { totalCount } }', {
    s: Array.from({ length: 20_000 }, (_, index) => `STATUS_${index}`),
  }),
);
const unparsable = once(() => Array.from({ length: 5 }, (_, index) => subscribe(`{ ${'!'.repeat(900_000)}`, String(index))));
const greatPings = once(() => Array<Buffer>(20).fill(message('ping', { payload: { x: 'x'.repeat(900_000) } })));

export const SIEGE_ATTACKS: readonly SiegeAttack[] = [
  { name: '30,000 unknown keys in a variable', act: asks(keys) },
  { name: '20,000 unknown values of an enum', act: asks(statuses) },
  {
    name: 'a name of 100,000 characters, against the pattern of e-mail addresses',
    act: asks(() => reads('query ($n: String!) { checkSender(input: { name: $n }) { __typename } }', { n: `a@${'.a'.repeat(50_000)}@` })),
  },
  {
    name: 'page sizes in defaults of variables',
    act: asks(() =>
      reads(`query ($n: Int = 500) { ${times(10, (index) => `a${index}: senders(first: $n) { nodes { name operators { status } } }`)} }`),
    ),
  },
  {
    name: '300 ids in a default, 30 times',
    act: asks(({ ids }) =>
      reads(
        `query ($i: [ID!]! = ${JSON.stringify(ids.slice(0, 300).map((id) => encodeNodeId('Sender', id)))}) { ${times(30, (index) => `a${index}: nodes(ids: $i) { id ... on Sender { name status } }`)} }`,
      ),
    ),
  },
  { name: 'a query of 249,000 values', act: asks(() => reads(LONG)) },
  { name: '… ten times in a batch', act: asks(() => batch(LONG)) },
  { name: '30 scans of 15,000 senders', act: asks(() => reads(SCANS)) },
  { name: '… ten times in a batch', act: asks(() => batch(SCANS)) },
  {
    name: 'five WebSocket documents of 900 kB that can’t be parsed',
    act: (target) => talk(target, { token: READER, frames: unparsable(), reads: true, holdMs: 5_000 }),
  },
  {
    name: 'pings of 900 kB over WebSocket without a token, never read',
    parts: 2,
    act: (target) => talk(target, { token: null, frames: greatPings(), reads: false, holdMs: 60_000 }),
  },
  {
    name: 'pings of 900 kB over WebSocket with a token, never read',
    act: (target) => talk(target, { token: READER, frames: greatPings(), reads: false, holdMs: 60_000 }),
  },
  {
    name: 'pings of WebSocket itself without end',
    act: (target) =>
      talk(target, {
        token: READER,
        frames: Array<Buffer>(50_000).fill(frame('x'.repeat(125), { opcode: 9 })),
        reads: false,
        holdMs: 60_000,
      }),
  },
  {
    name: 'answers of 4 MB over HTTP, never read',
    parts: 2,
    act: (target) => neverRead(target, Array<Buffer>(5).fill(keptAlive(reads(LONG))), BLANK_LINE),
  },
  {
    name: '… over WebSocket, 50 at once',
    act: (target) =>
      talk(target, {
        token: READER,
        frames: Array.from({ length: 50 }, (_, index) => subscribe(LONG, String(index))),
        reads: false,
        holdMs: 120_000,
      }),
  },
  {
    name: '… as an event stream',
    act: (target) =>
      neverRead(
        target,
        [
          keptAlive({
            ...reads(LONG),
            headers: [
              ['content-type', 'application/json'],
              ['accept', 'text/event-stream'],
            ],
          }),
        ],
        BLANK_LINE,
      ),
  },
  {
    name: 'answers that are read a byte a second',
    act: async (target) =>
      neverRead(
        target,
        Array<Buffer>(5).fill(keptAlive({ method: 'GET', token: READER, headers: [], path: `/graphql?query=${encodeURIComponent(LONG)}` })),
        BLANK_LINE,
        60_000,
      ),
  },
  {
    name: 'an import of 2,000 names that all exist',
    act: asks(({ names }) =>
      writes(IMPORT, { input: { rows: names.slice(0, 2_000).map((name) => ({ name, comment: 'A long comment. '.repeat(20) })) } }),
    ),
  },
  { name: 'a CSV whose first line is 200 kB of commas', act: asks(commas) },
  { name: 'a CSV of 330,000 short rows', act: asks(shortRows) },
  {
    name: 'a subscription from the first of 100,000 events, which fits none',
    parts: 2,
    act: (target, { ids }) =>
      talk(target, {
        token: READER,
        frames: Array.from({ length: 5 }, (_, index) => subscribe(SUBSCRIPTION(ids), String(index))),
        reads: true,
        holdMs: 5_000,
      }),
  },
  {
    name: 'a batch to /mcp with a call and its own cancellation',
    act: asks(() => ({
      token: READER,
      path: '/mcp',
      headers: [
        ['content-type', 'application/json'],
        ['accept', 'application/json, text/event-stream'],
      ],
      body: JSON.stringify([
        { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'pulse', arguments: {} } },
        { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } },
      ]),
    })),
  },
  {
    name: 'slow headers',
    parts: 2,
    act: (target) => drip(target, Buffer.from(`POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ${'x'.repeat(1_000)}`), 1_000),
  },
  {
    name: 'slow bodies of 1 MB, with a token',
    parts: 2,
    act: (target) =>
      drip(
        target,
        Buffer.concat([
          bytesOf({
            token: READER,
            headers: [
              ['content-type', 'application/json'],
              ['content-length', '900000'],
            ],
            body: '{',
          }),
          Buffer.alloc(1_000, ' '),
        ]),
        500,
      ),
  },
  {
    name: 'bodies of 900 kB that lack their last byte',
    parts: 2,
    act: (target) => {
      const headers: WireRequest['headers'] = [
        ['content-type', 'application/json'],
        ['content-length', '900001'],
      ];
      return ask(target, bytesOf({ token: READER, headers, body: `{"query":"${'x'.repeat(899_988)}"}` }));
    },
  },
  { name: 'guesses at tokens', act: asks(() => operation('{ viewer { account } }', undefined, `guess-${Math.random()}`)) },
  { name: 'connections that say nothing', parts: 3, act: (target) => neverRead(target, [], Buffer.alloc(0), 20_000) },
  { name: 'forged cursors', act: asks(() => reads('{ senders(first: 1, after: "Zm9yZ2Vk") { nodes { name } } }')) },
  {
    name: 'the store’s file, locked by another process',
    parts: 0,
    async act({ signal }, { storeFile }) {
      const database = new DatabaseSync(storeFile);
      try {
        database.exec('BEGIN IMMEDIATE');
        await delay(500, undefined, { signal }).catch(() => {});
        database.exec('ROLLBACK');
        return 'locked';
      } catch {
        return 'busy';
      } finally {
        database.close();
      }
    },
  },
];
