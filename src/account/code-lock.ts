import { CODE_LOCK_HOURS } from '../domain/commands.ts';
import { CodeAlreadySentError } from '../errors.ts';

const LOCK_MS = CODE_LOCK_HOURS * 3_600_000;
/**
 * How long the provider's own refusal is remembered. It does not say when the code went out, so the lock may end
 * at any time within 8 hours: asking again now and then is right, asking for each request is not.
 */
const UNKNOWN_LOCK_MS = 10 * 60_000;

interface Lock {
  /** Null where another than this gateway sent the code. */
  readonly resendAllowedAt: number | null;
  readonly until: number;
}

/** Which numbers the provider will send no code to, for 8 hours after the last one. */
export class CodeLocks {
  readonly #now: () => number;
  readonly #locks = new Map<string, Lock>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws CodeAlreadySentError */
  check(subclient: string | null, number: string): void {
    const lock = this.#locks.get(key(subclient, number));
    if (lock === undefined || lock.until <= this.#now()) return;
    throw new CodeAlreadySentError(lock.resendAllowedAt === null ? null : new Date(lock.resendAllowedAt));
  }

  /** A code went out now. @returns when the next may */
  sent(subclient: string | null, number: string): Date {
    const until = this.#now() + LOCK_MS;
    this.#locks.set(key(subclient, number), { resendAllowedAt: until, until });
    return new Date(until);
  }

  /** The provider says that a code went out, at a time that nobody here knows. */
  refused(subclient: string | null, number: string): void {
    this.#locks.set(key(subclient, number), { resendAllowedAt: null, until: this.#now() + UNKNOWN_LOCK_MS });
  }
}

const key = (subclient: string | null, number: string): string => JSON.stringify([subclient, number]);
