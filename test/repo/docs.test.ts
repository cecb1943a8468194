import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

const PAGES = globSync(['*.md', '{docs,test,schema}/**/*.md', 'examples/*.md'])
  .filter((page) => !page.includes('node_modules'))
  .map(normalize);

const read = (path: string) => readFileSync(path, 'utf8');
const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (page: string): string[] =>
  [
    ...read(page)
      .replaceAll(/^```[\s\S]*?^```/gm, '')
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Links to files of the project, from the page's folder: `[path, anchor]`. */
const linksOf = (page: string): [path: string, anchor: string][] =>
  [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', anchor = ''] = link.split('#');
      return [path === '' ? page : normalize(join(dirname(page), decodeURI(path))), decodeURIComponent(anchor)];
    });

describe('pages', () => {
  it.each(PAGES)('%s leads to nothing that is not there', (page) => {
    const broken = linksOf(page).filter(
      ([path, anchor]) => !existsSync(path) || (anchor !== '' && path.endsWith('.md') && !anchorsOf(path).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  it('under docs are all reached from docs/README.md', () => {
    const reached = new Set(['docs/README.md']);
    for (const page of reached) for (const [path] of linksOf(page)) if (path.startsWith('docs/') && path.endsWith('.md')) reached.add(path);
    expect(globSync('docs/**/*.md').filter((page) => !reached.has(normalize(page)))).toEqual([]);
  });
});

describe('operations that pages show', () => {
  const schema = buildSchema(read('schema/schema.graphql'));
  const shown = PAGES.filter((page) => !page.startsWith('examples/')).flatMap((page) =>
    [...read(page).matchAll(/^```graphql\n([\s\S]*?)^```/gm)].map(([, text = ''], index) => ({ page, index, text })),
  );

  it('are found', () => {
    expect(shown.length).toBeGreaterThan(5);
  });

  // A block may hold several to choose from, so names don't count.
  it.each(shown)('$page, number $index, are valid', ({ text }) => {
    const { definitions } = parse(text);
    const faults = definitions.flatMap((definition) => validate(schema, { kind: parse('{a}').kind, definitions: [definition] }));
    expect(faults.map(({ message }) => message)).toEqual([]);
  });
});
