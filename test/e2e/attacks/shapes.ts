import { readFileSync } from 'node:fs';
import { documentIdOf } from '../../../src/http/trusted/manifest.ts';
import { frame } from '../../support/frames.ts';
import type { WireRequest } from '../../support/wire.ts';
import { type Attack, times } from './attack.ts';
import type { SocketAttack } from './sockets.ts';

const text = readFileSync('schema/operations/senders.graphql', 'utf8');
/** By its id over HTTP, and as the tool `senders` of agents. */
const SENDERS = documentIdOf(text);

/** An operation as it is sent: JSON that nobody made of a value. */
interface Shape {
  readonly name: string;
  /** null: the document is another’s, and named by its id. */
  readonly query: string | null;
  /** JSON. */
  readonly variables: string;
  /** What comes of it over HTTP; left out of a transport: the same. */
  readonly answer: string;
  readonly batch?: string;
  /** As a form some are too long. */
  readonly form?: string;
  readonly socket: string;
  /** null: no agent can send it. */
  readonly agent: string | null;
}

const keys = (count: number) => `{"filter":{${times(count, (key) => `"none${key}":1`, ',')}}}`;
const values = (count: number) => `{"filter":{"status":[${times(count, (value) => `"NONE${value}"`, ',')}]}}`;
const deep = (levels: number) => `{"filter":${'{"operator":'.repeat(levels)}1${'}'.repeat(levels)}}`;
const READ = 'query ($filter: SenderFilter) { senders(filter: $filter) { totalCount } }';
const CHECK = 'query ($name: String!) { checkSender(input: { name: $name }) { __typename ok } }';
const EVENTS = 'query ($after: String) { events(after: $after) { newestCursor } }';
const closed = (limit: string) => `closed 4400 BAD_REQUEST: at most ${limit}`;
const forged = (...key: unknown[]) => JSON.stringify({ after: Buffer.from(JSON.stringify(key)).toString('base64url') });

const SHAPES: readonly Shape[] = [
  {
    name: 'a filter with 30,000 unknown keys',
    query: null,
    variables: keys(30_000),
    answer: '413 BAD_REQUEST (keys)',
    socket: closed('500 keys in one object (LIMIT_KEYS)'),
    agent: '413 BAD_REQUEST (keys)',
  },
  {
    name: 'a filter with 400 unknown keys',
    query: null,
    variables: keys(400),
    answer: '200 BAD_REQUEST',
    batch: '200 BAD_REQUEST, data',
    socket: 'BAD_REQUEST',
    agent: '200 BAD_REQUEST',
  },
  {
    name: '20,000 unknown values of an enum',
    query: null,
    variables: values(20_000),
    answer: '413 BAD_REQUEST (items)',
    socket: closed('5000 items in one list (LIMIT_ITEMS)'),
    agent: '413 BAD_REQUEST (items)',
  },
  {
    name: '4,000 unknown values of an enum',
    query: null,
    variables: values(4_000),
    answer: '200 BAD_REQUEST',
    batch: '200 BAD_REQUEST, data',
    socket: 'BAD_REQUEST',
    agent: '200 BAD_REQUEST',
  },
  {
    name: 'a variable 80,000 levels deep',
    query: null,
    variables: deep(40_000),
    answer: '400 BAD_REQUEST (nesting)',
    socket: closed('20 levels of lists and objects (LIMIT_NESTING)'),
    agent: '400 BAD_REQUEST (nesting)',
  },
  {
    name: '120,000 empty lists in lists of 4,000',
    query: READ,
    variables: `{"filter":[${times(30, () => `[${times(4_000, () => '[]', ',')}]`, ',')}]}`,
    answer: '413 BAD_REQUEST (values)',
    form: '413 BAD_REQUEST (body)',
    socket: closed('100000 values in a request (LIMIT_VALUES)'),
    agent: null,
  },
  {
    name: 'a name like `a@.a.a.a…@` of 100,000 characters',
    query: CHECK,
    variables: JSON.stringify({ name: `a@${'.a'.repeat(50_000)}@` }),
    answer: '413 BAD_REQUEST (text)',
    batch: '200 BAD_REQUEST (text), data',
    socket: 'BAD_REQUEST',
    agent: null,
  },
  {
    name: 'a name like `a@.a.a.a…@` of 9,000 characters',
    query: CHECK,
    variables: JSON.stringify({ name: `a@${'.a'.repeat(4_500)}@` }),
    answer: '200 SenderCheck',
    batch: '200 SenderCheck, data',
    socket: 'next',
    agent: null,
  },
  {
    name: 'a key of 100,000 characters',
    query: READ,
    variables: `{"filter":{"${'x'.repeat(100_000)}":1}}`,
    answer: '413 BAD_REQUEST (text)',
    batch: '200 BAD_REQUEST (text), data',
    socket: 'BAD_REQUEST',
    agent: null,
  },
  ...[
    ['events', 'x'],
    ['events', null],
    ['events', -1],
    ['events', 1.5],
    ['events'],
    ['events', 1, 2],
    ['events', { valueOf: 1 }],
    ['senders CREATED DESC ', 0, '1'],
  ].map(
    (key): Shape => ({
      name: `a cursor that was forged: ${JSON.stringify(key)}`,
      query: EVENTS,
      variables: forged(...key),
      answer: '200 INVALID_INPUT',
      batch: '200 INVALID_INPUT, data',
      socket: 'INVALID_INPUT',
      agent: null,
    }),
  ),
  {
    name: 'a document of 900 kB that can’t be parsed',
    query: `{ ${'!'.repeat(900_000)}`,
    variables: '{}',
    answer: '413 BAD_REQUEST (document)',
    batch: '200 BAD_REQUEST (document), data',
    form: '413 BAD_REQUEST (body)',
    socket: 'BAD_REQUEST',
    agent: null,
  },
  {
    name: 'a document of 45,000 comments',
    query: `${'#\n'.repeat(45_000)}{ __typename }`,
    variables: '{}',
    answer: '400 BAD_REQUEST (tokens)',
    batch: '200 BAD_REQUEST (tokens), data',
    socket: 'BAD_REQUEST',
    agent: null,
  },
  {
    name: 'a value 900 levels deep in a document',
    query: `{ senders(filter: ${'{ operator: '.repeat(900)}1${' }'.repeat(900)}) { totalCount } }`,
    variables: '{}',
    answer: '400 BAD_REQUEST (nesting)',
    batch: '200 BAD_REQUEST (nesting), data',
    socket: 'BAD_REQUEST',
    agent: null,
  },
];

/** Whatever names the document, in JSON. */
const documentOf = ({ query }: Shape) => (query === null ? `"documentId":${JSON.stringify(SENDERS)}` : `"query":${JSON.stringify(query)}`);
const operationOf = (shape: Shape) => `{${documentOf(shape)},"variables":${shape.variables}}`;

const PREFLIGHT: readonly [string, string] = ['graphql-require-preflight', '1'];
const part = (name: string, value: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--\r\n`;
/** Longer ones are an address too long, which has a case of its own. */
const LONGEST_ADDRESS = 12_000;

/** Each way that an operation can take over HTTP. */
const WAYS: Readonly<Record<string, (shape: Shape) => WireRequest | null>> = {
  POST: (shape) => ({ body: operationOf(shape) }),
  'an event stream': (shape) => ({
    headers: [
      ['content-type', 'application/json'],
      ['accept', 'text/event-stream'],
    ],
    body: operationOf(shape),
  }),
  batch: (shape) => ({ body: `[${operationOf(shape)},{"query":"{ viewer { account } }"}]` }),
  multipart: (shape) => ({
    headers: [['content-type', 'multipart/form-data; boundary=b'], PREFLIGHT],
    body: part('operations', operationOf(shape)),
  }),
  'a form': ({ query, variables }) =>
    query === null
      ? null
      : {
          headers: [['content-type', 'application/x-www-form-urlencoded'], PREFLIGHT],
          body: String(new URLSearchParams({ query, variables })),
        },
  GET({ query, variables }) {
    const path = `/graphql?${new URLSearchParams({ ...(query === null ? { documentId: SENDERS } : { query }), variables })}`;
    return path.length > LONGEST_ADDRESS ? null : { method: 'GET', path, headers: [] };
  },
};

function answerOf(way: string, { answer, batch = answer, form = answer }: Shape): string {
  if (way === 'batch') return batch;
  if (way === 'a form') return form;
  // The refusal is in the stream.
  return way === 'an event stream' ? (answer.split(' ')[0] ?? '') : answer;
}

/** No answer tells more than a few faults. */
const SHORT = 3_000;

export const SHAPE_ATTACKS: readonly Attack[] = SHAPES.flatMap((shape) => [
  ...Object.entries(WAYS).flatMap(([way, requestOf]): Attack[] => {
    const sends = requestOf(shape);
    return sends === null
      ? []
      : [{ name: `${shape.name}, by ${way}`, sends, answer: answerOf(way, shape), holds: ({ body }) => body.length < SHORT }];
  }),
  ...(shape.agent === null
    ? []
    : [
        {
          name: `${shape.name}, by a tool of agents`,
          sends: {
            path: '/mcp',
            headers: [
              ['content-type', 'application/json'],
              ['accept', 'application/json, text/event-stream'],
            ],
            body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"senders","arguments":${shape.variables}}}`,
          },
          answer: shape.agent,
          holds: ({ body }) => body.length < SHORT,
        } satisfies Attack,
      ]),
]);

/** Over WebSocket each message has its document with it. */
export const SHAPE_SOCKETS: readonly SocketAttack[] = SHAPES.map(({ name, query, variables, socket }) => ({
  name,
  token: 'north-reads',
  frames: [frame(`{"type":"subscribe","id":"1","payload":{"query":${JSON.stringify(query ?? READ)},"variables":${variables}}}`)],
  answer: socket,
}));
