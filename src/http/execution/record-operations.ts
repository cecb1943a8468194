import { type DocumentNode, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../../graphql/context.ts';
import { newOperation } from '../request/request-scope.ts';
import type { ServerContext } from '../request/server-context.ts';

/** Writes down what a request asked for and how it went, for logs and metrics. */
export const recordOperations = (): Plugin<GraphQLContext & ServerContext, ServerContext> => ({
  onParams({ context }) {
    if (context.operation !== undefined) return;
    context.operation = newOperation();
    context.scope.operations.push(context.operation);
  },
  onExecute: ({ args }) => record(args),
  onSubscribe: ({ args }) => record(args),
  onExecutionResult({ result, context: { operation } }) {
    if (result === undefined || Symbol.asyncIterator in result || operation === undefined) return;
    for (const { extensions } of result.errors ?? []) if (typeof extensions.code === 'string') operation.codes.push(extensions.code);
  },
});

function record({
  document,
  operationName,
  contextValue: { operation },
}: {
  document: DocumentNode;
  operationName?: string | null;
  contextValue: Partial<ServerContext>;
}): void {
  const asked = getOperationAST(document, operationName);
  if (operation === undefined || asked == null) return;
  operation.name = asked.name?.value ?? null;
  operation.kind = asked.operation;
  operation.document = document;
}
