import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/config.ts';
import { errorTable, referencePages, settingsTable } from '../../src/tools/print-docs.ts';
import { printedManifest } from '../../src/tools/print-manifest.ts';
import { printedSchema, printedSubgraph } from '../../src/tools/print-schema.ts';

const read = (path: string) => readFileSync(path, 'utf8');

// Each fails after a change of its source until `npm run generate` is run.
describe('generated files are current', () => {
  it('schema/schema.graphql', () => {
    expect(read('schema/schema.graphql')).toBe(printedSchema());
  });

  it('schema/subgraph.graphql', () => {
    expect(read('schema/subgraph.graphql')).toBe(printedSubgraph());
  });

  it('schema/trusted-documents.json', () => {
    expect(read('schema/trusted-documents.json')).toBe(printedManifest());
  });

  it.each(Object.entries(referencePages()))('docs/reference/%s', (name, text) => {
    expect(read(`docs/reference/${name}`)).toBe(text);
  });
});

describe('what people read', () => {
  it('lists every setting in README.md', () => {
    expect(read('README.md')).toContain(settingsTable());
  });

  it('lists every error code in README.md', () => {
    expect(read('README.md')).toContain(errorTable());
  });

  it.each(Object.entries(SETTINGS))('tells of %s in .env.example and README.ru.md', (name, { fallback }) => {
    expect(read('.env.example')).toContain(`${name}=${fallback ?? ''}`);
    expect(read('README.ru.md')).toContain(`\`${name}\``);
  });

  it.each(readdirSync('schema/operations'))('describes schema/operations/%s in its first line', (name) => {
    expect(read(`schema/operations/${name}`)).toMatch(/^# \p{Lu}.+\.\n(query|mutation|subscription) /u);
  });
});
