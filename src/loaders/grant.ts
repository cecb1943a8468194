import type { Timer } from '../concurrency/timer.ts';
import { RIGHT_ENDS, type RightEnd } from '../domain/right-ends.ts';
import { GatewayError } from '../errors.ts';

/** What the caller gets of a request that a right's end stopped. */
export function rightEnded(end: RightEnd): GatewayError {
  const { code, doc, mayReturn } = RIGHT_ENDS[end];
  return new GatewayError(code, { message: doc, retryAfterMs: mayReturn ? 0 : null });
}

/** Something that must end with a right: a request, a connection, a subscription. An item of the right's ring of them. */
export class Hold {
  readonly onEnd: (end: RightEnd) => void;
  next: Hold = this;
  previous: Hold = this;
  readonly #onRelease: () => void;

  constructor(onEnd: (end: RightEnd) => void, onRelease: () => void) {
    this.onEnd = onEnd;
    this.#onRelease = onRelease;
  }

  /** It ended by itself. Also for one that its right ended, or that was released before. */
  release(): void {
    if (this.next === this) return;
    this.next.previous = this.previous;
    this.previous.next = this.next;
    this.next = this;
    this.previous = this;
    this.#onRelease();
  }
}

/** Until when a right holds by itself, and what else ends it. */
export interface GrantTerms {
  /** Milliseconds since 1970. */
  readonly until: number;
  /** The right that this one is a part of, and ends with. */
  readonly within: Grant;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly timer: Timer;
}

/** How soon the wall clock is looked at again: it may be set, and a timer waits 2^31 ms at most. */
const LOOK_AGAIN_MS = 60_000;

/**
 * A caller's right to use the gateway: given with a token, ended by its expiry or by a reload of the accounts. It is ended once, for good. A timer
 * runs only for a right that expires, and only while something is held by it. The holds are a ring, and no Set: a Set that many requests
 * pass through leaves its old tables to the next full collection.
 */
export class Grant {
  readonly #terms: GrantTerms | null;
  readonly #ring = new Hold(
    () => {},
    () => {},
  );
  #end: RightEnd | null = null;
  #callOff: (() => void) | null = null;
  #within: Hold | null = null;

  /** @param terms left out: it holds until somebody ends it */
  constructor(terms: GrantTerms | null = null) {
    this.#terms = terms;
  }

  /** How it ended; null while it holds. */
  get ended(): RightEnd | null {
    if (this.#end !== null || this.#terms === null) return this.#end;
    const { within, until, clock } = this.#terms;
    if (within.ended !== null) this.end(within.ended);
    else if (clock() >= until) this.end('EXPIRED');
    return this.#end;
  }

  /** What its bearer gets in place of an answer; null: it may have one, be it that only new requests are barred. */
  get refusal(): GatewayError | null {
    const end = this.ended;
    return end === null || RIGHT_ENDS[end].requestsFinish ? null : rightEnded(end);
  }

  /** Has something end with this right: at once, where the right ended before. */
  hold(onEnd: (end: RightEnd) => void): Hold {
    const hold = new Hold(onEnd, () => this.#rest());
    const end = this.ended;
    if (end !== null) {
      onEnd(end);
      return hold;
    }
    const { previous } = this.#ring;
    hold.previous = previous;
    hold.next = this.#ring;
    previous.next = hold;
    this.#ring.previous = hold;
    this.#watch();
    return hold;
  }

  end(end: RightEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    for (let hold = this.#ring.next; hold !== this.#ring; hold = this.#ring.next) {
      hold.release();
      hold.onEnd(end);
    }
  }

  #watch(): void {
    if (this.#terms === null || this.#callOff !== null) return;
    const { within, until, clock, timer } = this.#terms;
    this.#within ??= within.hold((end) => this.end(end));
    this.#callOff = timer.after(Math.min(Math.max(until - clock(), 0), LOOK_AGAIN_MS), () => {
      this.#callOff = null;
      if (this.ended === null) this.#watch();
    });
  }

  /** Nothing is held by it any more: nothing need be watched. */
  #rest(): void {
    if (this.#ring.next !== this.#ring) return;
    this.#callOff?.();
    this.#callOff = null;
    this.#within?.release();
    this.#within = null;
  }
}
