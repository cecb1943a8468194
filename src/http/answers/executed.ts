import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { Limits } from '../../domain/limits.ts';
import type { Execute } from '../request/execute.ts';
import { paramsOf } from './direct-request.ts';
import type { Answerer } from './ladder.ts';
import { written } from './serialized-answer.ts';

/** Executes one operation, or each of a batch. What is neither is for Yoga to say what is wrong with. */
export const executed =
  (execute: Execute, limits: Limits): Answerer =>
  (asked) => {
    const { scope, principal, mediaType, body, begun } = asked;
    const { slices } = principal.account;
    const params = asked.params ?? paramsOf(scope.request, body, limits);
    if (params === null) return null;
    if (isBatch(params))
      return Promise.all(params.map((each) => execute(scope, each))).then((results) =>
        // No subscription is among them: one is refused where it can have no event stream.
        written(results as ExecutionResult[], mediaType, slices),
      );
    asked.params = params;
    return execute(scope, params, begun).then((result) => written(result as ExecutionResult, mediaType, slices));
  };

const isBatch = (params: GraphQLParams | readonly GraphQLParams[]): params is readonly GraphQLParams[] => Array.isArray(params);
