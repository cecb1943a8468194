import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxCounters } from '../../src/sandbox/control.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type GatewayProcess, providerEnv, startGatewayProcess } from './gateway-process.ts';
import { RedisServer } from './redis-server.ts';
import { drive, type Traffic } from './traffic.ts';

export interface Storm {
  readonly traffic: Traffic;
  readonly counters: SandboxCounters;
  /** How often each name that a client was told of stands at the provider. */
  readonly held: ReadonlyMap<string, number>;
  readonly restarts: number;
}

interface StormOptions {
  readonly seconds: number;
  readonly clients: number;
}

interface World {
  kill(index: number): Promise<void>;
  /** One of an instance's workers, which its primary replaces. */
  killWorker(index: number): void;
  loseAnswer(): void;
}

/** So that the gateways' own limits, and not the sandbox's wait, are what is tested. */
const SANDBOX = { limits: true, latencyMs: 50, speed: 0, senders: 40 } as const;
const GATEWAY = { QUEUE_TIMEOUT_MS: '2000', FRESH_MS: '5000' };

async function storm(
  { seconds, clients }: StormOptions,
  env: Record<string, string>,
  instances: number,
  events: (world: World, seconds: number) => Promise<void>,
): Promise<Storm> {
  const sandbox = await startSandbox(SANDBOX);
  const start = () => startGatewayProcess({ ...providerEnv(sandbox), ...GATEWAY, ...env });
  const gateways: GatewayProcess[] = await Promise.all(Array.from({ length: instances }, start));
  let restarts = 0;
  const world = {
    async kill(index: number) {
      gateways[index]?.kill('SIGKILL');
      await gateways[index]?.exited;
      gateways[index] = await start();
      restarts += 1;
    },
    killWorker(index: number) {
      const [worker] = gateways[index]?.workers() ?? [];
      if (worker === undefined) throw new Error('There is no worker.');
      process.kill(worker, 'SIGKILL');
      restarts += 1;
    },
    loseAnswer: () => sandbox.control.raiseFault({ kind: 'latency', command: 'add', ms: 1_500 }),
  };
  try {
    const stop = new AbortController();
    const traffic = drive({ endpoints: () => gateways.flatMap(({ url }) => url ?? []), clients, until: stop.signal, prefix: 'Ld' });
    await events(world, seconds);
    stop.abort();
    const seen = await traffic;
    // What was still under way at the provider comes to its end.
    await delay(2_000);
    const held = new Map<string, number>();
    for (const { name } of sandbox.control.state().senders) held.set(name, (held.get(name) ?? 0) + 1);
    return { traffic: seen, counters: sandbox.control.counters(), held, restarts };
  } finally {
    for (const gateway of gateways) gateway.kill('SIGKILL');
    await Promise.all(gateways.map(({ exited }) => exited));
    await sandbox.close();
  }
}

/** Three instances on one Redis; one is killed in the middle of a write and started again, and Redis is restarted once. */
export async function stormOnRedis(options: StormOptions): Promise<Storm> {
  const redis = await RedisServer.start();
  try {
    return await storm(options, { REDIS_URL: redis.url }, 3, async ({ kill, loseAnswer }, seconds) => {
      await delay(seconds * 250);
      loseAnswer();
      await delay(700);
      await kill(0);
      await delay(seconds * 250);
      await redis.stop();
      await delay(1_000);
      await redis.start();
      await delay(seconds * 500);
    });
  } finally {
    await redis.remove();
  }
}

/** One instance on a file, killed and started again five times. */
export async function stormOnSqlite(options: StormOptions): Promise<Storm> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  try {
    return await storm(options, { DATA_DIR: folder }, 1, async ({ kill, loseAnswer }, seconds) => {
      for (let restart = 0; restart < 5; restart += 1) {
        await delay(seconds * 160);
        loseAnswer();
        await delay(300);
        await kill(0);
      }
      await delay(seconds * 200);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two workers behind one port, on a file; one of them is killed in the middle. */
export async function stormOnWorkers(options: StormOptions): Promise<Storm> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  try {
    return await storm(options, { DATA_DIR: folder, WORKERS: '2' }, 1, async ({ killWorker, loseAnswer }, seconds) => {
      await delay(seconds * 400);
      loseAnswer();
      await delay(300);
      killWorker(0);
      await delay(seconds * 600);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
