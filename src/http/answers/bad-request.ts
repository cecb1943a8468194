import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { ERROR_CODES } from '../../domain/error-codes.ts';
import { LimitExceededError } from '../../errors.ts';
import { withoutValues } from './without-values.ts';

/**
 * Answers a body that can't be read with status 400 for every media type that the client accepts:
 * GraphQL over HTTP wants 200 under application/json for errors of the document only. One that is too long is told by how much.
 */
export const refuseUnreadableBodies = (maxBytes: number): Plugin => ({
  onRequestParse({ request, requestParser, setRequestParser }) {
    const length = Number(request.headers.get('content-length'));
    if (length > maxBytes) throw new LimitExceededError('body', maxBytes, length);
    if (requestParser === undefined) return;
    setRequestParser(async (request) => {
      try {
        return requireOperations(await requestParser(request));
      } catch (error) {
        // Of a GET's parameters, which Yoga parses without a word of its own.
        if (error instanceof SyntaxError) throw unreadable('The parameters `variables` and `extensions` must be JSON objects.');
        // Yoga walks the map of a multipart request as though it had its form.
        if (error instanceof TypeError)
          throw unreadable('The field `map` must be a JSON object: lists of paths by the names of the files.');
        if (!(error instanceof GraphQLError)) throw error;
        const { http } = error.extensions;
        // Yoga counts what comes with no length told before; its parser of multipart requests keeps nothing but the text.
        if (http?.status === 413 || error.message.endsWith(TOO_LARGE)) throw new LimitExceededError('body', maxBytes, null);
        throw new GraphQLError(error.message, { extensions: { ...error.extensions, http: { status: 400, ...http, spec: false } } });
      }
    });
  },
});

const TOO_LARGE = 'Request body too large';

const unreadable = (message: string) => new GraphQLError(message, { extensions: { http: { status: 400 } } });

/** @throws GraphQLError where a batch is empty, or holds what is no operation */
function requireOperations<Parsed>(parsed: Parsed): Parsed {
  const isWhole = !Array.isArray(parsed) ? isObject(parsed) : parsed.length > 0 && parsed.every(isObject);
  if (!isWhole) throw unreadable('The body must be a JSON object with `query`, or a list of such objects that is not empty.');
  return parsed;
}
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

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
