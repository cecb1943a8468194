import type { GraphQLParams } from 'graphql-yoga';
import type { Work } from '../../domain/prices.ts';
import type { BudgetState } from './budgets.ts';

/** `extensions.cost` of an answer, in points. */
export interface OperationCost extends Partial<BudgetState> {
  /** What was taken before it was executed. */
  readonly requested: number;
  /** What it came to; as much as `requested` where a field failed. */
  readonly actual: number;
  /** How much of what that was. */
  readonly done: Work;
}

/** True where a caller wants to be told what its operation cost: `"extensions": { "cost": true }` in the request. */
export const wantsCost = (params: GraphQLParams | undefined): boolean => params?.extensions?.cost === true;

export const operationCost = (
  { requested, actual }: Pick<OperationCost, 'requested' | 'actual'>,
  { values, scanned, events, judged, characters }: Work,
  budget: BudgetState | null,
): OperationCost => {
  return { requested, actual, ...budget, done: { values, scanned, events, judged, characters } };
};
