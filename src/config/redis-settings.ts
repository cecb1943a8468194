import type { RedisSettings } from '../store/redis/topology.ts';

/** What of these settings contradicts another, without an address. */
export function redisFaults({ REDIS_URL: url, REDIS_SENTINELS: sentinels, REDIS_CLUSTER_NODES: nodes }: RedisSettings): string[] {
  const faults: string[] = [];
  const isCluster = nodes !== null && nodes.length > 0;
  const hasSentinels = sentinels !== null && sentinels.length > 0;
  if (isCluster && (url !== null || hasSentinels))
    faults.push('REDIS_CLUSTER_NODES must not be set together with REDIS_URL or REDIS_SENTINELS: a cluster finds its primaries by itself');
  if (hasSentinels && url === null)
    faults.push(
      'REDIS_URL must be set together with REDIS_SENTINELS: redis://:password@mymaster, with the name that the Sentinels give the primary',
    );
  return faults;
}
