import { hash } from 'node:crypto';
import { parse } from 'graphql';
import * as v from 'valibot';

/** A document that clients may name instead of sending it. */
export interface TrustedDocument {
  /** `sha256:` and the hash of the text in hexadecimal, or whatever its manifest calls it. */
  readonly id: string;
  readonly text: string;
}

/** @returns `sha256:…`, the identifier of a text that needs no manifest to agree on */
export const documentIdOf = (text: string): string => `sha256:${hash('sha256', text)}`;

/** Apollo's form, which says more of each document; and the plain one of codegen and Relay, from id to text. */
const MANIFEST = v.union([
  v.pipe(
    v.object({
      format: v.literal('apollo-persisted-query-manifest'),
      operations: v.array(v.object({ id: v.string(), body: v.string() })),
    }),
    v.transform(({ operations }) => operations.map(({ id, body }): TrustedDocument => ({ id, text: body }))),
  ),
  v.pipe(
    v.record(v.string(), v.string()),
    v.transform((texts) => Object.entries(texts).map(([id, text]): TrustedDocument => ({ id, text }))),
  ),
]);

/** @throws Error saying what is wrong with it */
export function readManifest(text: string): TrustedDocument[] {
  const { success, output } = v.safeParse(MANIFEST, parseJson(text));
  if (!success) throw new Error('must be a manifest of Apollo’s (apollo-persisted-query-manifest), or a JSON object of id and text');
  for (const { id, text } of output) {
    try {
      parse(text);
    } catch (error) {
      throw new Error(`holds under ${JSON.stringify(id)} what is no GraphQL document: ${error instanceof Error ? error.message : error}`);
    }
  }
  return output;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? null : value;
  } catch {
    return null;
  }
}
