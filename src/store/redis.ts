import { accountStore } from './redis/account-store.ts';
import { openListener, openRedis } from './redis/clients.ts';
import { RedisConnection } from './redis/connection.ts';
import { RedisNotices } from './redis/notices.ts';
import { Presence } from './redis/presence.ts';
import { PING } from './redis/scripts.ts';
import type { RedisTopology } from './redis/topology.ts';
import type { Store, Stores } from './store.ts';

export interface RedisStoresOptions {
  readonly topology: RedisTopology;
  readonly randomId: () => string;
  /** What all keys and channels begin with. */
  readonly prefix?: string;
  /** After a restart of Redis, or where a replica took over, nobody is admitted for so long: every instance puts its places in again. */
  readonly graceMs?: number;
  /** So many replicas must have a write before it counts as done: nothing of it is lost in a failover then. */
  readonly waitReplicas?: number;
}

/** Longer than an instance takes to notice that its connection is gone, and to make another. */
const GRACE_MS = 3_000;

/** The stores of several instances. Connects at the first use. */
export function createRedisStores({
  topology,
  randomId,
  prefix = 'smsc:',
  graceMs = GRACE_MS,
  waitReplicas = 0,
}: RedisStoresOptions): Stores {
  const accounts = new Map<string, { readonly store: Store; readonly presence: Presence; readonly pingKey: string }>();
  const connection = new RedisConnection(openRedis(topology), () => {
    for (const { presence } of accounts.values()) void presence.check();
  });
  const notices = new RedisNotices({
    open: (turn) => openListener(topology, turn),
    publish: (channel) => connection.use((client) => client.publish(channel, '')),
    echoChannel: `${prefix}echo:${randomId()}`,
  });

  const open = (account: string) => {
    // The braces tell a cluster to keep all of it in one slot.
    const key = (kind: string, name = '') => `${prefix}{${account}}:${kind}:${name}`;
    const state = [key('run'), key('counters'), key('grace')];
    const presence = new Presence({ connection, state, graceMs, clock: () => performance.now() });
    return { store: accountStore({ connection, notices, presence, key, state, waitReplicas }), presence, pingKey: key('ping') };
  };

  return {
    of(account) {
      const opened = accounts.get(account) ?? open(account);
      accounts.set(account, opened);
      return opened.store;
    },
    async ping() {
      const keys = [...accounts.values()].map(({ pingKey }) => pingKey);
      // Each of a cluster's primaries may fail for itself.
      const asked = topology.kind === 'cluster' ? keys : keys.slice(0, 1);
      await Promise.all((asked.length === 0 ? [`${prefix}ping`] : asked).map((key) => connection.run(PING, [key], [])));
    },
    async close() {
      for (const { presence } of accounts.values()) presence.close();
      notices.close();
      connection.close();
    },
  };
}
