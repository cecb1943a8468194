import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../../graphql/context.ts';
import type { ServerContext } from '../request/server-context.ts';
import type { BytesUnderWay } from './bytes-under-way.ts';
import { OVERLOADED, type Overload } from './overload.ts';

type Context = GraphQLContext & ServerContext;

/**
 * Begins no large operation while the instance is short of memory, and none at all for a token that leaves its answers lying. Stands behind
 * what prices operations.
 */
export function refuseHeavyWork(overload: Overload, bytes: BytesUnderWay): Plugin<Context, ServerContext> {
  const refuse = ({ scope, operation }: Context) => {
    const refusal = scope.points > overload.mostPoints ? OVERLOADED : bytes.refusalOf(scope.principal);
    if (refusal === null) return;
    // It is not executed, so what was taken for it is given back.
    if (operation !== undefined) operation.price = null;
    throw refusal.error;
  };
  return {
    onExecute: ({ args }) => refuse(args.contextValue as Context),
    onSubscribe({ args }) {
      if (!overload.takesListeners) throw OVERLOADED.error;
      refuse(args.contextValue as Context);
    },
  };
}
