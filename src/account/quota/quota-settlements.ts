import type { Timer } from '../../concurrency/timer.ts';
import { type Settlement, type Store, StoreUnavailable, type Ticket } from '../../store/store.ts';

const RETRY_MS = 500;

/** Tells the store of requests that ended, where it is away as soon as it is back: else their places would stay taken until they lapse. */
export class Settlements {
  readonly #store: Store;
  readonly #timer: Timer;
  /** What lapsed needs no telling. */
  readonly #lapseMs: number;
  readonly #untold = new Map<Ticket, { readonly settlement: Settlement; readonly lapsesAt: number }>();
  #cancelRetry: (() => void) | null = null;

  constructor(store: Store, timer: Timer, lapseMs: number) {
    this.#store = store;
    this.#timer = timer;
    this.#lapseMs = lapseMs;
  }

  async settle(ticket: Ticket, settlement: Settlement): Promise<void> {
    try {
      await this.#store.settle(ticket, settlement);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.#untold.set(ticket, { settlement, lapsesAt: this.#timer.now() + this.#lapseMs });
      this.#retryLater();
    }
  }

  close(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#untold.clear();
  }

  #retryLater(): void {
    this.#cancelRetry ??= this.#timer.after(RETRY_MS, () => {
      this.#cancelRetry = null;
      const untold = [...this.#untold];
      this.#untold.clear();
      for (const [ticket, { settlement, lapsesAt }] of untold)
        if (this.#timer.now() < lapsesAt) void this.#again(ticket, settlement, lapsesAt);
    });
  }

  async #again(ticket: Ticket, settlement: Settlement, lapsesAt: number): Promise<void> {
    try {
      await this.#store.settle(ticket, settlement);
    } catch {
      this.#untold.set(ticket, { settlement, lapsesAt });
      this.#retryLater();
    }
  }
}
