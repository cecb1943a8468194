import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Patterns that take the square of a length, and what keeps the texts short that they are tried on. */
const GUARDED: Readonly<Record<string, string>> = {
  '/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/': 'of addresses, 254 characters: fitsKind in src/graphql/sender-rules.ts',
};

/** A pattern as it stands in a file: behind what can’t end a value. */
const LITERAL = /(?<=[=(,:[!&|?{}; ]\s*)\/(?![*/ ])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/g;
const FILES = globSync('src/{domain,graphql,http,imports,loaders,mcp,ops,smsc,webhooks}/**/*.ts');

function patternsIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(LITERAL)].flatMap(({ 0: pattern, index }) => {
    const before = text.slice(text.lastIndexOf('\n', index) + 1, index);
    const isCode = !/^\s*(?:\/\*\*|\*|\/\/)/.test(before) && (before.match(/['"`]/g) ?? []).length % 2 === 0;
    return isCode ? [pattern] : [];
  });
}
const PATTERNS = new Map(FILES.flatMap((file) => patternsIn(file).map((pattern) => [pattern, file] as const)));

const LENGTH = 30_000;
/** A linear pattern takes less than a millisecond for so much; one that takes the square, half a second. */
const MOST_MS = 60;
const UNITS = [
  'a',
  'Z',
  '0',
  '_',
  ' ',
  '\t',
  '\n',
  '.',
  ',',
  ':',
  ';',
  '@',
  '-',
  '+',
  '=',
  '/',
  '\\',
  '"',
  '(',
  '[',
  '{',
  '#',
  '|',
  '*',
  '$',
  '\u0000',
  'Ж',
];
const PUMPED = [...UNITS, ...UNITS.flatMap((a) => ['a', ' ', '.', '"', '=', 'cannot represent '].map((b) => a + b))];

/** What a pattern must meet before it comes to what it repeats. */
const prefixOf = (source: string): string => /^\^?((?:[\w ,:;='"-]|\\[/.])*)(?![*?{])/.exec(source)?.[1]?.replaceAll('\\', '') ?? '';

function slowestOf(pattern: RegExp): { readonly ms: number; readonly unit: string } {
  let slowest = { ms: 0, unit: '' };
  for (const unit of PUMPED) {
    for (const prefix of new Set(['', 'a@', prefixOf(pattern.source)])) {
      for (const end of ['\u0001', '@']) {
        const text = `${prefix}${unit.repeat(LENGTH / unit.length)}${end}`;
        const began = performance.now();
        text.replace(pattern, '');
        const ms = performance.now() - began;
        if (ms > slowest.ms) slowest = { ms, unit: prefix + unit };
        if (ms > 10 * MOST_MS) return slowest;
      }
    }
  }
  return slowest;
}

const parsed = (literal: string): RegExp => {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
};

/** Others may have the processor meanwhile. */
function isLinear(pattern: RegExp): { ms: number; unit: string } | null {
  let found = slowestOf(pattern);
  for (let time = 0; time < 2 && found.ms > MOST_MS; time += 1) found = slowestOf(pattern);
  return found.ms > MOST_MS ? found : null;
}

describe('patterns that texts of callers may come to', () => {
  it('are found', () => {
    expect(PATTERNS.size).toBeGreaterThan(60);
    expect([...PATTERNS.keys()]).toEqual(expect.arrayContaining(Object.keys(GUARDED)));
  });

  it.each([...PATTERNS].filter(([pattern]) => GUARDED[pattern] === undefined))('take a time as long as the text: %s in %s', (pattern) => {
    expect(isLinear(parsed(pattern))).toBeNull();
  });

  it.each(Object.keys(GUARDED))('take longer where this list says so: %s', (pattern) => {
    expect(isLinear(parsed(pattern))).not.toBeNull();
  });
});
