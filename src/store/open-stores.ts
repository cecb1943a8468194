import { join } from 'node:path';
import { type RedisSettings, topologyOf } from './redis/topology.ts';
import { createSqliteStores } from './sqlite.ts';
import type { Stores } from './store.ts';

export interface StoreSettings extends RedisSettings {
  readonly DATA_DIR: string;
  readonly REDIS_WAIT_REPLICAS: number;
}

/** The engine that the settings name. Only the one that is used is loaded. */
export async function openStores(
  { DATA_DIR, REDIS_WAIT_REPLICAS: waitReplicas, ...settings }: StoreSettings,
  randomId: () => string,
): Promise<Stores> {
  const topology = topologyOf(settings);
  return topology === null
    ? createSqliteStores({ file: DATA_DIR === ':memory:' ? DATA_DIR : join(DATA_DIR, 'gateway.sqlite') })
    : (await import('./redis.ts')).createRedisStores({ topology, randomId, waitReplicas });
}
