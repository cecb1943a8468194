import type { GraphQLError } from 'graphql';
import type { OperationBudget } from '../limits/operation-budget.ts';
import type { Overload } from '../limits/overload.ts';
import type { MakeContext } from '../request/operation-context.ts';
import { newOperation } from '../request/request-scope.ts';
import type { Asked } from './asked.ts';
import type { FinishedAnswer } from './finished-answer.ts';
import type { Answerer } from './ladder.ts';
import type { PreparedOperation, PreparedOperations } from './prepared-operations.ts';
import { finished, written } from './serialized-answer.ts';
import { costExtension } from './upstream-cost.ts';
import { answerText } from './written-result.ts';

export interface PreparedOptions {
  readonly operations: PreparedOperations;
  readonly overload: Overload;
  readonly budget: OperationBudget;
  readonly maskError: (error: unknown) => GraphQLError;
  readonly makeContext: MakeContext;
}

/** Writes the answer of an operation that was judged before, out of what is held now. */
export function prepared({ operations, overload, budget, maskError, makeContext }: PreparedOptions): Answerer {
  const write = async (asked: Asked, known: PreparedOperation): Promise<FinishedAnswer | null> => {
    const { scope, mediaType, principal } = asked;
    const { slices } = principal.account;
    const operation = newOperation({ name: known.name, kind: 'query', prepared: true });
    operation.document = known.document;
    scope.operations.push(operation);
    asked.begun = { operation };
    const price = known.price.of(scope);
    const verdict = budget.take(scope, operation, price instanceof Promise ? await price : price);
    const refusal = verdict instanceof Promise ? await verdict : verdict;
    if (refusal !== null) {
      operation.codes.push(refusal.code);
      return written({ errors: [maskError(refusal)] }, mediaType, slices);
    }
    try {
      const made = makeContext({ scope, operation, cursor: null });
      asked.begun = { operation, made };
      const data = await known.write(made);
      if (data === null || scope.refusal !== null) return null;
      budget.settle(scope, operation);
      known.price.learn(operation);
      return await finished(200, known.headers, answerText(data, { extensions: costExtension(operation.cost) }), slices);
    } catch {
      // graphql-js meets the same failure, out of the same loaders, and gives it its place.
      return null;
    }
  };

  return (asked) => {
    // Its price decides while memory is short, which is counted where it is executed.
    const known = asked.key === null || !overload.takesAll ? null : operations.find(asked.key);
    if (known === null) return null;
    asked.params = known.params;
    return write(asked, known);
  };
}
