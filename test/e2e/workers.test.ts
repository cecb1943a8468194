import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';

const QUESTION = JSON.stringify({ query: '{ senders(first: 1) { totalCount } }' });
/** Long after any answer comes. */
const LEFT_MS = 5_000;
const KILLS = 4;
/** A worker serves that long after its start. */
const WARM_MS = 2_000;

const ask = async (url: string): Promise<unknown> => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', connection: 'close' }, body: QUESTION });
  return ((await answer.json()) as { data: unknown }).data;
};

it('serves from two workers that share what they hold, replaces one that dies, and ends with both', { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const sandbox = await startSandbox({ speed: 0, senders: 7 });
  const gateway = await startGatewayProcess({ ...providerEnv(sandbox), DATA_DIR: folder, WORKERS: '2' });
  try {
    const url = gateway.url ?? '';
    const expected = { senders: { totalCount: 7 } };
    for (let index = 0; index < 6; index += 1) expect(await ask(url)).toEqual(expected);
    expect(sandbox.control.counters().byCommand.get).toBe(1);

    const [first = 0, second] = gateway.workers();
    expect(second).toBeDefined();
    process.kill(first, 'SIGKILL');
    while (gateway.workers().filter((pid) => pid !== first).length < 2) await delay(100);
    expect(await ask(url)).toEqual(expected);

    const workers = gateway.workers();
    gateway.kill('SIGTERM');
    expect(await gateway.exited).toEqual([0, null]);
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow();
  } finally {
    gateway.kill('SIGKILL');
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

it('leaves nobody waiting whose connection was on its way to a worker that is killed', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const gateway = await startGatewayProcess({ DATA_DIR: folder, WORKERS: '2' });
  try {
    const outcomes = { answered: 0, reset: 0, left: 0 };
    const stop = new AbortController();
    const client = async () => {
      while (!stop.signal.aborted) {
        const outcome = await fetch(new URL('/healthz', gateway.url ?? ''), {
          headers: { connection: 'close' },
          signal: AbortSignal.timeout(LEFT_MS),
        }).then(
          () => 'answered' as const,
          ({ name }) => (name === 'TimeoutError' ? ('left' as const) : ('reset' as const)),
        );
        outcomes[outcome] += 1;
      }
    };
    const clients = Promise.all(Array.from({ length: 32 }, client));
    for (let kill = 0; kill < KILLS; kill += 1) {
      while (gateway.workers().length < 2) await delay(50);
      await delay(WARM_MS);
      process.kill(gateway.workers()[0] ?? 0, 'SIGKILL');
    }
    stop.abort();
    await clients;
    expect(outcomes.left).toBe(0);
    expect(outcomes.answered).toBeGreaterThan(100);
  } finally {
    gateway.kill('SIGKILL');
    await gateway.exited;
    rmSync(folder, { recursive: true, force: true });
  }
});

it('refuses workers that would share nothing', async () => {
  const gateway = await startGatewayProcess({ WORKERS: '2', DATA_DIR: ':memory:' });
  expect(gateway.url).toBeNull();
  expect(await gateway.exited).toEqual([1, null]);
  expect(gateway.output()).toContain('DATA_DIR must be a folder while WORKERS is more than 1');
});
