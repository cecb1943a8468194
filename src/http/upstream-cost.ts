import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../graphql/context.ts';

/** Says in `extensions.upstream` what an operation cost upstream: calls made, milliseconds waited, stale data served. Silent where it cost nothing. */
export const tellUpstreamCost = (): Plugin<GraphQLContext> => ({
  onExecute: ({ context }) => ({
    onExecuteDone({ result, setResult }) {
      const { cost } = context as GraphQLContext;
      if (Symbol.asyncIterator in result || (cost.calls === 0 && cost.waitedMs === 0 && !cost.servedStale)) return;
      setResult({ ...result, extensions: { ...result.extensions, upstream: { ...cost } } });
    },
  }),
});
