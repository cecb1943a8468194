import { broken } from './json-shapes.ts';
import { below, chance, howMany, pick, type Random } from './random.ts';

const MOST = 400_000;
const SHRAPNEL = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  '"""',
  '...',
  '@x',
  '$v',
  '\0',
  '#',
  ':',
  '!',
  '\\u12',
  '🙂',
  '-',
  '1e999',
  'null',
  '\uFEFF',
  '&',
  '|',
];

const many = (random: Random, make: (index: number) => string, length: number, between = ' '): string =>
  Array.from({ length: howMany(random, MOST / length) }, (_, index) => make(index)).join(between);
const nested = (random: Random, open: string, inner: string, close: string): string => {
  const levels = howMany(random, MOST / (open.length + close.length));
  return open.repeat(levels) + inner + close.repeat(chance(random, 0.9) ? levels : below(random, levels + 1));
};
const text = (random: Random): string =>
  pick(random, ['a', ' ', '\\"', '\\u0041', 'Ж', '\\\\', '.a', '😀']).repeat(howMany(random, 60_000));

/** A value as it stands in a document. */
const VALUES: readonly ((random: Random) => string)[] = [
  (random) => `"${text(random)}"`,
  (random) => `"""${text(random).replaceAll('"', "'")}"""`,
  (random) => '9'.repeat(howMany(random, MOST)),
  (random) => nested(random, '[', '1', ']'),
  (random) => nested(random, '{ operator: ', '1', ' }'),
  (random) => `[${many(random, () => 'NONE', 5)}]`,
  (random) => `[${many(random, () => '"Shop"', 7)}]`,
  (random) => `{ ${many(random, (index) => `none${index}: 1`, 12)} }`,
  () => 'null',
  () => '$v',
  () => 'ACTIVE',
];
const value = (random: Random): string => pick(random, VALUES)(random);

const SHAPES: readonly ((random: Random) => string)[] = [
  (random) => `{ ${many(random, () => '__typename', 11)} }`,
  (random) => `{ ${many(random, (index) => `a${index}: __typename`, 18)} }`,
  (random) => `{ viewer { ${many(random, () => 'account', 8)} } }`,
  (random) => `{ viewer { ${many(random, (index) => `x${index % 7}: account ${index % 5 === 0 ? `x${index % 7}: canWrite` : ''}`, 15)} } }`,
  (random) => `{ ${many(random, (index) => `none${index}`, 9)} }`,
  (random) => nested(random, '{ senders { nodes ', '{ id }', ' } }'),
  (random) => nested(random, '{ ... on Query ', '{ __typename }', ' }'),
  (random) => nested(random, '{ viewer ', '', ' }'),
  (random) => `{ ...F0 } ${many(random, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`, 45)}`,
  (random) => `{ ...F0 } ${many(random, (index) => `fragment F${index} on Query { ...F${below(random, index + 2)} }`, 40)}`,
  (random) => `{ ${many(random, () => '...F', 5)} } fragment F on Query { __typename }`,
  (random) => `{ __typename ${many(random, () => pick(random, ['@include(if: true)', '@x', '@skip(if: $v)']), 16)} }`,
  (random) => `query (${many(random, (index) => `$v${index}: Int = 1`, 14)}) { __typename }`,
  (random) => `query ($v: ${nested(random, '[', 'Int', ']')}) { __typename }`,
  (random) => `query ($v: SenderFilter = ${value(random)}) { senders(filter: $v) { totalCount } }`,
  (random) => `{ senders(filter: ${value(random)}) { totalCount } }`,
  (random) => `{ senders(first: ${value(random)}, after: ${value(random)}) { totalCount } }`,
  (random) => `{ sender(by: { name: ${value(random)} }) { id } }`,
  (random) => `{ nodes(ids: ${value(random)}) { id } }`,
  (random) => `{ checkSender(input: { name: ${value(random)}, comment: ${value(random)} }) { ok issues { message } } }`,
  (random) => `{ events(smscIds: ${value(random)}, kinds: ${value(random)}) { newestCursor } }`,
  (random) =>
    `mutation { importSenders(input: { dryRun: true, rows: [${many(random, () => '{ name: "Ж", comment: "x" }', 28)}] }) { __typename } }`,
  (random) => `mutation { verifySender(input: { number: ${value(random)}, code: ${value(random)} }) { __typename } }`,
  (random) => `${many(random, () => '#', 2, '\n')}\n{ __typename }`,
  (random) => `{ __typename${many(random, () => pick(random, [' ', ',', '\n', '\t', '\uFEFF']), 1, '')} }`,
  (random) => many(random, () => pick(random, SHRAPNEL), 2, ''),
  (random) => many(random, (index) => `query Q${index} { __typename }`, 24),
  (random) => `query ${'a'.repeat(howMany(random, MOST))} { __typename }`,
  (random) => `type ${many(random, (index) => `A${index} { a: ${nested(random, '[', 'Int', ']')} } type`, 30)} B { b: Int }`,
];

/** Documents of one shape or another, right and wrong. */
export function documentShape(random: Random): string {
  const document = pick(random, SHAPES)(random);
  return chance(random, 0.25) ? broken(random, document, SHRAPNEL) : document;
}
