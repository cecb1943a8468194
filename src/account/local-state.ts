import { EventEmitter } from 'node:events';
import type { SharedState, Versioned } from './shared-state.ts';

/** Stands in for a store where there is one instance, which may forget all at its end. */
export function localState(now: () => number): SharedState {
  const values = new Map<string, Versioned & { readonly until: number }>();
  const leases = new Map<string, { readonly until: number }>();
  const notices = new EventEmitter().setMaxListeners(0);
  let lastVersion = 0;

  const find = (key: string) => {
    const found = values.get(key);
    if (found !== undefined && found.until <= now()) values.delete(key);
    return values.get(key);
  };
  const put = (key: string, value: Uint8Array, ttlMs: number) => {
    lastVersion += 1;
    values.set(key, { version: lastVersion, value, until: now() + ttlMs });
    return lastVersion;
  };

  return {
    async read(key) {
      return find(key) ?? null;
    },
    async write(key, value, ttlMs) {
      put(key, value, ttlMs);
    },
    async swap(key, value, expected, ttlMs) {
      if ((find(key)?.version ?? 0) !== expected) return null;
      const version = put(key, value, ttlMs);
      notices.emit(key);
      return version;
    },
    async remove(key) {
      values.delete(key);
      notices.emit(key);
    },
    async lease(key, ttlMs) {
      if ((leases.get(key)?.until ?? 0) > now()) return null;
      let mine = { until: now() + ttlMs };
      leases.set(key, mine);
      return {
        async renew() {
          if (leases.get(key) !== mine) return;
          mine = { until: now() + ttlMs };
          leases.set(key, mine);
        },
        async release() {
          if (leases.get(key) === mine) leases.delete(key);
          notices.emit(key);
        },
      };
    },
    watch(key, listener) {
      notices.on(key, listener);
      return () => void notices.off(key, listener);
    },
  };
}
