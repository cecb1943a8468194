import type { Plugin } from 'graphql-yoga';
import type { UpstreamCost } from '../../account/account.ts';
import type { GraphQLContext } from '../../graphql/context.ts';

/** Says in `extensions.upstream` what an operation cost upstream: calls made, milliseconds waited, stale data served. Silent where it cost nothing. */
export const tellUpstreamCost = (): Plugin<GraphQLContext> => ({
  onExecute: ({ context }) => ({
    onExecuteDone({ result }) {
      if (Symbol.asyncIterator in result) return;
      const told = costExtension((context as GraphQLContext).cost);
      // In place: a copy would make the data of a list whose text is written already.
      if (told !== undefined) result.extensions = { ...result.extensions, ...told };
    },
  }),
});

export const costExtension = (cost: UpstreamCost): { readonly upstream: UpstreamCost } | undefined =>
  cost.calls === 0 && cost.waitedMs === 0 && !cost.servedStale ? undefined : { upstream: { ...cost } };
