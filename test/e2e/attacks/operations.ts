import { operation } from '../../support/wire.ts';
import { type Attack, times } from './attack.ts';

const json = (body: string): Attack['sends'] => ({ body });
/** Fragments that each spread the next one so often. */
const chain = (length: number, spreads: number) =>
  times(length, (i) => `fragment F${i} on Query { ${i === length - 1 ? 'viewer { account }' : times(spreads, () => `...F${i + 1}`)} }`);

/** Floods and bombs in what is asked. */
export const OPERATIONS: readonly Attack[] = [
  {
    name: '1,000 aliases of one field',
    sends: operation(`{ viewer { ${times(1_000, (i) => `a${i}: account`)} } }`),
    answer: '400 BAD_REQUEST (tokens)',
  },
  { name: '101 aliases', sends: operation(`{ viewer { ${times(101, (i) => `a${i}: account`)} } }`), answer: '400 BAD_REQUEST (aliases)' },
  { name: 'one field 80,000 times', sends: operation(`{ ${times(80_000, () => '__typename')} }`), answer: '413 BAD_REQUEST (document)' },
  {
    name: '31 fields at the root',
    sends: operation(`{ ${times(31, (i) => `a${i}: __typename`)} }`),
    answer: '400 BAD_REQUEST (rootFields)',
  },
  {
    name: '31 writes in one operation',
    sends: operation(
      `mutation { ${times(31, (i) => `a${i}: deleteSender(input: { sender: { name: "Shop" } }) { __typename }`)} }`,
      undefined,
      'north-writes',
    ),
    answer: '400 BAD_REQUEST (rootFields)',
  },
  {
    name: 'levels and levels of fields',
    sends: operation(`{ senders { nodes { ${'file { sender { '.repeat(60)} id ${'} }'.repeat(60)} } } }`),
    answer: '400 BAD_REQUEST (depth)',
  },
  { name: '10,000 nested braces', sends: operation('{ a '.repeat(10_000)), answer: '400 BAD_REQUEST (depth)' },
  {
    name: '10,000 nested lists in an argument',
    sends: operation(`{ nodes(ids: ${'['.repeat(10_000)}`),
    answer: '400 BAD_REQUEST (nesting)',
  },
  {
    name: '50 fragments, each spread twice by the one before (2⁴⁹ fields)',
    sends: operation(`{ ...F0 } ${chain(50, 2)}`),
    // A fragment counts once for an object: this is two fields, and is answered as fast.
    answer: '200 data',
  },
  { name: '150 fragments in a row', sends: operation(`{ ...F0 } ${chain(150, 1)}`), answer: '200 data' },
  {
    name: 'a fragment that spreads itself',
    sends: operation('{ ...F } fragment F on Query { ...F }'),
    answer: '200 BAD_REQUEST',
    says: /within itself/,
  },
  {
    name: 'fragments in a circle',
    sends: operation('{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }'),
    answer: '200 BAD_REQUEST',
    says: /within itself/,
  },
  {
    name: '51 directives on one field',
    sends: operation(`{ __typename ${times(51, () => '@include(if: true)')} }`),
    answer: '400 BAD_REQUEST (directives)',
  },
  { name: '600 unknown directives', sends: operation(`{ __typename ${times(600, () => '@x')} }`), answer: '400 BAD_REQUEST (directives)' },
  {
    name: 'a page of a billion',
    sends: operation('{ senders(first: 1000000000) { nodes { name } } }'),
    answer: '200 INVALID_INPUT',
  },
  {
    name: 'lists in lists, by the default of a variable: 300 ids, thirty times',
    sends: operation(
      `query ($ids: [ID!]! = [${times(300, () => '"U2VuZGVyOjE"')}]) { ${times(30, (i) => `a${i}: nodes(ids: $ids) { ... on Sender { operators { status rawStatus operator { code } } } }`)} }`,
    ),
    answer: '400 BAD_REQUEST (cost)',
  },
  {
    name: 'the same as a batch of ten, each of which may be asked alone',
    sends: json(
      JSON.stringify(
        Array(10).fill({
          query: `query ($ids: [ID!]! = [${times(100, () => '"U2VuZGVyOjE"')}]) { ${times(3, (i) => `a${i}: nodes(ids: $ids) { ... on Sender { operators { status rawStatus operator { code } } } }`)} }`,
        }),
      ),
    ),
    answer: '200 data, BAD_REQUEST (cost)',
  },
  {
    name: 'hundreds of unknown fields, for a long list of errors',
    sends: operation(`{ ${times(29, (i) => `x${i}`)} viewer { ${times(900, (i) => `y${i}`)} } }`),
    answer: '200 BAD_REQUEST',
    holds: ({ body }) => body.length < 60_000,
  },
  {
    name: '400 conflicting fields, which are costly to compare',
    sends: operation(`{ viewer { ${times(400, (i) => (i % 2 === 0 ? 'account' : 'account: canWrite'))} } }`),
    answer: '400 BAD_REQUEST (aliases)',
  },
  {
    name: 'a text of 900 kB for a name',
    sends: operation('query ($name: String) { sender(name: $name) { id } }', { name: 'x'.repeat(900_000) }),
    answer: '413 BAD_REQUEST (text)',
  },
  {
    name: 'a number beyond all bounds',
    sends: json('{"query":"query ($n: Int) { senders(first: $n) { totalCount } }","variables":{"n":1e400}}'),
    answer: '200 BAD_REQUEST',
  },
  {
    name: 'an integer of 100,000 digits in the document',
    sends: operation(`{ senders(first: ${'9'.repeat(100_000)}) { totalCount } }`),
    answer: '413 BAD_REQUEST (document)',
  },
  {
    name: 'JSON 100,000 levels deep',
    sends: json(`{"query":"{ __typename }","variables":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`),
    answer: '400 BAD_REQUEST (nesting)',
  },
  {
    name: 'lists 400,000 levels deep, never closed',
    sends: json(`{"query":"{ __typename }","variables":${'['.repeat(400_000)}`),
    answer: '400 BAD_REQUEST (nesting)',
  },
  {
    name: 'a variable 100,000 levels deep',
    sends: json(
      `{"query":"mutation ($i: AddSenderInput!) { addSender(input: $i) { __typename } }","variables":{"i":${'{"name":'.repeat(100_000)}1${'}'.repeat(100_000)}}}`,
    ),
    answer: '400 BAD_REQUEST (nesting)',
  },
  {
    name: '`__proto__` and `constructor` as variables',
    sends: json(
      '{"query":"query ($name: String) { sender(name: $name) { id } }","variables":{"__proto__":{"name":"Shop"},"constructor":{"prototype":{"name":"Shop"}}}}',
    ),
    answer: '200 BAD_REQUEST',
  },
  {
    name: '`__proto__` in an input object',
    sends: json(
      '{"query":"mutation ($i: AddSenderInput!) { addSender(input: $i) { __typename } }","variables":{"i":{"__proto__":{"name":"Shop"}}}}',
    ),
    answer: '200 FORBIDDEN',
  },
  {
    name: 'the keys of a request twice: the last one counts',
    sends: json('{"query":"mutation { deleteSender(input: { sender: { name: \\"Shop\\" } }) { __typename } }","query":"{ __typename }"}'),
    answer: '200 data',
  },
  { name: 'a batch of 11', sends: json(JSON.stringify(Array(11).fill({ query: '{ __typename }' }))), answer: '413 BAD_REQUEST (batch)' },
  {
    name: 'a batch of 20,000',
    sends: json(JSON.stringify(Array(20_000).fill({ query: '{ __typename }' }))),
    answer: '413 BAD_REQUEST (items)',
  },
  { name: 'batches in batches', sends: json(JSON.stringify([[[{ query: '{ __typename }' }]]])), answer: '400 BAD_REQUEST' },
  { name: 'an empty batch', sends: json('[]'), answer: '400 BAD_REQUEST' },
  { name: 'a batch of no requests', sends: json('[null, 1, "x"]'), answer: '400 BAD_REQUEST' },
  {
    name: 'a write hidden in a batch of reads, by a token that may read only',
    sends: json(
      JSON.stringify([
        { query: '{ __typename }' },
        { query: 'mutation { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }' },
      ]),
    ),
    answer: '200 data, FORBIDDEN',
  },
  {
    name: 'a write beside a read, chosen by operationName',
    sends: json(
      JSON.stringify({
        query: 'query A { __typename } mutation B { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }',
        operationName: 'B',
      }),
    ),
    answer: '200 FORBIDDEN',
  },
  {
    name: 'an operationName of 500 kB',
    sends: json(JSON.stringify({ query: 'query A { __typename }', operationName: 'A'.repeat(500_000) })),
    answer: '413 BAD_REQUEST (text)',
  },
  {
    name: 'a hash of a document that is not known',
    sends: json(JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } })),
    answer: '200 PERSISTED_QUERY_NOT_FOUND',
  },
  {
    name: 'a document under the hash of another',
    sends: json(JSON.stringify({ query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } })),
    answer: '200 BAD_REQUEST',
  },
];
