import { setTimeout as delay } from 'node:timers/promises';
import type { Limits } from '../../domain/limits.ts';
import { NO_WORK, pointsOf, sumOf, type Work } from '../../domain/prices.ts';
import { type GatewayError, LimitExceededError } from '../../errors.ts';
import type { Principal } from '../../loaders/principal.ts';
import type { OperationRecord, RequestScope } from '../request/request-scope.ts';
import type { Budgets } from './budgets.ts';
import type { MemoryRoom } from './memory-room.ts';

/** Null: it may go on. A promise only now and then. */
export type Verdict = GatewayError | null | Promise<GatewayError | null>;

/** What operations cost, as it is taken and settled: each by itself, and the limit of a request for all of them together. */
export class OperationBudget {
  readonly #limits: Limits;
  readonly #room: MemoryRoom;
  readonly budgets: Budgets;

  constructor(limits: Limits, budgets: Budgets, room: MemoryRoom) {
    this.#limits = limits;
    this.budgets = budgets;
    this.#room = room;
  }

  /** @param work null: more than can be counted */
  take(scope: RequestScope, operation: OperationRecord, work: Work | null): Verdict {
    const points = work === null ? Number.POSITIVE_INFINITY : pointsOf(work);
    const { cost: max } = this.#limits;
    scope.points += points;
    if (scope.points > max) return new LimitExceededError('cost', max, Number.isFinite(scope.points) ? scope.points : null);
    if (work === null || scope.principal === null) return null;
    const noRoom = this.#room.take(scope, work);
    if (noRoom !== null) return noRoom;
    const taken = (refusal: GatewayError | null) => {
      if (refusal !== null) return refusal;
      operation.taken += points;
      operation.price = sumOf(operation.price ?? NO_WORK, work);
      return null;
    };
    const verdict = this.budgets.take(scope.principal, points);
    return verdict instanceof Promise ? verdict.then(taken) : taken(verdict);
  }

  /** Takes what an operation that goes on has used meanwhile. A promise where more was used than there is: it resolves when that has come back. */
  readonly pay = (scope: RequestScope, operation: OperationRecord): Promise<void> | null => {
    this.settle(scope, operation);
    const { principal, signal } = scope;
    const owed = principal && this.budgets.take(principal, 0);
    return owed === null ? null : this.#wait(principal as Principal, owed, signal);
  };

  async #wait(principal: Principal, owed: ReturnType<Budgets['take']>, signal: AbortSignal): Promise<void> {
    for (let refusal = await owed; refusal !== null && !signal.aborted; refusal = await this.budgets.take(principal, 0))
      await delay(refusal.retryAfterMs, undefined, { signal }).catch(() => {});
  }

  /**
   * Gives back what an operation did not use so far, and takes what it used beyond.
   * @param failed true where a field failed: then the answer is there before its other fields end their work, and nothing is given back
   */
  settle({ principal }: RequestScope, operation: OperationRecord, failed = false): void {
    const used = Math.max(pointsOf(operation.done), failed ? operation.taken : 0);
    if (principal === null || operation.taken === used) return;
    this.budgets.settle(principal, operation.taken - used);
    operation.taken = used;
  }
}
