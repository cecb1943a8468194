import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Size } from './figures.ts';
import { load } from './load.ts';
import { pageBody, pageOf } from './operations.ts';
import { type Running, start } from './pinned.ts';
import { SERVERS, startOf, TOKEN } from './servers.ts';
import { startUpstream, type Upstream } from './upstream.ts';

export const SIZES: readonly number[] = [50, 1_000, 15_000, 40_000];
const FIRST = 20;
/** Frequent enough that several refreshes fall into a load of seconds. */
const OFTEN = { FRESH_MS: '1000' };
const STARTS = 3;

/** The gateway by the number of senders that it holds. */
export async function measureSizes(seconds: number): Promise<readonly Size[]> {
  const sizes: Size[] = [];
  for (const senders of SIZES) {
    const size = await measureSize(senders, seconds);
    console.log(size);
    sizes.push(size);
  }
  return sizes;
}

async function measureSize(senders: number, seconds: number): Promise<Size> {
  const upstream = await startUpstream(senders);
  const folder = mkdtempSync(join(tmpdir(), 'bench-data-'));
  try {
    const empty: number[] = [];
    for (let index = 0; index < STARTS; index += 1) empty.push(await withGateway(upstream, {}, (running) => firstAnswer(running)));
    // Stored by this one.
    const warm = await withGateway(upstream, { dataDir: folder }, async (running) => {
      await pageOf(running.url, FIRST);
      const hot = await pages(running, seconds);
      return { hot, memory: running.memory() };
    });
    const stored: number[] = [];
    for (let index = 0; index < STARTS; index += 1)
      stored.push(await withGateway(upstream, { dataDir: folder }, (running) => firstAnswer(running)));
    const executed = await withGateway(upstream, { env: { HOT_PATH_BYTES: '0' } }, (running) => pages(running, seconds));
    const refreshed = await withGateway(upstream, { env: OFTEN }, (running) => refreshes(running, upstream, seconds));
    return {
      senders,
      emptyStartMs: Math.min(...empty),
      storedStartMs: Math.min(...stored),
      executed,
      hot: warm.hot,
      memory: Math.max(warm.memory, refreshed.memory),
      stallMs: refreshed.stallMs,
      refreshes: refreshed.refreshes,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await upstream.close();
  }
}

async function withGateway<Result>(
  upstream: Upstream,
  wish: Parameters<typeof startOf>[2],
  measure: (running: Running) => Promise<Result>,
): Promise<Result> {
  const [gateway] = SERVERS;
  if (gateway === undefined) throw new Error('no gateway');
  const running = await start(await startOf(gateway, upstream, wish));
  try {
    return await measure(running);
  } finally {
    await running.stop();
  }
}

async function firstAnswer(running: Running): Promise<number> {
  await pageOf(running.url, FIRST);
  return performance.now() - running.startedAt;
}

async function pages(running: Running, seconds: number): Promise<number> {
  const asked = { url: running.url, token: TOKEN.token, body: pageBody(FIRST) };
  await load({ ...asked, seconds: 2 });
  return (await load({ ...asked, seconds })).rate;
}

async function refreshes(running: Running, upstream: Upstream, seconds: number) {
  await pages(running, 1);
  const before = upstream.sandbox.control.counters().requests;
  await running.tell('reset');
  await load({ url: running.url, token: TOKEN.token, body: pageBody(FIRST), seconds: Math.max(seconds, 5), rate: 2_000 });
  await delay(100);
  const { max } = (await running.tell('read')) as { max: number };
  return { stallMs: max, refreshes: upstream.sandbox.control.counters().requests - before, memory: running.memory() };
}
