import { randomUUID } from 'node:crypto';
import { createRedisStores, type RedisStoresOptions } from '../../src/store/redis.ts';
import {
  createLocalSqliteStores,
  createSqliteStores,
  type LocalSqliteStoreOptions,
  type SqliteStoreOptions,
} from '../../src/store/sqlite.ts';
import type { Store, Stores } from '../../src/store/store.ts';

/** An instance's way to an engine, with the store of one account. */
export type OpenedStore = Store & Pick<Stores, 'ping' | 'close'>;

const opened = (stores: Stores, account = 'account'): OpenedStore => ({
  ...stores.of(account),
  ping: () => stores.ping(),
  close: () => stores.close(),
});

/** A SQLite store in a thread of its own, as the gateway has it. */
export const sqliteStore = (options: SqliteStoreOptions, account?: string): OpenedStore => opened(createSqliteStores(options), account);

/** A SQLite store in this very thread. */
export const localStore = (options: LocalSqliteStoreOptions): OpenedStore => opened(createLocalSqliteStores(options));

/** A store in memory whose time, and that of its machine, is the one given. */
export const simulatedStore = (now: () => number): OpenedStore => localStore({ file: ':memory:', machine: { monotonic: now, wall: now } });

export const redisStore = (options: Omit<RedisStoresOptions, 'randomId'>): OpenedStore =>
  opened(createRedisStores({ randomId: randomUUID, ...options }));
