import type { LeaseStore } from '../concurrency/lease.ts';
import { GatewayError } from '../errors.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import type { SharedState } from './shared-state.ts';

export function storedState(store: Store): SharedState {
  return {
    async read(key) {
      const found = await reaching(store.get(key));
      return found && { version: found.version, value: typeof found.value === 'string' ? Buffer.from(found.value) : found.value };
    },
    async write(key, value, ttlMs) {
      await reaching(store.put(key, value, { ttlMs }));
    },
    async swap(key, value, expected, ttlMs) {
      const version = await reaching(store.put(key, value, { ttlMs, ifVersion: expected }));
      if (version !== null) await announce(store, key);
      return version;
    },
    async remove(key) {
      await reaching(store.delete(key));
      await announce(store, key);
    },
    watch: (key, listener) => store.subscribe(key, listener),
  };
}

/** Every method throws GatewayError UPSTREAM_UNAVAILABLE where the store is away. */
export const leaseStore = (store: Store): LeaseStore => ({
  acquire: (key, holder, ttlMs) => reaching(store.acquire(key, holder, ttlMs)),
  renew: (key, holder, ttlMs) => reaching(store.renew(key, holder, ttlMs)),
  async release(key, holder) {
    await reaching(store.release(key, holder));
    await announce(store, key);
  },
  watch: (key, listener) => store.subscribe(key, listener),
});

/** What is written is written: others find it without a notice too. */
const announce = (store: Store, key: string): Promise<void> => store.publish(key).catch(() => {});

/** @throws GatewayError UPSTREAM_UNAVAILABLE where the store is away */
export async function reaching<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (failure) {
    if (!(failure instanceof StoreUnavailable)) throw failure;
    throw new GatewayError('UPSTREAM_UNAVAILABLE', {
      message: 'The gateway’s store is away, so no call to the provider can be counted. It tries again by itself.',
      cause: failure,
    });
  }
}
