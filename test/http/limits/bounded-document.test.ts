import { readdirSync, readFileSync } from 'node:fs';
import { GraphQLError, getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { requireDocument } from '../../../src/http/limits/bounded-document.ts';

const LIMITS = { tokens: 2_000, depth: 20, nesting: 20, text: 10_000 };

describe('a document', () => {
  it.each(readdirSync('schema/operations'))('as frontends send it is let through: %s', (file) => {
    expect(() => requireDocument(readFileSync(`schema/operations/${file}`, 'utf8'), LIMITS)).not.toThrow();
  });

  it('by which tools read the schema is let through', () => {
    expect(() => requireDocument(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }), LIMITS)).not.toThrow();
  });

  it.each([
    ['levels of fields', `{ ${'a { '.repeat(41)}`, 'depth'],
    ['levels of fragments without a name', `{ ${'... { '.repeat(41)}`, 'depth'],
    ['lists in an argument', `{ a(b: ${'['.repeat(21)}`, 'nesting'],
    ['objects in an argument', `{ a(b: ${'{ c: '.repeat(21)}`, 'nesting'],
    ['lists in a default value', `query ($a: Int = ${'['.repeat(21)}`, 'nesting'],
    ['lists in a type', `query ($a: ${'['.repeat(21)}`, 'nesting'],
    ['words', `{ ${'a '.repeat(2_000)}`, 'tokens'],
    ['comments', '#\n'.repeat(2_001), 'tokens'],
    ['a long text', `{ a(b: "${'x'.repeat(10_001)}") }`, 'text'],
    ['a long block of text', `{ a(b: """${'x'.repeat(10_001)}""") }`, 'text'],
    ['a long number', `{ a(b: ${'9'.repeat(10_001)}) }`, 'text'],
    ['a long name', `{ ${'a'.repeat(10_001)} }`, 'text'],
  ])('with no end of %s is refused before it is parsed', (_, text, limit) => {
    expect(() => requireDocument(text, LIMITS)).toThrow(expect.objectContaining({ limit }));
  });

  it.each(['{ a(b: "', '{ a(b: 0x1) }', '{ a \u0007 }'])('with what is no word is told as the parser tells it: %s', (text) => {
    const messageOf = (read: () => unknown) => {
      try {
        read();
      } catch (error) {
        if (error instanceof GraphQLError) return error.message;
      }
      return null;
    };
    expect(messageOf(() => requireDocument(text, LIMITS))).toBe(messageOf(() => parse(text)));
  });
});
