import { describe, expect, it } from 'vitest';
import { documentIdOf, readManifest } from '../../../src/http/trusted/manifest.ts';
import { TrustedDocuments } from '../../../src/http/trusted/trusted-documents.ts';

const TEXT = 'query Viewer { viewer { account } }';

describe('readManifest', () => {
  it.each([
    [
      'Apollo’s form',
      { format: 'apollo-persisted-query-manifest', version: 1, operations: [{ id: 'x-1', name: 'Viewer', type: 'query', body: TEXT }] },
    ],
    ['the form of codegen and Relay', { 'x-1': TEXT }],
  ])('reads %s', (_, manifest) => {
    expect(readManifest(JSON.stringify(manifest))).toEqual([{ id: 'x-1', text: TEXT }]);
  });

  it.each([
    ['no JSON', '{', /must be a manifest of Apollo’s/],
    ['a list', '[]', /must be a manifest of Apollo’s/],
    ['another format', '{"format":"relay","operations":[]}', /must be a manifest of Apollo’s/],
    ['what is no document', JSON.stringify({ broken: 'query {' }), /holds under "broken" what is no GraphQL document: Syntax Error/],
  ])('refuses %s with what is right', (_, text, message) => {
    expect(() => readManifest(text)).toThrow(message);
  });
});

describe('TrustedDocuments', () => {
  const documents = new TrustedDocuments([{ id: 'x-1', text: TEXT }], 100);

  it('finds a document by the id of its manifest, and by its hash with and without its prefix', () => {
    const id = documentIdOf(TEXT);
    expect(['x-1', id, id.slice(7), id.slice(7).toUpperCase()].map((name) => documents.find(name))).toEqual(Array(4).fill(TEXT));
    expect(documents.find('x-2')).toBeNull();
  });

  it('does not look into a text that is longer than it may be', () => {
    const long = `query Viewer { viewer { account ${'__typename '.repeat(100)} } }`;
    expect(documents.trusts(long)).toBe(false);
    expect(new TrustedDocuments([{ id: 'x-1', text: TEXT }], 200).trusts(long)).toBe(true);
  });
});
