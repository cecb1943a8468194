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

const LENGTH = 20_000;
/** A linear pattern takes a millisecond for so much; one that takes the square, some hundreds. */
const MOST_MS = 100;
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

/** Processor time, of which some may be the collector’s: the best of five is the pattern’s. */
function takesTooLong(pattern: RegExp, text: string): boolean {
  for (let time = 0; time < 5; time += 1) {
    const before = process.cpuUsage();
    text.replace(pattern, '');
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1_000 < MOST_MS) return false;
  }
  return true;
}

/** What it takes the square of; null: nothing was found. */
function stumblesOver(pattern: RegExp): string | null {
  for (const unit of PUMPED)
    for (const prefix of new Set(['', 'a@', prefixOf(pattern.source)]))
      for (const end of ['\u0001', '@'])
        if (takesTooLong(pattern, `${prefix}${unit.repeat(LENGTH / unit.length)}${end}`)) return prefix + unit;
  return null;
}

const parsed = (literal: string): RegExp => {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
};

describe('patterns that texts of callers may come to', () => {
  it('are found', () => {
    expect(PATTERNS.size).toBeGreaterThan(60);
    expect([...PATTERNS.keys()]).toEqual(expect.arrayContaining(Object.keys(GUARDED)));
  });

  it.each([...PATTERNS].filter(([pattern]) => GUARDED[pattern] === undefined))('take a time as long as the text: %s in %s', (pattern) => {
    expect(stumblesOver(parsed(pattern))).toBeNull();
  });

  it.each(Object.keys(GUARDED))('take longer where this list says so: %s', (pattern) => {
    expect(stumblesOver(parsed(pattern))).not.toBeNull();
  });
});
