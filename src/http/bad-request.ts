import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { ERROR_CODES } from '../domain/error-codes.ts';

/**
 * Answers a body that can't be read with status 400 for every media type that the client accepts:
 * GraphQL over HTTP wants 200 under application/json for errors of the document only.
 */
export const refuseUnreadableBodies = (): Plugin => ({
  onRequestParse({ requestParser, setRequestParser }) {
    if (requestParser === undefined) return;
    setRequestParser(async (request) => {
      try {
        return await requestParser(request);
      } catch (error) {
        // Of a GET's parameters, which Yoga parses without a word of its own.
        if (error instanceof SyntaxError)
          throw new GraphQLError('The parameters `variables` and `extensions` must be JSON objects.', {
            extensions: { http: { status: 400 } },
          });
        if (!(error instanceof GraphQLError)) throw error;
        const { http } = error.extensions;
        throw http?.spec === undefined
          ? error
          : new GraphQLError(error.message, { extensions: { ...error.extensions, http: { ...http, spec: false } } });
      }
    });
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
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { ...error.extensions, code: 'BAD_REQUEST', upstreamCode: null, retryable: false },
  });
