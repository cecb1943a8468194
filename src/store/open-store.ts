import { join } from 'node:path';
import { createSqliteStore } from './sqlite.ts';
import type { Store } from './store.ts';

export interface StoreSettings {
  /** null: the embedded store. */
  readonly REDIS_URL: string | null;
  readonly DATA_DIR: string;
}

/** The store that the settings name. Only the engine that is used is loaded. */
export const openStore = async ({ REDIS_URL, DATA_DIR }: StoreSettings): Promise<Store> =>
  REDIS_URL === null
    ? createSqliteStore({ file: DATA_DIR === ':memory:' ? DATA_DIR : join(DATA_DIR, 'gateway.sqlite') })
    : (await import('./redis.ts')).createRedisStore({ url: REDIS_URL });
