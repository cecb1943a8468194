import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { NO_WORK, type Work } from '../../domain/prices.ts';
import type { GatewayError } from '../../errors.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { countValues } from '../../graphql/price/count-values.ts';
import type { OperationRecord } from '../request/request-scope.ts';
import type { ServerContext } from '../request/server-context.ts';
import { mayBeLong } from './long-answers.ts';
import type { OperationBudget, Verdict } from './operation-budget.ts';
import { priceOfOperation } from './operation-price.ts';
import { operationCost, wantsCost } from './tell-cost.ts';

export interface PriceOptions {
  readonly budget: OperationBudget;
  /** What a client sees of a refusal. */
  readonly maskError: (error: unknown) => GraphQLError;
}

type Context = GraphQLContext & ServerContext;

/**
 * Prices a document before it is parsed and an operation before it is executed; the price is taken out of the caller's budget first, and settled
 * with what was really done.
 */
export function priceOperations({ budget, maskError }: PriceOptions): Plugin<Context, ServerContext> {
  /** Calls on at once, unless somebody must be asked. */
  const judged = <Next>(verdict: Verdict, refuse: (result: ExecutionResult) => void, next: Next) => {
    const judge = (refusal: GatewayError | null) => {
      if (refusal === null) return next;
      refuse({ errors: [maskError(refusal)] });
      return undefined;
    };
    return verdict instanceof Promise ? verdict.then(judge) : judge(verdict);
  };
  const takeFor = ({ scope, operation }: Context, work: Work | null): Verdict => {
    return operation === undefined ? null : budget.take(scope, operation, work);
  };
  const admit = (args: ExecutionArgs): Verdict => {
    const context = args.contextValue as Context;
    if (isPriced(context)) return null;
    const price = priceOfOperation(args, context.coerced ?? {}, context.principal);
    return price instanceof Promise ? price.then((late) => takeFor(context, late)) : takeFor(context, price);
  };

  return {
    onParams({ params: { query }, context: { scope, operation }, setResult }) {
      if (typeof query !== 'string' || operation === undefined || isPriced({ operation })) return;
      return judged(budget.take(scope, operation, { ...NO_WORK, characters: query.length }), setResult, undefined);
    },
    onExecute: ({ args, setResultAndStopExecution }) =>
      judged(admit(args), setResultAndStopExecution, {
        onExecuteDone: ({ result }: { result: unknown }) => noteValues(args.contextValue as Context, result),
      }),
    onSubscribe: ({ args, setResultAndStopExecution }) =>
      judged(admit(args), (result) => setResultAndStopExecution(result as never), {
        onSubscribeResult: () => ({
          onNext({ result }: { result: unknown }) {
            const context = args.contextValue as Context;
            noteValues(context, result);
            if (context.operation !== undefined) budget.settle(context.scope, context.operation);
          },
        }),
      }),
    onExecutionResult({ result, context }) {
      const { scope, operation, params } = context as ServerContext & { readonly params?: GraphQLParams };
      if (operation === undefined) return;
      const requested = operation.taken;
      budget.settle(scope, operation, wasExecuted(operation) && hasErrors(result));
      if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result || !wantsCost(params)) return;
      const cost = operationCost(
        { requested, actual: operation.taken },
        operation.done,
        scope.principal && budget.budgets.stateOf(scope.principal),
      );
      // In place: a copy would make the data of a list whose text is written already.
      result.extensions = { ...result.extensions, cost };
    },
  };
}

const hasErrors = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'errors' in result && result.errors != null;

/** One that was refused before has no price but its document's. */
const wasExecuted = ({ price }: OperationRecord): boolean => price !== null && price.values > 0;

/** One that was prepared had its price taken before it came here. */
const isPriced = ({ operation }: Pick<ServerContext, 'operation'>): boolean => operation?.prepared === true;

/** A written list has counted its values itself, and a long answer will be. */
function noteValues({ done, operation }: Context, result: unknown): void {
  if (mayBeLong(operation)) return;
  if (typeof result === 'object' && result !== null && 'data' in result && !('stringify' in result))
    done.values += countValues(result.data);
}
