import { isAscii } from 'node:buffer';
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Account, Snapshot } from '../account/account.ts';
import type { Principal } from '../loaders/principal.ts';
import type { OperationRecord } from './passage.ts';

/** A whole answer as it goes over the wire, and what it was made of. */
export interface HotAnswer {
  readonly mediaType: string;
  readonly body: Buffer;
  /** The body again, where it is short and ASCII: Node writes that together with the head, in one call of the system. */
  readonly text: string | null;
  readonly etag: string;
  /** What logs and metrics tell of it, which cost nothing this time. */
  readonly operation: OperationRecord;
  readonly account: Account;
  readonly snapshots: readonly Snapshot[];
  /** By the gateway's clock, in ms: it tells an age that changes then. */
  readonly goodUntil: number;
}

export interface HotPathOptions {
  readonly maxBytes: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Longer requests are not remembered: a frontend's own are shorter, and each distinct one is held. */
const MAX_REQUEST_BYTES = 16_384;
/** Together with its head an answer of this size is under the 16 KiB that Node copies to its stack to write at once. */
const MAX_TEXT_BYTES = 15_872;
/** An entry is marked as used every so many finds: what is used much is seen by it, at a fraction of the time. */
const TOUCH_EVERY = 16;
/** What an entry takes beside its body and its key. */
const ENTRY_BYTES = 500;

/**
 * Finished answers, for what was asked before in the same words by someone with the same reach. An entry serves only while every snapshot
 * that it was made of is the one that would be read now, and fresh: a write, a refresh or a reload of the accounts makes it miss at once.
 * Whoever asks it has authenticated, and authorised, its caller.
 */
export class HotPath {
  readonly #answers: LRUCache<string, HotAnswer>;
  readonly #clock: () => number;
  #finds = 0;
  readonly #accountNumbers = new WeakMap<Account, number>();
  #accounts = 0;

  constructor({ maxBytes, clock }: HotPathOptions) {
    this.#clock = clock;
    this.#answers = new LRUCache<string, HotAnswer>({
      maxSize: maxBytes,
      sizeCalculation: ({ body }, key) => body.length + 2 * key.length + ENTRY_BYTES,
    });
  }

  /** Two requests with one key have one answer, at one time. Null for what is not worth remembering. */
  keyOf({ account, access, confinedTo }: Principal, mediaType: string, request: Buffer): string | null {
    if (request.length > MAX_REQUEST_BYTES) return null;
    const number = this.#accountNumbers.get(account) ?? this.#number(account);
    return `${number} ${access} ${confinedTo === null ? '' : JSON.stringify(confinedTo)} ${mediaType}\n${request.toString('latin1')}`;
  }

  find(key: string): HotAnswer | null {
    this.#finds += 1;
    const answer = this.#finds % TOUCH_EVERY === 0 ? this.#answers.get(key) : this.#answers.peek(key);
    if (answer === undefined) return null;
    const isTrue = this.#clock() < answer.goodUntil && answer.snapshots.every((snapshot) => answer.account.isCurrent(snapshot));
    return isTrue ? answer : null;
  }

  keep(key: string, answer: Omit<HotAnswer, 'etag' | 'text'>): void {
    const { body } = answer;
    const text = body.length <= MAX_TEXT_BYTES && isAscii(body) ? body.toString('latin1') : null;
    this.#answers.set(key, { ...answer, text, etag: `"${hash('sha256', body, 'base64url').slice(0, 22)}"` });
  }

  #number(account: Account): number {
    this.#accounts += 1;
    this.#accountNumbers.set(account, this.#accounts);
    return this.#accounts;
  }
}
