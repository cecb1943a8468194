import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedisStore } from '../../src/store/redis.ts';
import { createLocalSqliteStore, createSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { hasRedis, NO_REDIS, RedisServer } from './redis-server.ts';

export interface Engine {
  /** Another instance. Those opened under one name share their data. */
  open(name: string): Store;
  end(): Promise<void>;
}

const sqlite = (create: typeof createSqliteStore) => async (): Promise<Engine> => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  return {
    open: (name) => create({ file: join(folder, `${name}.db`), pollMs: 5 }),
    async end() {
      rmSync(folder, { recursive: true });
    },
  };
};

async function redis(): Promise<Engine> {
  const server = await RedisServer.start();
  return {
    open: (name) => createRedisStore({ url: server.url, prefix: `${name}:` }),
    end: () => server.remove(),
  };
}

/** The engines of the store, each with whether it can run here. */
export const ENGINES: readonly { readonly name: string; readonly available: boolean; readonly start: () => Promise<Engine> }[] = [
  { name: 'SQLite', available: true, start: sqlite(createSqliteStore) },
  { name: 'SQLite, in the loop’s thread', available: true, start: sqlite(createLocalSqliteStore) },
  { name: hasRedis ? 'Redis' : `Redis, ${NO_REDIS}`, available: hasRedis, start: redis },
];
