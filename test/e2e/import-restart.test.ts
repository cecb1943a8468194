import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type GatewayProcess, providerEnv, startGatewayProcess } from '../support/gateway-process.ts';
import { hasRedis, NO_REDIS, RedisServer } from '../support/redis-server.ts';
import type { Json } from '../support/tenants.ts';

/** As many as go out in the first minute. */
const NAMES = ['One', 'Two', 'Three', 'Four'];
const BEGIN = `mutation ($rows: [ImportSenderRowInput!]) { importSenders(input: { rows: $rows }) { ... on ImportSendersSuccess { job { id } } } }`;
const FIND = 'query ($id: ID!) { importJob(id: $id) { state done failed rows { nodes { name state } } } }';

const ask = async ({ url }: GatewayProcess, query: string, variables: object): Promise<Json> => {
  const response = await fetch(url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return ((await response.json()) as Json).data;
};

/** Kills the gateway that is adding, once the provider has done it and before its answer is there. */
async function killInAnAdd(env: Record<string, string>, instances: number): Promise<void> {
  const sandbox = await startSandbox({ speed: 0, latencyMs: 300 });
  // What the killed one left open is settled once the provider must be through with it.
  const start = () => startGatewayProcess({ ...providerEnv(sandbox), UPSTREAM_TIMEOUT_MS: '2000', ...env });
  const gateways = await Promise.all(Array.from({ length: instances }, start));
  try {
    const [first] = gateways;
    if (first === undefined) throw new RangeError('no instance');
    const { importSenders } = await ask(first, BEGIN, { rows: NAMES.map((name) => ({ name })) });
    const { id } = importSenders.job;
    while (!sandbox.control.state().senders.some(({ name }) => name === 'Two')) await delay(5);
    first.kill('SIGKILL');
    await first.exited;

    const next = gateways[1] ?? (await start());
    gateways.push(next);
    let job: Json;
    do {
      await delay(200);
      job = (await ask(next, FIND, { id })).importJob;
    } while (job.state !== 'FINISHED');
    expect(job).toEqual({ state: 'FINISHED', done: 4, failed: 0, rows: { nodes: NAMES.map((name) => ({ name, state: 'ADDED' })) } });
    const held = sandbox.control.state().senders.map(({ name }) => name);
    expect(held.toSorted()).toEqual(NAMES.toSorted());
    expect(sandbox.control.counters()).toMatchObject({ violations: { list: 0, add: 0, concurrent: 0 }, byCommand: { add: 4 } });
  } finally {
    for (const gateway of gateways) gateway.kill('SIGKILL');
    await Promise.all(gateways.map(({ exited }) => exited));
    await sandbox.close();
  }
}

// Some 25 seconds each: a turn is taken over once it has lapsed.
describe.concurrent('a gateway that is killed in the middle of an import', () => {
  it('adds each name exactly once after a restart', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'import-'));
    try {
      await killInAnAdd({ DATA_DIR: folder }, 1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.skipIf(!hasRedis)(
    `leaves the rest to another instance on Redis, each name exactly once${hasRedis ? '' : ` (${NO_REDIS})`}`,
    { timeout: 60_000 },
    async () => {
      const redis = await RedisServer.start();
      try {
        await killInAnAdd({ REDIS_URL: redis.url }, 2);
      } finally {
        await redis.remove();
      }
    },
  );
});
