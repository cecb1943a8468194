import type { DocumentNode, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';

const MAX_BYTES = 32_000_000;
/** A parsed document keeps each word as an object, a word being some five characters. */
const BYTES_A_CHARACTER = 40;
const ENTRY_BYTES = 1_000;

/** What was parsed stays for the next request, by what it takes: Yoga’s own cache counts documents, however long. */
export const documentCaches = () => ({
  documentCache: bySize<DocumentNode>(MAX_BYTES),
  errorCache: bySize<GraphQLError>(MAX_BYTES / 8),
});

const bySize = <Value extends object>(maxSize: number) =>
  new LRUCache<string, Value>({ maxSize, sizeCalculation: (_, text) => BYTES_A_CHARACTER * text.length + ENTRY_BYTES });
