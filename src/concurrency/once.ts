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
    await noticeOrTime((wake) => store.watch(key, wake), timer, signal);
    if (signal?.aborted) throw abandoned(signal);
    if (await isDone()) return;
  }
}

function noticeOrTime(watch: (wake: () => void) => () => void, timer: Timer, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      cancel();
      unwatch();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = timer.after(LOOK_EVERY_MS, wake);
    const unwatch = watch(wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}
