import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../../graphql/context.ts';
import type { ServerContext } from '../request/server-context.ts';

/**
 * Keeps the answer of a query from whose right ended while it ran. What a write did is told all the same: a right that ends keeps a write from
 * going out, and takes back none that went.
 */
export const refuseLateAnswers = (maskError: (error: unknown) => GraphQLError): Plugin<GraphQLContext & ServerContext, ServerContext> => ({
  onExecutionResult({ result, setResult, context: { scope, operation } }) {
    const { refusal } = scope;
    if (refusal === null || result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return;
    const didWrite = operation?.kind === 'mutation' && Object.values(result.data ?? {}).some((field) => field !== null);
    if (!didWrite) setResult({ errors: [maskError(refusal)] });
  },
});
