import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';
import { subscribeBySse, subscribeByWebSocket } from '../support/subscribers.ts';
import { drive } from '../support/traffic.ts';

const SECONDS = 4;
const QUERY = 'subscription { senderEvents { cursor kind name } }';

it('listeners, writers and readers of two instances share the provider’s limits without breaking one', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  const sandbox = await startSandbox({ limits: true, latencyMs: 20, speed: 100_000, senders: 40 });
  // Far more often than is allowed: the limits have to hold it back.
  const env = {
    ...providerEnv(sandbox),
    DATA_DIR: folder,
    FRESH_MS: '200',
    QUEUE_TIMEOUT_MS: '1000',
    POLL_FAST_MS: '100',
    POLL_SLOW_MS: '200',
  };
  const gateways = await Promise.all([startGatewayProcess(env), startGatewayProcess(env)]);
  try {
    const endpoints = gateways.flatMap(({ url }) => url ?? []);
    const listeners = await Promise.all(
      endpoints.flatMap((url) => [subscribeBySse(url, { query: QUERY }), subscribeByWebSocket(url, { query: QUERY })]),
    );
    const stop = new AbortController();
    const traffic = drive({ endpoints: () => endpoints, clients: 6, until: stop.signal, prefix: 'Li' });
    await delay(SECONDS * 1_000);
    stop.abort();
    const { foul, outcomes } = await traffic;
    await delay(1_500);
    const { violations, byError } = sandbox.control.counters();
    expect(violations).toEqual({ list: 0, add: 0, concurrent: 0 });
    expect(byError['9'] ?? 0).toBe(0);
    expect(foul).toEqual([]);
    expect(outcomes.ok).toBeGreaterThan(50);
    const [first, ...others] = listeners.map(({ results }) => results.map(({ data }) => data?.senderEvents.cursor));
    expect(first?.length).toBeGreaterThan(3);
    for (const other of others) expect(other).toEqual(first);
    for (const listener of listeners) listener.close();
  } finally {
    for (const gateway of gateways) gateway.kill('SIGKILL');
    await Promise.all(gateways.map(({ exited }) => exited));
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
