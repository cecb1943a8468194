import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What makes values of a text, in the rooms that texts of callers come to, and what bounds it there. */
const READERS: Readonly<Record<string, string>> = {
  'http/limits/bounded-json JSON.parse': 'counts keys, items, levels and values before',
  'http/pipeline/probe JSON.parse': '300 bytes',
  'http/trusted/manifest JSON.parse': 'a file of the administrator’s',
  'http/answers/written-result JSON.parse': 'a text of our own',
  'graphql/import-id JSON.parse': 'LONGEST_TOKEN',
  'loaders/page JSON.parse': 'LONGEST_TOKEN',
  'http/limits/limit-operations parse': 'requireDocument before',
  'http/trusted/trusted-documents parse': 'maxTokens; LIMIT_DOCUMENT before; documents of the administrator’s',
  'http/trusted/manifest parse': 'a file of the administrator’s',
  'http/live/websocket parse': 'a text of our own',
  'graphql/subgraph parse': 'a text of our own',
  'mcp/tools parse': 'documents of the administrator’s',
  'graphql/coerce-variables coerceInputValue': 'ends at the first few faults',
};
const READING = /(?<![.\w])(JSON\.parse|getVariableValues|coerceInputValue|parse)(?=\()|(\.json\(\)|\.formData\(\))/g;
const IMPORTS_PARSE = /import \{[^}]*\bparse\b[^}]*\} from 'graphql'/;

function readersIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:\/?\*|\/\/|import\b)/.test(line))
    .flatMap((line) => [...line.matchAll(READING)].map(([reader]) => reader))
    .filter((reader) => reader !== 'parse' || IMPORTS_PARSE.test(text))
    .map((reader) => `${file.replace(/^src\/|\.ts$/g, '')} ${reader}`);
}
const found = globSync('src/{graphql,http,loaders,mcp}/**/*.ts').flatMap(readersIn);

describe('what reads texts of callers', () => {
  it('is listed here with what bounds it', () => {
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(READERS).toSorted());
  });
});
