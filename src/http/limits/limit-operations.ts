import { getOperationAST, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { LimitName, Limits } from '../../domain/limits.ts';
import { pointsOf } from '../../domain/prices.ts';
import { rowsOf } from '../../domain/table.ts';
import { LimitExceededError } from '../../errors.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { operationSize } from '../../graphql/operation-size.ts';
import type { ServerContext } from '../request/server-context.ts';
import { requireDocument } from './bounded-document.ts';

/** Refuses operations of too large a form: the text while it is parsed, the rest before it is validated. A batch has the limits of one request. */
export const limitOperations = (limits: Limits): Plugin<GraphQLContext & ServerContext, ServerContext> => ({
  onRequestParse: () => ({
    onRequestParseDone({ requestParserResult }) {
      if (Array.isArray(requestParserResult) && requestParserResult.length > limits.batch)
        throw new LimitExceededError('batch', limits.batch, requestParserResult.length);
    },
  }),
  onParse({ context, setParseFn }) {
    setParseFn((source: string, options: object) => {
      if (context.operation !== undefined) context.operation.done.characters += source.length;
      requireDocument(source, limits);
      return parse(source, options);
    });
    return ({ result }) => {
      // A fault of the document is told by itself.
      if (result === null || result instanceof Error) return;
      const { scope, params, operation: record } = context;
      // One that was parsed before costs the request nothing.
      if (record?.price != null && record.done.characters === 0) scope.points -= pointsOf(record.price);
      scope.tokens += result.tokenCount ?? 0;
      requireWithin(limits, 'tokens', scope.tokens);
      const operation = getOperationAST(result, params?.operationName);
      if (operation == null) return;
      const { rootFields, ...size } = operationSize(result, operation);
      for (const [name, asked] of rowsOf(size)) requireWithin(limits, name, asked);
      scope.rootFields += rootFields;
      requireWithin(limits, 'rootFields', scope.rootFields);
    };
  },
});

export function requireWithin(limits: Limits, name: LimitName, asked: number): void {
  if (asked > limits[name]) throw new LimitExceededError(name, limits[name], Number.isFinite(asked) ? asked : null);
}
