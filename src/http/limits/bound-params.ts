import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Limits } from '../../domain/limits.ts';
import { GatewayError, LimitExceededError } from '../../errors.ts';
import type { ServerContext } from '../request/server-context.ts';
import { requireTexts } from './bounded-texts.ts';
import { unreadable } from './unreadable.ts';

const PARAMETERS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions', 'documentId']);

/** Judges what an operation is sent as, whichever way it comes, before anything else looks at it. Its JSON was bounded before it was parsed. */
export const boundParams = (limits: Limits): Plugin<ServerContext, ServerContext> => ({
  onParams({ params, context }) {
    try {
      requireParams(params, limits);
    } catch (error) {
      if (error instanceof GatewayError) context.operation?.codes.push(error.code);
      throw error;
    }
  },
});

/** Not yet checked. */
type Unchecked = Readonly<Record<string, unknown>>;

/** @throws LimitExceededError; GraphQLError for a parameter that there is not */
function requireParams(params: GraphQLParams, limits: Limits): void {
  const { query, ...others } = params as Unchecked;
  if (typeof query === 'string' && query.length > limits.document) throw new LimitExceededError('document', limits.document, query.length);
  if (Object.entries(others).some(([name, value]) => value != null && !PARAMETERS.has(name)))
    throw unreadable(`An operation is sent as ${[...PARAMETERS].join(', ')}, and nothing else.`);
  requireTexts(others, limits);
}
