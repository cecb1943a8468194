import { CODE_LOCK_HOURS } from '../../domain/commands.ts';
import { CodeAlreadySentError, OutcomeUnknownError } from '../../errors.ts';
import type { SharedState } from '../shared-state.ts';

const LOCK_MS = CODE_LOCK_HOURS * 3_600_000;
/**
 * How long the provider's own refusal is remembered. It does not say when the code went out, so the lock may end
 * at any time within 8 hours: asking again now and then is right, asking for each request is not.
 */
const UNKNOWN_LOCK_MS = 10 * 60_000;
/** Longer than a request may take: who took the lock and died leaves it for this long. */
const ATTEMPT_MS = 60_000;

export interface CodeLocksOptions {
  readonly account: string;
  readonly shared: SharedState;
  readonly now: () => number;
}

/** What is stored of a number. */
type Lock =
  /** When the next code may go; null: not known. */
  | { readonly resendAllowedAt: Date | null }
  /** The provider may be sending one until then, in ms since 1970. */
  | { readonly openUntil: number };

/** Which numbers the provider will send no code to, for 8 hours after the last one. Known to all instances. */
export class CodeLocks {
  readonly #options: CodeLocksOptions;

  constructor(options: CodeLocksOptions) {
    this.#options = options;
  }

  /**
   * Takes a number for one attempt, so that no other instance sends a code meanwhile.
   * @throws CodeAlreadySentError, OutcomeUnknownError
   */
  async take(subclient: string | null, number: string): Promise<void> {
    const { shared, now } = this.#options;
    const key = this.#key(subclient, number);
    const found = await shared.read(key);
    const lock = found && decode(found.value);
    if (lock !== null && 'openUntil' in lock) throw new OutcomeUnknownError(Math.max(1, lock.openUntil - now()));
    const resendAllowedAt = lock?.resendAllowedAt ?? null;
    const isOver = lock === null || (resendAllowedAt !== null && resendAllowedAt.getTime() <= now());
    if (isOver && (await shared.swap(key, encode({ resendAllowedAt: null }), found?.version ?? 0, ATTEMPT_MS)) !== null) return;
    throw new CodeAlreadySentError(isOver ? null : resendAllowedAt);
  }

  /** The provider may still send a code. */
  async leaveOpen(subclient: string | null, number: string, openMs: number): Promise<void> {
    const { shared, now } = this.#options;
    await shared.write(this.#key(subclient, number), encode({ openUntil: now() + openMs }), openMs);
  }

  /** No code went out. */
  async free(subclient: string | null, number: string): Promise<void> {
    await this.#options.shared.remove(this.#key(subclient, number));
  }

  /** A code went out now. @returns when the next may */
  async sent(subclient: string | null, number: string): Promise<Date> {
    const until = new Date(this.#options.now() + LOCK_MS);
    await this.#options.shared.write(this.#key(subclient, number), encode({ resendAllowedAt: until }), LOCK_MS).catch(() => {});
    return until;
  }

  /** The provider says that a code went out, at a time that nobody here knows. */
  async refused(subclient: string | null, number: string): Promise<void> {
    await this.#options.shared.write(this.#key(subclient, number), encode({ resendAllowedAt: null }), UNKNOWN_LOCK_MS);
  }

  #key(subclient: string | null, number: string): string {
    return JSON.stringify([this.#options.account, subclient, 'code', number]);
  }
}

/** A date alone, or null, is what the first version of the gateway stored, and reads. */
const encode = (lock: Lock): Uint8Array => Buffer.from(JSON.stringify('openUntil' in lock ? lock : lock.resendAllowedAt));

function decode(bytes: Uint8Array): Lock {
  const stored = JSON.parse(Buffer.from(bytes).toString()) as string | null | { readonly openUntil: number };
  if (typeof stored === 'object' && stored !== null) return stored;
  return { resendAllowedAt: stored === null ? null : new Date(stored) };
}
