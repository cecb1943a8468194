import { type RedisOptions as AllRedisOptions, Cluster, Redis } from 'ioredis';
import { databaseOf, type Endpoint, endpointOf, loginOf, type RedisTopology } from './topology.ts';

export type RedisClient = Redis | Cluster;
type RedisOptions = Omit<AllRedisOptions, 'replyMapping'> & { readonly replyMapping?: 'legacy' };

/** A command unanswered for so long means that Redis is away: callers wait for no one they can't rely on. */
const ANSWER_MS = 1_000;
const CONNECT_MS = 1_000;
const MOST_RETRY_MS = 500;
const SENTINEL_PORT = 26_379;
/** MOVED and ASK: the command was not done, and the answer says where to go. */
const MOST_REDIRECTIONS = 4;

const CONNECTION = {
  connectTimeout: CONNECT_MS,
  commandTimeout: ANSWER_MS,
  // A peer that vanished without a word is never noticed otherwise: the connection is given up, and made anew.
  socketTimeout: ANSWER_MS + 200,
  disconnectTimeout: 100,
  disableClientInfo: true,
  replyMapping: 'legacy',
} as const;

/** Nothing waits for a connection to come back, and nothing is done twice. */
const NOTHING_WAITS = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
} as const;

const retryMs = (times: number): number => Math.min(50 * times, MOST_RETRY_MS);

/** A primary that was demoted meanwhile: where the address or Sentinel leads now is another one. */
const isDemoted = (error: Error): boolean => error.message.includes('READONLY');

/** Each command tells of it; without a listener the library prints it. */
const silent = <Client extends RedisClient>(client: Client): Client => {
  client.on('error', () => {});
  return client;
};

/** A client that comes back by itself from whatever happens to Redis. Connects at the first use. */
export function openRedis(topology: RedisTopology): RedisClient {
  if (topology.kind === 'cluster') return openCluster(topology.nodes);
  let demotedAt = Number.NEGATIVE_INFINITY;
  const options: RedisOptions = {
    ...primaryOf(topology),
    ...CONNECTION,
    ...NOTHING_WAITS,
    // An address that leads to the demoted one for a while is not stormed.
    retryStrategy: (times) => (performance.now() - demotedAt < ANSWER_MS ? MOST_RETRY_MS / 2 : retryMs(times)),
    reconnectOnError(error) {
      if (!isDemoted(error)) return false;
      demotedAt = performance.now();
      return true;
    },
  };
  return silent(new Redis(options));
}

/**
 * A connection that only listens, to any of a cluster's nodes: each hears what is said at any other. It ends with the connection.
 * @param turn another node each time
 */
export function openListener(topology: RedisTopology, turn: number): Redis {
  const options = { ...CONNECTION, ...NOTHING_WAITS, retryStrategy: () => null };
  if (topology.kind !== 'cluster') return silent(new Redis({ ...primaryOf(topology), ...options }));
  const node = topology.nodes[turn % topology.nodes.length] ?? '';
  return silent(new Redis({ ...endpointOf(node), ...loginOf(node), ...options }));
}

function primaryOf(topology: Exclude<RedisTopology, { kind: 'cluster' }>): RedisOptions {
  const common = { ...loginOf(topology.url), db: databaseOf(topology.url) };
  if (topology.kind === 'server') return { ...endpointOf(topology.url), ...common };
  const [first = ''] = topology.sentinels;
  const { username, password, tls } = loginOf(first);
  return {
    ...common,
    name: endpointOf(topology.url).host,
    sentinels: topology.sentinels.map((address): Endpoint => endpointOf(address, SENTINEL_PORT)),
    ...(username !== undefined && { sentinelUsername: username }),
    ...(password !== undefined && { sentinelPassword: password }),
    ...(tls !== undefined && { sentinelTLS: tls }),
    enableTLSForSentinelMode: 'tls' in common,
    sentinelCommandTimeout: ANSWER_MS,
    // Without an end: the library counts a round of them as failed that only began in the middle, and would give up for good.
    sentinelRetryStrategy: retryMs,
  };
}

function openCluster(nodes: readonly string[]): Cluster {
  const [first = ''] = nodes;
  const { lazyConnect, enableOfflineQueue, ...rest } = NOTHING_WAITS;
  return silent(
    new Cluster(
      nodes.map((node) => endpointOf(node)),
      {
        lazyConnect,
        enableOfflineQueue,
        redisOptions: { ...loginOf(first), ...CONNECTION, ...rest },
        clusterRetryStrategy: retryMs,
        maxRedirections: MOST_REDIRECTIONS,
        // A command of which nobody knows whether it was done is not repeated.
        retryDelayOnFailover: 0,
        retryDelayOnClusterDown: 0,
        slotsRefreshTimeout: ANSWER_MS,
        slotsRefreshInterval: ANSWER_MS,
        // Names stay names, for certificates.
        dnsLookup: (host, callback) => callback(null, host),
      },
    ),
  );
}
