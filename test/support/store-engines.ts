import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRedis, NO_REDIS, RedisServer } from './redis-server.ts';
import { localStore, type OpenedStore, redisStore, sqliteStore } from './stores.ts';

export interface Engine {
  /** Another instance. Those opened under one name share their data. */
  open(name: string): OpenedStore;
  end(): Promise<void>;
}

const sqlite = (create: typeof sqliteStore) => async (): Promise<Engine> => {
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
    open: (name) => redisStore({ topology: { kind: 'server', url: server.url }, prefix: `${name}:`, graceMs: 0 }),
    end: () => server.remove(),
  };
}

/** The engines of the store, each with whether it can run here. */
export const ENGINES: readonly { readonly name: string; readonly available: boolean; readonly start: () => Promise<Engine> }[] = [
  { name: 'SQLite', available: true, start: sqlite(sqliteStore) },
  { name: 'SQLite, in the loop’s thread', available: true, start: sqlite(localStore) },
  { name: hasRedis ? 'Redis' : `Redis, ${NO_REDIS}`, available: hasRedis, start: redis },
];
