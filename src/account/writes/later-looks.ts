import type { Timer } from '../../concurrency/timer.ts';
import { GatewayError } from '../../errors.ts';
import { Look } from './look.ts';
import type { WriteContext } from './write-context.ts';

/** Draws its conclusion from a look. */
export type Judge = (look: Look) => Promise<void>;

interface Open {
  readonly dueAt: number;
  readonly judge: Judge;
  readonly tries: number;
}

/** The end of the provider's work is known to the second. */
const MARGIN_MS = 1_000;
/** Looks that can't be had are tried again, so often. */
const MOST_TRIES = 10;
const RETRY_MS = 10_000;

/**
 * Looks again at what writes left open, once the provider must be through with them: so what they did reaches the replica, the journal and the
 * records of keys though nobody asks. One look of a subclient serves all that are due.
 */
export class LaterLooks {
  readonly #context: WriteContext;
  readonly #timer: Timer;
  readonly #open = new Map<string | null, readonly Open[]>();
  readonly #cancels = new Map<string | null, () => void>();
  #closed = false;

  constructor(context: WriteContext, timer: Timer) {
    this.#context = context;
    this.#timer = timer;
  }

  /** @param openMs how long the provider may be at work on the write still */
  add(subclient: string | null, openMs: number, judge: Judge = (look) => look.refresh()): void {
    this.#put(subclient, { dueAt: this.#timer.now() + openMs + MARGIN_MS, judge, tries: 0 });
  }

  /** A look under way is not waited for: it may wait long for its place in the limits, and nobody waits for it. */
  close(): void {
    this.#closed = true;
    for (const cancel of this.#cancels.values()) cancel();
  }

  #put(subclient: string | null, open: Open): void {
    if (this.#closed) return;
    const all = [...(this.#open.get(subclient) ?? []), open];
    this.#open.set(subclient, all);
    this.#cancels.get(subclient)?.();
    const firstDueAt = Math.min(...all.map(({ dueAt }) => dueAt));
    this.#cancels.set(
      subclient,
      this.#timer.after(Math.max(0, firstDueAt - this.#timer.now()), () => void this.#look(subclient)),
    );
  }

  async #look(subclient: string | null): Promise<void> {
    const all = this.#open.get(subclient) ?? [];
    const now = this.#timer.now();
    const due = all.filter(({ dueAt }) => dueAt <= now);
    this.#open.delete(subclient);
    this.#cancels.delete(subclient);
    const look = new Look(this.#context, subclient, { priority: 'background', tenant: 'background' });
    for (const open of all) if (!due.includes(open)) this.#put(subclient, open);
    for (const { judge, tries } of due) {
      try {
        await judge(look);
      } catch (failure) {
        const retryAfterMs = failure instanceof GatewayError ? failure.retryAfterMs : null;
        const dueAt = this.#timer.now() + (retryAfterMs ?? RETRY_MS);
        if (tries < MOST_TRIES) this.#put(subclient, { dueAt, judge, tries: tries + 1 });
      }
    }
  }
}
