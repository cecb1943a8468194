import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisTopology } from '../../src/store/redis/topology.ts';
import { freePort, RedisServer } from './redis-server.ts';

const NAME = 'mymaster';
const SENTINELS = 3;

/** So short that tests need not wait; administrators choose seconds more. */
const config = (port: number, primary: number): string => `
port ${port}
bind 127.0.0.1
sentinel monitor ${NAME} 127.0.0.1 ${primary} 2
sentinel auth-pass ${NAME} ${RedisServer.password}
sentinel down-after-milliseconds ${NAME} 1000
sentinel failover-timeout ${NAME} 3000
`;

/** A primary, a replica and three Sentinels, each a process. */
export class SentinelWorld {
  readonly servers: readonly [RedisServer, RedisServer];
  readonly #sentinels: readonly { readonly port: number; readonly process: ChildProcess }[];
  readonly #folder: string;

  private constructor(
    servers: readonly [RedisServer, RedisServer],
    sentinels: readonly { readonly port: number; readonly process: ChildProcess }[],
    folder: string,
  ) {
    this.servers = servers;
    this.#sentinels = sentinels;
    this.#folder = folder;
  }

  static async start(): Promise<SentinelWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'sentinel-'));
    const primary = await RedisServer.start(['--save', '', '--repl-diskless-sync-delay', '0']);
    const replica = await RedisServer.start(['--save', '', '--replicaof', `127.0.0.1 ${primary.port}`]);
    const ports: number[] = [];
    for (let index = 0; index < SENTINELS; index += 1) ports.push(await freePort());
    const sentinels = ports.map((port) => {
      const file = join(folder, `${port}.conf`);
      writeFileSync(file, config(port, primary.port));
      return { port, process: spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' }) };
    });
    const world = new SentinelWorld([primary, replica], sentinels, folder);
    for (const { port } of sentinels) await world.#knowsAll(port);
    return world;
  }

  get topology(): RedisTopology {
    return {
      kind: 'sentinel',
      url: `redis://:${RedisServer.password}@${NAME}`,
      sentinels: this.#sentinels.map(({ port }) => `redis://127.0.0.1:${port}`),
    };
  }

  /** As an administrator orders it. */
  async failover(): Promise<void> {
    await this.#ask(this.#sentinels[0]?.port ?? 0, 'failover', NAME);
  }

  async remove(): Promise<void> {
    await Promise.all(
      this.#sentinels.map(({ process }) => {
        const ended = new Promise((resolve) => process.once('exit', resolve));
        process.kill('SIGKILL');
        return ended;
      }),
    );
    await Promise.all(this.servers.map((server) => server.remove()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Until it knows the other Sentinels and the replica: before that it could elect nobody. */
  async #knowsAll(port: number): Promise<void> {
    for (;;) {
      const answers = await Promise.all([this.#ask(port, 'sentinels', NAME), this.#ask(port, 'replicas', NAME)]).catch(() => []);
      const [others, replicas] = answers.map((answer) => (Array.isArray(answer) ? answer.length : 0));
      if (others === SENTINELS - 1 && replicas === 1) return;
      await delay(50);
    }
  }

  async #ask(port: number, ...args: readonly string[]): Promise<unknown> {
    const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => {});
    try {
      await redis.connect();
      return await redis.call('sentinel', [...args]);
    } finally {
      redis.disconnect();
    }
  }
}
