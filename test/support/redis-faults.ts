import { setTimeout as delay } from 'node:timers/promises';
import type { RedisTopology } from '../../src/store/redis/topology.ts';
import { ClusterWorld, linked } from './redis-cluster.ts';
import { SentinelWorld } from './redis-sentinel.ts';
import { RedisServer } from './redis-server.ts';
import { TcpProxy } from './tcp-proxy.ts';

interface FaultyRedis {
  readonly topology: RedisTopology;
  /** Does it, and resolves when Redis could work again. */
  readonly happen: () => Promise<void>;
  remove(): Promise<void>;
}

export interface RedisFault {
  readonly what: string;
  readonly start: () => Promise<FaultyRedis>;
  /** Redis itself may forget what it was told last. */
  readonly forgets?: true;
}

const at = (port: number): RedisTopology => ({ kind: 'server', url: `redis://:${RedisServer.password}@127.0.0.1:${port}` });

const alone = async (happen: (server: RedisServer) => Promise<unknown>, args?: readonly string[]): Promise<FaultyRedis> => {
  const server = await RedisServer.start(args);
  return { topology: at(server.port), happen: async () => void (await happen(server)), remove: () => server.remove() };
};
const sentinel = async (happen: (world: SentinelWorld) => Promise<unknown>): Promise<FaultyRedis> => {
  const world = await SentinelWorld.start();
  return { topology: world.topology, happen: async () => void (await happen(world)), remove: () => world.remove() };
};
const cluster = async (happen: (node: RedisServer) => Promise<unknown>): Promise<FaultyRedis> => {
  const world = await ClusterWorld.start();
  return {
    topology: world.topology,
    happen: async () => void (await happen(await world.nodeOf('{account}'))),
    remove: () => world.remove(),
  };
};

const APPEND_ONLY = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
const FORGETFUL = ['--save', ''];

/** Whatever happens to a Redis, each with one of its own. */
export const REDIS_FAULTS: readonly RedisFault[] = [
  {
    what: 'connections that vanish without a word',
    async start() {
      const server = await RedisServer.start();
      const proxy = await TcpProxy.start(server.port);
      return {
        topology: at(proxy.port),
        happen: async () => proxy.swallow(),
        async remove() {
          await proxy.close();
          await server.remove();
        },
      };
    },
  },
  {
    what: 'a freeze longer than every timeout',
    start: () =>
      alone(async (server) => {
        server.freeze();
        await delay(3_000);
        server.thaw();
      }),
  },
  {
    what: 'a crash that keeps what was written',
    start: () =>
      alone(async (server) => {
        await server.crash();
        await server.start();
      }, APPEND_ONLY),
  },
  {
    what: 'a crash that forgets everything',
    forgets: true,
    start: () =>
      alone(async (server) => {
        await server.crash();
        await server.start();
      }, FORGETFUL),
  },
  {
    what: 'an address that leads to another primary, while the old one is demoted',
    forgets: true,
    async start() {
      const old = await RedisServer.start(FORGETFUL);
      const next = await RedisServer.start([...FORGETFUL, '--replicaof', `127.0.0.1 ${old.port}`, '--repl-diskless-sync-delay', '0']);
      const proxy = await TcpProxy.start(old.port);
      await linked(next);
      return {
        topology: at(proxy.port),
        async happen() {
          await next.command('replicaof', 'no', 'one');
          await old.command('replicaof', '127.0.0.1', next.port);
          proxy.target = next.port;
        },
        async remove() {
          await proxy.close();
          await Promise.all([old.remove(), next.remove()]);
        },
      };
    },
  },
  {
    what: 'a replica that takes over without the last second',
    forgets: true,
    async start() {
      const old = await RedisServer.start(FORGETFUL);
      const replication = await TcpProxy.start(old.port);
      const next = await RedisServer.start([
        ...FORGETFUL,
        '--replicaof',
        `127.0.0.1 ${replication.port}`,
        '--repl-diskless-sync-delay',
        '0',
      ]);
      const proxy = await TcpProxy.start(old.port);
      await linked(next);
      return {
        topology: at(proxy.port),
        async happen() {
          replication.swallow();
          await delay(1_000);
          await old.crash();
          await next.command('replicaof', 'no', 'one');
          proxy.target = next.port;
        },
        async remove() {
          await Promise.all([proxy.close(), replication.close()]);
          await Promise.all([old.remove(), next.remove()]);
        },
      };
    },
  },
  {
    what: 'a memory that is full for a while',
    start: () =>
      alone(async (server) => {
        await server.command('config', 'set', 'maxmemory', '1mb');
        await delay(1_000);
        await server.command('config', 'set', 'maxmemory', '0');
      }),
  },
  {
    what: 'another’s script that runs without end until it is killed, and scripts that are forgotten',
    start: () =>
      alone(async (server) => {
        await server.command('config', 'set', 'busy-reply-threshold', '100');
        const endless = server.command('eval', 'while true do end', 0).catch(() => {});
        await delay(1_500);
        await server.command('script', 'kill');
        await endless;
        await server.command('script', 'flush');
      }),
  },
  {
    what: 'a primary that dies, with Sentinel',
    forgets: true,
    start: () => sentinel(({ servers: [primary] }) => primary.crash()),
  },
  {
    what: 'a primary that freezes and comes back as a replica, with Sentinel',
    forgets: true,
    start: () =>
      sentinel(async ({ servers: [primary] }) => {
        primary.freeze();
        await delay(4_000);
        primary.thaw();
      }),
  },
  {
    what: 'a failover that is ordered, with Sentinel',
    forgets: true,
    start: () => sentinel((world) => world.failover()),
  },
  {
    what: 'a cluster’s primary that dies',
    forgets: true,
    start: () => cluster((node) => node.crash()),
  },
  {
    what: 'a cluster’s primary that freezes',
    forgets: true,
    start: () =>
      cluster(async (node) => {
        node.freeze();
        await delay(4_000);
        node.thaw();
      }),
  },
];
