import type { ExecutionArgs } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Limits } from '../../domain/limits.ts';
import { pointsOf, type Work } from '../../domain/prices.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { countValues } from '../../graphql/price/count-values.ts';
import type { ServerContext } from '../answers/server-context.ts';
import { mayBeLong } from '../answers/stringify-long-answers.ts';
import { requireWithin } from './limit-operations.ts';
import { priceOfOperation } from './operation-price.ts';

type Context = GraphQLContext & ServerContext;

/** Prices operations before they are executed, all of a request together, and notes what they did. */
export function priceOperations(limits: Limits): Plugin<Context, ServerContext> {
  const admit = ({ scope, operation }: Context, price: Work | null) => {
    if (operation !== undefined) operation.price = price;
    scope.points += price === null ? Number.POSITIVE_INFINITY : pointsOf(price);
    requireWithin(limits, 'cost', scope.points);
  };
  const priced = (args: ExecutionArgs): void | Promise<void> => {
    const context = args.contextValue as Context;
    const price = priceOfOperation(args, context.coerced ?? {}, context.principal);
    return price instanceof Promise ? price.then((late) => admit(context, late)) : admit(context, price);
  };

  return {
    onExecute({ args }) {
      const onExecuteDone = ({ result }: { result: unknown }) => noteValues(args.contextValue as Context, result);
      const pricing = priced(args);
      return pricing instanceof Promise ? pricing.then(() => ({ onExecuteDone })) : { onExecuteDone };
    },
    async onSubscribe({ args }) {
      await priced(args);
      return { onSubscribeResult: () => ({ onNext: ({ result }) => noteValues(args.contextValue as Context, result) }) };
    },
  };
}

/** A written list has counted its values itself, and a long answer will be. */
function noteValues({ done, operation }: Context, result: unknown): void {
  if (mayBeLong(operation)) return;
  if (typeof result === 'object' && result !== null && 'data' in result && !('stringify' in result))
    done.values += countValues(result.data);
}
