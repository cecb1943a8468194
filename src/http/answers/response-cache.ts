import { LRUCache } from 'lru-cache';
import type { Account, Snapshot } from '../../account/account.ts';
import { repeatabilityOf } from '../../graphql/repeatable.ts';
import { newOperation, type OperationRecord, type RequestScope } from '../request/request-scope.ts';
import type { FinishedAnswer } from './finished-answer.ts';

/** A whole answer, and what it was made of. */
export interface CachedAnswer {
  readonly answer: FinishedAnswer;
  /** What logs and metrics tell of it, which cost nothing this time. */
  readonly operation: OperationRecord;
  readonly account: Account;
  readonly snapshots: readonly Snapshot[];
  /** By the gateway's clock, in ms: it tells an age that changes then. */
  readonly goodUntil: number;
}

export interface ResponseCacheOptions {
  readonly maxBytes: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What an entry takes beside its body, which is held as text and compressed, too, and its key. */
const ENTRY_BYTES = 1_000;
const COPIES = 2.5;
/** An entry is marked as used every so many finds: what is used much is seen by it, at a fraction of the time. */
const TOUCH_EVERY = 16;
const SECOND = 1_000;

/**
 * Finished answers, for what was asked before in the same words by someone with the same reach. An entry serves only while every snapshot
 * that it was made of is the one that would be read now, and fresh: a write, a refresh or a reload of the accounts makes it miss at once.
 * Whoever asks it has authenticated, and authorised, its caller.
 */
export class ResponseCache {
  readonly #answers: LRUCache<string, CachedAnswer>;
  readonly #clock: () => number;
  #finds = 0;

  constructor({ maxBytes, clock }: ResponseCacheOptions) {
    this.#clock = clock;
    this.#answers = new LRUCache<string, CachedAnswer>({
      maxSize: maxBytes,
      sizeCalculation: ({ answer: { bytes } }, key) => Math.ceil(COPIES * bytes) + 2 * key.length + ENTRY_BYTES,
    });
  }

  find(key: string): CachedAnswer | null {
    this.#finds += 1;
    const answer = this.#finds % TOUCH_EVERY === 0 ? this.#answers.get(key) : this.#answers.peek(key);
    if (answer === undefined) return null;
    const isTrue = this.#clock() < answer.goodUntil && answer.snapshots.every((snapshot) => answer.account.isCurrent(snapshot));
    return isTrue ? answer : null;
  }

  /** An account is gone: its answers are found by nobody, but hold all that it knew. */
  forget(account: Account): void {
    for (const [key, answer] of this.#answers.entries()) if (answer.account === account) this.#answers.delete(key);
  }

  /** Holds an answer that may be given again; does nothing for one that is true once. */
  keep(key: string, account: Account, { operations: [operation] }: RequestScope, answer: FinishedAnswer): void {
    const snapshots = operation?.sources.snapshots ?? null;
    if (operation?.document == null || snapshots === null || answer.status !== 200 || operation.codes.length > 0) return;
    // It tells in its extensions what it cost.
    if (operation.cost.calls > 0 || operation.cost.waitedMs > 0 || operation.cost.servedStale) return;
    const repeatability = repeatabilityOf(operation.document);
    if (repeatability === 'NEVER') return;
    const now = this.#clock();
    const untilOlder = snapshots.map(({ freshness: { fetchedAt } }) => SECOND - ((now - fetchedAt.getTime()) % SECOND));
    const goodUntil = repeatability === 'WITHIN_A_SECOND' ? now + Math.min(...untilOlder) : Number.POSITIVE_INFINITY;
    const { name, kind } = operation;
    this.#answers.set(key, { answer, operation: newOperation({ name, kind, repeated: true }), account, snapshots, goodUntil });
  }
}
