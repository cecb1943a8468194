import { abandoned } from '../concurrency/single-flight.ts';
import type { Lease, SharedState } from './shared-state.ts';

/** An instance that dies leaves its lease behind for this long. */
const LEASE_MS = 10_000;
const RENEW_EVERY_MS = LEASE_MS / 3;
/** How often who waits looks, where no notice comes. */
const LOOK_EVERY_MS = 250;

export interface SharedWork {
  readonly shared: SharedState;
  /** Names the work: what two instances must not do at once. */
  readonly key: string;
  /** Learns what others did. @returns true where the work is not needed any more */
  readonly isDone: () => Promise<boolean>;
  readonly work: () => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Does something once for all instances: one works, the others wait until it is done, or take over where it failed or died.
 * @throws GatewayError UPSTREAM_UNAVAILABLE where the shared state is away
 */
export async function oneForAll({ shared, key, isDone, work, signal }: SharedWork): Promise<void> {
  for (;;) {
    const lease = await shared.lease(key, LEASE_MS);
    if (lease !== null) {
      await holding(lease, async () => {
        if (!(await isDone())) await work();
      });
      return;
    }
    await noticeOrTime(shared, key, signal);
    if (signal?.aborted) throw abandoned(signal);
    if (await isDone()) return;
  }
}

async function holding(lease: Lease, work: () => Promise<void>): Promise<void> {
  // A lease that can't be renewed is not worth ending the work for: the quota still stands behind it.
  const renewal = setInterval(() => void lease.renew().catch(() => {}), RENEW_EVERY_MS).unref();
  try {
    await work();
  } finally {
    clearInterval(renewal);
    await lease.release().catch(() => {});
  }
}

function noticeOrTime(shared: SharedState, key: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      unwatch();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, LOOK_EVERY_MS);
    const unwatch = shared.watch(key, wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}
