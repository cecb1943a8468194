import { type Table, table } from './table.ts';

interface LimitRow {
  /** The setting that changes it. */
  readonly setting: string;
  readonly fallback: number;
  /** The greatest value that the setting takes. */
  readonly most: number;
  /** What is counted, as it stands in a refusal: “12 tokens”. */
  readonly unit: string;
  /** HTTP status of a refusal. */
  readonly status: 400 | 413 | 429 | 503;
  readonly doc: string;
}

/** What one request may ask for. Every refusal names the row, its value and what was asked. */
export const LIMITS = table<LimitRow>()({
  body: {
    setting: 'LIMIT_BODY_BYTES',
    fallback: 1_000_000,
    most: 100_000_000,
    unit: 'bytes of body',
    status: 413,
    doc: 'Bytes of a request’s body. A document comes on top, 3,000,000 bytes at most.',
  },
  batch: {
    setting: 'LIMIT_BATCH',
    fallback: 10,
    most: 1_000,
    unit: 'operations in a request',
    status: 413,
    doc: 'Operations in one request.',
  },
  values: {
    setting: 'LIMIT_VALUES',
    fallback: 100_000,
    most: 10_000_000,
    unit: 'values in a request',
    status: 413,
    doc: 'Values in the JSON of a request, each list and object counted too. They are counted before any of it is made.',
  },
  keys: {
    setting: 'LIMIT_KEYS',
    fallback: 500,
    most: 100_000,
    unit: 'keys in one object',
    status: 413,
    doc: 'Keys of one object in the JSON of a request.',
  },
  items: {
    setting: 'LIMIT_ITEMS',
    fallback: 5_000,
    most: 1_000_000,
    unit: 'items in one list',
    status: 413,
    doc: 'Items of one list in the JSON of a request.',
  },
  nesting: {
    setting: 'LIMIT_NESTING',
    fallback: 20,
    most: 100,
    unit: 'levels of lists and objects',
    status: 400,
    doc: 'Levels of lists and objects in each other, in the JSON of a request and in the arguments of a document.',
  },
  text: {
    setting: 'LIMIT_TEXT',
    fallback: 10_000,
    most: 1_000_000,
    unit: 'characters in one text',
    status: 413,
    doc: 'Characters of one text or key in variables, and of one text or number in a document. Fields have rules of their own, which are narrower.',
  },
  document: {
    setting: 'LIMIT_DOCUMENT',
    fallback: 100_000,
    most: 10_000_000,
    unit: 'characters of document',
    status: 413,
    doc: 'Characters of the GraphQL document.',
  },
  tokens: {
    setting: 'LIMIT_TOKENS',
    fallback: 2_000,
    most: 100_000,
    unit: 'tokens',
    status: 400,
    doc: 'Words, signs and comments of a request’s documents. Parsing stops there.',
  },
  depth: {
    setting: 'LIMIT_DEPTH',
    fallback: 20,
    most: 100,
    unit: 'levels of fields',
    status: 400,
    doc: 'Levels of fields, fragments taken in.',
  },
  rootFields: {
    setting: 'LIMIT_ROOT_FIELDS',
    fallback: 30,
    most: 1_000,
    unit: 'fields at the root',
    status: 400,
    doc: 'Fields of Query, Mutation or Subscription in a request.',
  },
  aliases: { setting: 'LIMIT_ALIASES', fallback: 100, most: 10_000, unit: 'aliases', status: 400, doc: 'Aliases, fragments taken in.' },
  directives: {
    setting: 'LIMIT_DIRECTIVES',
    fallback: 50,
    most: 10_000,
    unit: 'directives',
    status: 400,
    doc: 'Directives, fragments taken in.',
  },
  cost: {
    setting: 'LIMIT_COST',
    fallback: 250_000,
    most: 100_000_000,
    unit: 'points',
    status: 400,
    doc: 'Points that a request may cost: the values of its answer at the most, and what has to be looked through for them.',
  },
  upstreamCalls: {
    setting: 'LIMIT_UPSTREAM_CALLS',
    fallback: 30,
    most: 1_000,
    unit: 'questions to the provider',
    status: 400,
    doc: 'Questions to the provider that an operation may need: each part of each subclient is one.',
  },
  tokenRate: {
    setting: 'LIMIT_TOKEN_RATE',
    fallback: 60_000,
    most: 1_000_000_000,
    unit: 'requests a minute with one token',
    status: 429,
    doc: 'Requests a minute with one token; 0: any number.',
  },
  addressRate: {
    setting: 'LIMIT_ADDRESS_RATE',
    fallback: 60_000,
    most: 1_000_000_000,
    unit: 'requests a minute from one address',
    status: 429,
    doc: 'Requests a minute from one address, those without a good token too; 0: any number.',
  },
  tokenPoints: {
    setting: 'LIMIT_TOKEN_POINTS',
    fallback: 5_000_000,
    most: 1_000_000_000_000,
    unit: 'points with one token',
    status: 429,
    doc: 'Points that all requests with one token may cost at once; 0: any number.',
  },
  tokenRestore: {
    setting: 'LIMIT_TOKEN_RESTORE',
    fallback: 100_000,
    most: 1_000_000_000_000,
    unit: 'points a second with one token',
    status: 429,
    doc: 'Points of LIMIT_TOKEN_POINTS that come back each second; 0: any number may be used.',
  },
  accountPoints: {
    setting: 'LIMIT_ACCOUNT_POINTS',
    fallback: 10_000_000,
    most: 1_000_000_000_000,
    unit: 'points of one account',
    status: 429,
    doc: 'Points that all requests of one account may cost at once, whichever token they have; 0: any number.',
  },
  accountRestore: {
    setting: 'LIMIT_ACCOUNT_RESTORE',
    fallback: 200_000,
    most: 1_000_000_000_000,
    unit: 'points a second of one account',
    status: 429,
    doc: 'Points of LIMIT_ACCOUNT_POINTS that come back each second; 0: any number may be used.',
  },
  subscriptions: {
    setting: 'LIMIT_SUBSCRIPTIONS',
    fallback: 5_000,
    most: 1_000_000,
    unit: 'open subscriptions with one token',
    status: 429,
    doc: 'Open subscriptions with one token, on one instance.',
  },
  tokenBytes: {
    setting: 'LIMIT_TOKEN_BYTES',
    fallback: 64_000_000,
    most: 10_000_000_000,
    unit: 'bytes under way with one token',
    status: 429,
    doc: 'Bytes of long bodies that are being read, and of long answers that were not taken yet, with one token, on one instance.',
  },
  connections: {
    setting: 'LIMIT_CONNECTIONS',
    fallback: 20_000,
    most: 1_000_000,
    unit: 'connections',
    status: 503,
    doc: 'Open connections of one instance.',
  },
  addressConnections: {
    setting: 'LIMIT_ADDRESS_CONNECTIONS',
    fallback: 10_000,
    most: 1_000_000,
    unit: 'open connections from one address',
    status: 429,
    doc: 'Open connections from one address, on one instance. Behind trusted proxies a connection counts for the client whose request it carried last.',
  },
  addressWebSockets: {
    setting: 'LIMIT_ADDRESS_WEBSOCKETS',
    fallback: 5_000,
    most: 1_000_000,
    unit: 'open WebSockets from one address',
    status: 429,
    doc: 'Open WebSocket connections from one address, on one instance.',
  },
  unknownConnections: {
    setting: 'LIMIT_UNKNOWN_CONNECTIONS',
    fallback: 2_000,
    most: 1_000_000,
    unit: 'open connections without a token',
    status: 429,
    doc: 'Open connections that have shown no token, on one instance. Of more, the oldest are closed.',
  },
});
export type LimitName = keyof typeof LIMITS;
/** What the settings make of them. */
export type Limits = Readonly<Record<LimitName, number>>;

/** The table as loops want it: every row has every column. */
export const LIMIT_ROWS: Table<LimitRow> & Readonly<Record<LimitName, LimitRow>> = LIMITS;
