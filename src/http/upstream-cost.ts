import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../graphql/context.ts';

/** Says in `extensions.upstream` what an operation cost upstream: calls made, milliseconds waited, stale data served. Silent where it cost nothing. */
export const tellUpstreamCost = (): Plugin<GraphQLContext> => ({
  onExecute: ({ context }) => ({
    onExecuteDone({ result }) {
      const { cost } = context as GraphQLContext;
      if (Symbol.asyncIterator in result || (cost.calls === 0 && cost.waitedMs === 0 && !cost.servedStale)) return;
      // In place: a copy would make the data of a list whose text is written already.
      result.extensions = { ...result.extensions, upstream: { ...cost } };
    },
  }),
});
