import { type DocumentNode, parse, print, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { documentIdOf, type TrustedDocument } from './manifest.ts';

const SHA256 = /^[0-9a-f]{64}$/i;
/** Texts whose trust was looked into: each frontend has some tens. */
const VERDICTS = 1_000;

/** The documents that callers may name, and that alone are executed where the settings say so. */
export class TrustedDocuments {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #meanings: ReadonlySet<string>;
  readonly #verdicts = new LRUCache<string, boolean>({ max: VERDICTS });
  readonly #maxTokens: number;

  /** @param maxTokens how long a text is that may be looked into */
  constructor(documents: readonly TrustedDocument[], maxTokens: number) {
    this.#maxTokens = maxTokens;
    this.#texts = new Map(documents.flatMap(({ id, text }) => [id, documentIdOf(text)].map((known) => [known, text] as const)));
    this.#meanings = new Set(documents.map(({ text }) => meaningOf(parse(text))));
  }

  /** By `sha256:…`, by a bare hash, or as its manifest calls it. */
  find(id: string): string | null {
    return this.#texts.get(id) ?? (SHA256.test(id) ? this.#texts.get(`sha256:${id.toLowerCase()}`) : undefined) ?? null;
  }

  /** True for a trusted text, whichever spaces, comments and `__typename` a client's cache has put into it. */
  trusts(text: string): boolean {
    const id = documentIdOf(text);
    if (this.#texts.has(id)) return true;
    const known = this.#verdicts.get(id);
    if (known !== undefined) return known;
    const verdict = this.#looksLikeOne(text);
    this.#verdicts.set(id, verdict);
    return verdict;
  }

  #looksLikeOne(text: string): boolean {
    try {
      return this.#meanings.has(meaningOf(parse(text, { maxTokens: this.#maxTokens })));
    } catch {
      return false;
    }
  }
}

/** What a document asks for, in one form, without the `__typename` that costs nothing. */
const meaningOf = (document: DocumentNode): string =>
  print(
    visit(document, {
      Field: ({ name, alias, directives }) =>
        name.value === '__typename' && alias === undefined && directives?.length === 0 ? null : undefined,
    }),
  );
