import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { MemoryOverload } from '../../src/ops/overload/overload.ts';
import { createReadiness } from '../../src/ops/readiness.ts';
import { startGateway } from '../support/gateway.ts';
import { lockFile } from '../support/locked-file.ts';
import { startTenants } from '../support/tenants.ts';

const page = (gateway: { url: string }, path: string) => fetch(new URL(path, gateway.url));
const metricsOf = async (gateway: { url: string }) => (await page(gateway, '/metrics')).text();
/** The value of a series; null where there is none. */
const readingOf = (text: string, series: string) => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
};

describe('/healthz and /readyz', () => {
  it('tell that all is well, to whoever asks', async () => {
    await using gateway = await startTenants();
    expect(await (await page(gateway, '/healthz')).text()).toBe('alive\n');
    const ready = await page(gateway, '/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { state: 'ready', reasons: [] }]);
  });

  it('tell that the provider is away, while what is held is served', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.control.raiseFault({ kind: 'reset', times: 100 });
    // Each day is a question of its own, with its own three calls a minute.
    for (let day = 1; day < 9; day += 1) await gateway.ask(`{ senders(filter: { statusChangedSince: "2026-11-0${day}" }) { totalCount } }`);
    const ready = await page(gateway, '/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ state: 'degraded', reasons: [expect.stringContaining('No address of the provider answers')] });
  });
});

describe('/readyz over a store that can’t be written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('says why, while /healthz answers at once', async () => {
    await using gateway = await startGateway({ env: { DATA_DIR: folder } });
    await gateway.ask('{ senders { totalCount } }');
    const unlock = await lockFile(join(folder, 'gateway.sqlite'));
    const asked = page(gateway, '/readyz');
    const since = performance.now();
    expect(await (await page(gateway, '/healthz')).text()).toBe('alive\n');
    expect(performance.now() - since).toBeLessThan(1_000);
    const ready = await asked;
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { state: 'down', reasons: [expect.stringContaining('another process keeps its file locked')] },
    ]);
    await unlock();
    await vi.waitFor(async () => expect((await page(gateway, '/readyz')).status).toBe(200), { timeout: 5_000 });
  });

  it('asks the store once a second at the most, however many ask', async () => {
    let pings = 0;
    let now = 0;
    const readiness = createReadiness({
      ping: async () => {
        pings += 1;
        throw new Error('The store is away.');
      },
      accounts: () => [],
      overload: new MemoryOverload({ memory: () => ({}) }),
      clock: () => now,
    });
    const asked = await Promise.all(Array.from({ length: 50 }, readiness));
    expect(asked[49]).toEqual({ state: 'down', reasons: ['The store is away. Nothing that costs the provider’s limits is asked.'] });
    expect(pings).toBe(1);
    now = 1_000;
    await readiness();
    expect(pings).toBe(2);
  });
});

describe('/metrics', () => {
  it('count operations by name and outcome, errors by code, and calls to the provider', async () => {
    await using gateway = await startGateway({ examples: ['query Known { __typename }'] });
    await gateway.ask('query Known { senders { totalCount } }');
    await gateway.ask('query Unheard { senders { totalCount freshness { ageSeconds } } }');
    await gateway.ask('query Known { senders(first: 501) { totalCount } }');
    await gateway.ask('mutation { deleteSender(input: { sender: { name: "None" } }) { __typename } }');
    const text = await metricsOf(gateway);
    expect(readingOf(text, 'gateway_operations_total{operation="Known",kind="query",outcome="ok"}')).toBe(1);
    expect(readingOf(text, 'gateway_operations_total{operation="other",kind="query",outcome="ok"}')).toBe(1);
    expect(readingOf(text, 'gateway_operations_total{operation="Known",kind="query",outcome="INVALID_INPUT"}')).toBe(1);
    expect(readingOf(text, 'gateway_operations_total{operation="anonymous",kind="mutation",outcome="SENDER_NOT_FOUND"}')).toBe(1);
    expect(readingOf(text, 'gateway_errors_total{code="SENDER_NOT_FOUND"}')).toBe(1);
    const account = gateway.sandbox.accounts[0].login;
    const used = readingOf(text, `gateway_points_used_total{account="${account}"}`);
    expect(used).toBeGreaterThan(8);
    expect(readingOf(text, `gateway_points_asked_total{account="${account}"}`)).toBeGreaterThan(Number(used));
    expect(readingOf(text, `gateway_upstream_calls_total{account="${account}",command="LIST",outcome="ok"}`)).toBe(gateway.calls('get'));
    expect(readingOf(text, `gateway_upstream_quota_remaining{account="${account}",quota="LIST"}`)).toBeLessThan(3);
    expect(readingOf(text, `gateway_upstream_running{account="${account}"}`)).toBe(0);
    expect(readingOf(text, `gateway_upstream_queue_length{account="${account}"}`)).toBe(0);
    expect(readingOf(text, `gateway_snapshot_age_seconds{account="${account}",part="names"}`)).toBeGreaterThanOrEqual(0);
    expect(readingOf(text, `gateway_upstream_breaker_state{account="${account}",host="${gateway.sandbox.url}"}`)).toBe(0);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    expect(text).toMatch(/^gateway_request_duration_seconds_bucket\{le="0\.1",kind="query"\} \d/m);
  });

  it.skipIf(process.env.HOT_PATH_BYTES === '0')('count answers that were given before', async () => {
    await using gateway = await startGateway({ examples: ['query Known { __typename }'] });
    for (let time = 0; time < 5; time += 1) await gateway.ask('query Known { senders { totalCount } }');
    expect(readingOf(await metricsOf(gateway), 'gateway_repeated_answers_total{operation="Known"}')).toBe(3);
  });

  it('are told nobody beside other tenants, but on a port of their own', async () => {
    await using gateway = await startTenants();
    expect((await page(gateway, '/metrics')).status).toBe(401);
    expect((await gateway.send('north-writes', { path: '/metrics' })).status).toBe(404);
    await using apart = await startTenants({ env: { OPERATOR_PORT: '0' } });
    expect((await page(apart, '/healthz')).status).toBe(401);
  });

  it('leave out what can’t be told now', async () => {
    await using gateway = await startGateway();
    await gateway.ask('{ senders { totalCount } }');
    const text = await metricsOf(gateway);
    expect(text).toContain('gateway_subscriptions 0');
  });
});
