import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { Account } from '../../account/account.ts';
import { GatewayError } from '../../errors.ts';
import type { ServerContext } from '../request/server-context.ts';
import { documentIdOf } from './manifest.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

export interface NameDocumentsOptions {
  readonly documents: TrustedDocuments;
  /** True: no other documents are executed. */
  readonly trustedOnly: boolean;
  /** What the callers of an account may register by themselves; 0: nothing. */
  readonly registeredBytes: number;
}

/** Not yet checked. */
interface Named extends Omit<GraphQLParams, 'query'> {
  readonly query?: unknown;
  readonly documentId?: unknown;
}

/** What a hash registered by a client is kept as. */
type Registered = WeakMap<Account, LRUCache<string, string>>;

/**
 * Takes a document by its name: `documentId`, as the draft of persisted documents for GraphQL over HTTP has it, and Apollo's
 * `extensions.persistedQuery`, whose hashes clients may register by themselves.
 */
export function nameDocuments({ documents, trustedOnly, registeredBytes }: NameDocumentsOptions): Plugin<ServerContext, ServerContext> {
  const registered: Registered = new WeakMap();
  const registrable = !trustedOnly && registeredBytes > 0;

  const registeredBy = (account: Account): LRUCache<string, string> => {
    const known = registered.get(account) ?? new LRUCache({ maxSize: registeredBytes, sizeCalculation: (text) => text.length + OVERHEAD });
    registered.set(account, known);
    return known;
  };

  const byHash = (sha256: string, query: string | null, account: Account | null): string => {
    const id = `sha256:${sha256.toLowerCase()}`;
    if (query !== null) {
      if (documentIdOf(query) !== id) throw badRequest('`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`.');
      if (registrable && account !== null) registeredBy(account).set(id, query);
      return query;
    }
    const found = documents.find(sha256) ?? (account && registered.get(account)?.get(id));
    if (found != null) return found;
    // In these words its clients look for it: after the first they send the text with the hash, after the second the text alone from then on.
    throw registrable || trustedOnly
      ? new GatewayError('PERSISTED_QUERY_NOT_FOUND', { message: 'PersistedQueryNotFound' })
      : new GatewayError('PERSISTED_QUERY_NOT_SUPPORTED', { message: 'PersistedQueryNotSupported' });
  };

  /** null: Yoga says what is wrong with it. */
  const named = ({ documentId, query = null, extensions }: Named, account: Account | null): string | null => {
    if (query !== null && typeof query !== 'string') return null;
    if (documentId != null) {
      if (typeof documentId !== 'string') throw badRequest('`documentId` must be a text.');
      if (query !== null) throw badRequest('Send either `documentId` or `query`.');
      const found = documents.find(documentId);
      if (found === null) throw new GatewayError('PERSISTED_QUERY_NOT_FOUND');
      return found;
    }
    const sha256 = hashIn(extensions);
    return sha256 === null ? query : byHash(sha256.replace(/^sha256:/, ''), query === '' ? null : query, account);
  };

  return {
    onParams({ params, request, setParams, context }) {
      const { principal } = context.scope;
      try {
        const { documentId = inAddress(request), ...others }: Named = params;
        const query = named({ ...others, documentId }, principal?.account ?? null);
        if (trustedOnly && query !== null && !documents.trusts(query)) throw new GatewayError('DOCUMENT_NOT_TRUSTED');
        if (query !== null && query !== params.query) setParams({ ...others, query });
      } catch (error) {
        if (error instanceof GatewayError) context.operation?.codes.push(error.code);
        throw error;
      }
    },
  };
}

/** What an entry takes besides its text. */
const OVERHEAD = 200;

const badRequest = (message: string) => new GatewayError('BAD_REQUEST', { message });

/** Yoga reads those parameters of a GET that it knows. */
const inAddress = ({ method, url }: { method: string; url: string }): string | undefined =>
  method === 'GET' ? (URL.parse(url)?.searchParams.get('documentId') ?? undefined) : undefined;

/** null: the request names no document in this way. */
function hashIn(extensions: GraphQLParams['extensions']): string | null {
  const persisted: unknown = extensions?.persistedQuery;
  if (persisted == null) return null;
  if (typeof persisted !== 'object' || !('sha256Hash' in persisted) || typeof persisted.sha256Hash !== 'string')
    throw badRequest('`extensions.persistedQuery` must be `{ "version": 1, "sha256Hash": "…" }`.');
  return persisted.sha256Hash;
}
