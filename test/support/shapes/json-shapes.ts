import { below, chance, howMany, pick, type Random } from './random.ts';

/** So long may what stands in one place be: a body has a megabyte. */
const MOST = 900_000;

const many = (random: Random, unit: string): string => unit.repeat(howMany(random, MOST / unit.length));
const list = (random: Random, unit: string): string => {
  const count = howMany(random, MOST / (unit.length + 1));
  return `[${`${unit},`.repeat(count - 1)}${unit}]`;
};
const object = (random: Random, keyOf: (index: number) => string, value: string): string => {
  const count = howMany(random, MOST / (value.length + 12));
  return `{${Array.from({ length: count }, (_, index) => `${JSON.stringify(keyOf(index))}:${value}`).join()}}`;
};
const nested = (random: Random, open: string, close: string): string => {
  const levels = howMany(random, MOST / (open.length + close.length));
  return `${open.repeat(levels)}1${close.repeat(chance(random, 0.9) ? levels : below(random, levels + 1))}`;
};

const NAMES = ['status', 'filter', 'input', 'name', 'kind', '__proto__', 'constructor', 'toString', '', 'ukraine', '0', 'a.b'];
const UNITS = ['a', ' ', '7', 'a@.a', '.', '\\"', '\\\\', '\\u0000', '\\ud83d', 'Ж', '<', "'", '$x', '\\n', 'eyJ', '%00'];
const LEAVES = ['null', 'true', '0', '-1', '1e400', '-0.1', '""', '"x"', '"ACTIVE"', '{}', '[]', '"__proto__"'];

/** JSON of one shape or another, right and wrong, as text: nobody could make a value of some. */
const SHAPES: readonly ((random: Random) => string)[] = [
  (random) => pick(random, LEAVES),
  (random) => `"${many(random, pick(random, UNITS))}"`,
  (random) => many(random, pick(random, ['9', '0', '1'])),
  (random) => `0.${many(random, '1')}`,
  (random) => `1e${many(random, '9')}`,
  (random) => list(random, pick(random, LEAVES)),
  (random) => list(random, `"${pick(random, UNITS)}"`),
  (random) => list(random, `{"${pick(random, NAMES)}":${pick(random, LEAVES)}}`),
  (random) => list(random, '{"a":{"a":{"a":[[]]}}}'),
  (random) => object(random, (index) => `none${index}`, pick(random, LEAVES)),
  (random) => object(random, (index) => `${pick(random, NAMES)}${index}`, pick(random, LEAVES)),
  (random) => object(random, () => pick(random, NAMES), pick(random, LEAVES)),
  (random) => object(random, (index) => String(index * 40_000), '0'),
  (random) => `{"${many(random, pick(random, UNITS))}":1}`,
  (random) => nested(random, '[', ']'),
  (random) => nested(random, '{"a":', '}'),
  (random) => nested(random, '[{"a":[', ']}]'),
  (random) => nested(random, `{"${pick(random, NAMES)}":`, '}'),
  (random) => many(random, pick(random, [' ', '\n', '[', ',', '"', '\\', '{"'])),
];

export const jsonShape = (random: Random): string => pick(random, SHAPES)(random);

/** Breaks a text somewhere, or puts something in. */
export function broken(random: Random, text: string, pieces: readonly string[]): string {
  const at = below(random, text.length + 1);
  return chance(random, 0.3) ? text.slice(0, at) : text.slice(0, at) + pick(random, pieces) + text.slice(at + below(random, 3));
}
