import type { Timer } from '../concurrency/timer.ts';
import type { Store } from '../store/store.ts';
import { reaching } from './stored-state.ts';

export interface TurnOptions {
  readonly store: Store;
  /** What only one instance does at a time. */
  readonly key: string;
  /** Names this instance among those who share the store. */
  readonly holder: string;
  readonly timer: Timer;
}

/** An instance that dies leaves its turn behind for this long. */
const TURN_MS = 15_000;
const KEEP_EVERY_MS = TURN_MS / 3;

/**
 * A right to work that of all instances one has at a time. It is kept while work runs, and for a while after, so that the same instance
 * goes on. Two may have it for a moment where one was held up: what they do must bear that.
 */
export class Turn {
  readonly #options: TurnOptions;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  /**
   * @returns null where another instance has the turn
   * @throws GatewayError UPSTREAM_UNAVAILABLE where the store is away
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result | null> {
    const { store, key, holder, timer } = this.#options;
    if (!(await reaching(store.acquire(key, holder, TURN_MS)))) return null;
    let cancel = () => {};
    const keepOn = () => {
      cancel = timer.after(KEEP_EVERY_MS, () => {
        store.renew(key, holder, TURN_MS).catch(() => {});
        keepOn();
      });
    };
    keepOn();
    try {
      return await work();
    } finally {
      cancel();
    }
  }

  /** Lets another instance go on at once. Never throws. */
  async give(): Promise<void> {
    const { store, key, holder } = this.#options;
    await store.release(key, holder).catch(() => {});
  }
}
