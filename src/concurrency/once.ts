import type { Leases } from './lease.ts';
import { abandoned } from './single-flight.ts';
import type { Timer } from './timer.ts';

export interface Work {
  /** Names it: what two instances must not do at once. */
  readonly key: string;
  /** Learns what others did. @returns true where the work is not needed any more */
  readonly isDone: () => Promise<boolean>;
  readonly work: () => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/** People wait for what a dead instance left. */
const LEASE_MS = 10_000;
/** How often an instance that waits looks, where no notice comes. */
const LOOK_EVERY_MS = 250;

/**
 * Does something once for all instances: one works, the others wait until it is done, or take over where it failed or died.
 * @throws what the store throws where it is away; GatewayError where the signal is aborted
 */
export async function once(leases: Leases, { key, isDone, work, signal }: Work): Promise<void> {
  const { store, timer } = leases;
  const lease = leases.of(key, LEASE_MS);
  let news: News | null = null;
  try {
    for (;;) {
      const hasWorked = await lease.run(async () => {
        try {
          if (!(await isDone())) await work();
        } finally {
          await lease.release();
        }
        return true;
      });
      if (hasWorked) return;
      news ??= new News((listener) => store.watch(key, listener));
      await news.wait(timer, signal);
      if (signal?.aborted) throw abandoned(signal);
      if (await isDone()) return;
    }
  } finally {
    news?.end();
  }
}

/** Listened to once for the whole wait: a store tells whoever begins to listen, so that to begin anew each time would be to ask without a pause. */
class News {
  readonly end: () => void;
  #has = false;
  #wake = () => {};

  constructor(watch: (listener: () => void) => () => void) {
    this.end = watch(() => {
      this.#has = true;
      this.#wake();
    });
  }

  /** Until there is news, time to look, or no use in waiting. */
  async wait(timer: Timer, signal: AbortSignal | undefined): Promise<void> {
    if (!this.#has && !signal?.aborted)
      await new Promise<void>((resolve) => {
        const wake = () => {
          cancel();
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const cancel = timer.after(LOOK_EVERY_MS, wake);
        this.#wake = wake;
        signal?.addEventListener('abort', wake, { once: true });
      });
    this.#has = false;
  }
}
