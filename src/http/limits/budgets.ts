import { LIMIT_ROWS, type Limits } from '../../domain/limits.ts';
import { RateLimitedError } from '../../errors.ts';
import type { Principal } from '../../loaders/principal.ts';
import { type BucketSize, type Buckets, LeakyBuckets } from './leaky-buckets.ts';
import { SharedBuckets, type TakeShared } from './shared-buckets.ts';

/** What is left of the budget that is nearer to its end. */
export interface BudgetState extends BucketSize {
  readonly remaining: number;
}

export interface BudgetsOptions {
  readonly limits: Limits;
  /** null: this instance counts for itself. */
  readonly takeShared: TakeShared | null;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

interface Budget {
  readonly name: 'tokenPoints' | 'accountPoints';
  readonly size: BucketSize;
  readonly buckets: Buckets;
  readonly keyOf: (principal: Principal) => string;
}

/** The points that a token, and an account with all its tokens, may use: taken before the work, settled after it. */
export class Budgets {
  readonly #budgets: readonly Budget[];

  constructor({ limits, takeShared, clock }: BudgetsOptions) {
    const budget = (name: Budget['name'], restoreRate: number, keyOf: Budget['keyOf']): readonly Budget[] => {
      const size = { capacity: limits[name], restoreRate };
      if (size.capacity === 0 || restoreRate === 0) return [];
      const options = { ...size, clock };
      const buckets = takeShared === null ? new LeakyBuckets(options) : new SharedBuckets({ ...options, name, takeShared });
      return [{ name, size, buckets, keyOf }];
    };
    this.#budgets = [
      ...budget('tokenPoints', limits.tokenRestore, ({ account, name }) => `${account.name} ${name}`),
      ...budget('accountPoints', limits.accountRestore, ({ account }) => account.name),
    ];
  }

  /** @returns null where the points are taken; a promise only now and then */
  take(principal: Principal, points: number): RateLimitedError | null | Promise<RateLimitedError | null> {
    return this.#takeFrom(0, principal, points);
  }

  /** @param points too many that were taken; negative: too few */
  settle(principal: Principal, points: number): void {
    if (points !== 0) for (const { buckets, keyOf } of this.#budgets) buckets.settle(keyOf(principal), points);
  }

  /** null: nothing is counted. */
  stateOf(principal: Principal): BudgetState | null {
    const states = this.#budgets.map(({ size, buckets, keyOf }) => ({ ...size, remaining: Math.floor(buckets.left(keyOf(principal))) }));
    return states.toSorted((a, b) => a.remaining - b.remaining)[0] ?? null;
  }

  #takeFrom(index: number, principal: Principal, points: number): RateLimitedError | null | Promise<RateLimitedError | null> {
    const budget = this.#budgets[index];
    if (budget === undefined) return null;
    const waitMs = budget.buckets.take(budget.keyOf(principal), points);
    if (typeof waitMs !== 'number') return waitMs.then((late) => this.#goOn(index, budget, principal, points, late));
    return this.#goOn(index, budget, principal, points, waitMs);
  }

  #goOn(index: number, budget: Budget, principal: Principal, points: number, waitMs: number) {
    if (waitMs === 0) return this.#takeFrom(index + 1, principal, points);
    // What the budgets before it gave is not used.
    for (const { buckets, keyOf, size } of this.#budgets.slice(0, index)) buckets.settle(keyOf(principal), Math.min(points, size.capacity));
    return tooDear(budget, points, waitMs);
  }
}

function tooDear({ name, size }: Budget, points: number, waitMs: number): RateLimitedError {
  const { unit, setting } = LIMIT_ROWS[name];
  return new RateLimitedError(waitMs, {
    message: `This costs ${points} points, and fewer are left: ${size.capacity} ${unit} are the most (${setting}), and ${size.restoreRate} come back each second. Ask again in ${Math.ceil(waitMs / 1_000)} s.`,
  });
}
