import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LimitExceededError } from '../../../src/errors.ts';
import { type JsonLimits, parseJson, requireShape } from '../../../src/http/limits/bounded-json.ts';

const NO_LIMITS: JsonLimits = { values: 1e9, keys: 1e9, items: 1e9, nesting: 1e9 };

/** What the limits count, of a value that is there. */
function shapeOf(value: unknown): { values: number; keys: number; items: number; nesting: number } {
  if (typeof value !== 'object' || value === null) return { values: 1, keys: 0, items: 0, nesting: 0 };
  const inner = Object.values(value).map(shapeOf);
  const most = (name: 'keys' | 'items' | 'nesting') => Math.max(0, ...inner.map((shape) => shape[name]));
  const own = inner.length;
  return {
    // An empty one counts as one that holds a value.
    values: 1 + (own === 0 ? 1 : inner.reduce((sum, { values }) => sum + values, 0)),
    keys: Math.max(most('keys'), Array.isArray(value) ? 0 : own),
    items: Math.max(most('items'), Array.isArray(value) ? own : 0),
    nesting: 1 + most('nesting'),
  };
}

const isWithin = (text: string, limits: Partial<JsonLimits>): boolean => {
  try {
    requireShape(text, { ...NO_LIMITS, ...limits });
    return true;
  } catch (error) {
    if (error instanceof LimitExceededError) return false;
    throw error;
  }
};

const TREE = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' });

describe('JSON within limits', () => {
  it.each(['values', 'keys', 'items', 'nesting'] as const)(
    'is let through with exactly as many %s as it has, whatever its texts hold',
    (name) => {
      fc.assert(
        fc.property(TREE, fc.constantFrom(undefined, 2), (tree, indent) => {
          const text = JSON.stringify(tree, null, indent);
          // One item has no comma, like none: both are within a limit of one.
          const has = Math.max(name === 'keys' || name === 'items' ? 1 : 0, shapeOf(tree)[name]);
          expect(isWithin(text, { [name]: has })).toBe(true);
          if (has > 1) expect(isWithin(text, { [name]: has - 1 })).toBe(false);
          expect(parseJson(text, NO_LIMITS)).toEqual(JSON.parse(text));
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it('is no other than JSON.parse for what is none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', '"', '\\', '1', ':') })), (text) => {
        const outcome = (parse: () => unknown) => {
          try {
            return { value: parse() };
          } catch (error) {
            return { error: String(error) };
          }
        };
        expect(outcome(() => parseJson(text, NO_LIMITS))).toEqual(outcome(() => JSON.parse(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  const LIMITS: JsonLimits = { values: 100_000, keys: 500, items: 5_000, nesting: 20 };
  it.each([
    ['lists in lists', '['.repeat(1_000_000), 'nesting'],
    ['objects in objects', '{"a":'.repeat(200_000), 'nesting'],
    ['empty lists', `[${'[],'.repeat(333_000)}`, 'items'],
    ['keys', `{${Array.from({ length: 90_000 }, (_, key) => `"${key}":0`).join()}}`, 'keys'],
    ['one key again and again', `{${'"a":0,'.repeat(160_000)}`, 'keys'],
    ['lists of all that they may hold', `[${`[${'1,'.repeat(4_000)}1],`.repeat(120)}`, 'values'],
  ])('is refused long before its end: %s', (_, text, limit) => {
    const began = performance.now();
    expect(() => parseJson(text, LIMITS)).toThrow(expect.objectContaining({ limit }));
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('with a long text of escapes, which is not closed, is read once', () => {
    const began = performance.now();
    expect(() => parseJson(`"${'\\"'.repeat(500_000)}`, LIMITS)).toThrow(SyntaxError);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
