import type { Stampede } from './figures.ts';
import { CONNECTIONS } from './load.ts';
import { ask, pageBody } from './operations.ts';
import { start } from './pinned.ts';
import { SERVERS, type Server, startOf } from './servers.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const LATENCY_MS = 50;

/** Each server, just started, asked by 64 readers at once. */
export async function measureStampedes(served: Parameters<Upstream['serve']>[0]): Promise<readonly Stampede[]> {
  const upstream = await startUpstream(served.length, LATENCY_MS);
  upstream.serve(served);
  const stampedes: Stampede[] = [];
  try {
    for (const server of SERVERS.filter(({ kind, env }) => kind !== 'floor' && env.HOT_PATH_BYTES === undefined)) {
      try {
        const equal = await storm(server, upstream, () => pageBody(20));
        const different = await storm(server, upstream, (index) => pageBody(index + 1));
        stampedes.push({ server: server.name, equal: equal.calls, different: different.calls, ms: equal.ms });
      } catch (error) {
        console.log(`${server.name}: ${error}`);
      }
    }
  } finally {
    await upstream.close();
  }
  return stampedes;
}

async function storm(server: Server, upstream: Upstream, bodyOf: (index: number) => string): Promise<{ calls: number; ms: number }> {
  const running = await start(await startOf(server, upstream));
  const counted = () => upstream.calls + upstream.sandbox.control.counters().requests;
  const before = counted();
  const since = performance.now();
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => ask(running.url, bodyOf(index))));
    return { calls: counted() - before, ms: performance.now() - since };
  } finally {
    await running.stop();
  }
}
