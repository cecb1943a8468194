import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { RequestScope } from './request-scope.ts';
import type { ServerContext } from './server-context.ts';

export type OperationResult = ExecutionResult | AsyncIterable<ExecutionResult>;

/** Runs one operation of a request, whatever it came over: the one way to do so outside of Yoga's own requests. Never throws. */
export type Execute = (scope: RequestScope, params: GraphQLParams, begun?: Omit<ServerContext, 'scope'>) => Promise<OperationResult>;
