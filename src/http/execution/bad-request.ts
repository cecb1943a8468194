import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { ERROR_CODES } from '../../domain/error-codes.ts';
import { MAX_FILE_BYTES } from '../../domain/file-types.ts';
import type { Limits } from '../../domain/limits.ts';
import { LimitExceededError } from '../../errors.ts';
import { withoutValues } from '../errors/without-values.ts';
import type { ServerContext } from '../request/server-context.ts';
import { readerOf } from './read-params.ts';

/** Reads requests by readers of our own, each within the limits. A body that is too long is told by how much before any of it is read. */
export const readWithin = (limits: Limits): Plugin<object, ServerContext> => ({
  onRequestParse({ requestParser, setRequestParser, serverContext }) {
    const { request } = serverContext.scope;
    const read = readerOf(request);
    if (requestParser === undefined || read === null) return;
    const max = limits.body + (request.headers['content-type']?.startsWith('multipart/form-data') ? MAX_FILE_BYTES : 0);
    const length = Number(request.headers['content-length'] ?? 0);
    if (length > max) throw new LimitExceededError('body', max, length);
    setRequestParser(() => read(serverContext, limits));
  },
});

/** Gives the errors of parsing and validation the one public code for a wrong request; their HTTP status stays. */
export const codeBadRequests = (): Plugin => ({
  onExecutionResult({ result, setResult }) {
    if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return;
    if (!('errors' in result) || result.errors?.every(hasPublicCode) !== false) return;
    setResult({ ...result, errors: result.errors.map((error) => (hasPublicCode(error) ? error : withPublicCode(error))) });
  },
});

const hasPublicCode = ({ extensions }: GraphQLError) => typeof extensions.code === 'string' && extensions.code in ERROR_CODES;

const withPublicCode = (error: GraphQLError) =>
  new GraphQLError(withoutValues(error.message), {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { ...error.extensions, code: 'BAD_REQUEST', upstreamCode: null, retryable: false },
  });
