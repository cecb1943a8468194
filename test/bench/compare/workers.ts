import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gain, median } from './figures.ts';
import { load } from './load.ts';
import { check, operationsOver, pageOf } from './operations.ts';
import { LOAD_CORE, SERVER_CORE, start } from './pinned.ts';
import { SERVERS, startOf, TOKEN } from './servers.ts';
import type { Upstream } from './upstream.ts';

const COMPARED = ['this gateway', 'node:http, the same bytes'];
const BOTH = `${SERVER_CORE},${LOAD_CORE}`;

/** One worker and two, with both cores free for them and for the load, which take what they need of each. */
export async function measureWorkers(
  upstream: Upstream,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<readonly Gain[]> {
  const rates = new Map<string, number[]>();
  let senders: Parameters<typeof operationsOver>[0] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const name of COMPARED)
      for (const workers of ['1', '2']) {
        const server = SERVERS.find((candidate) => candidate.name === name);
        if (server === undefined) continue;
        const running = await start(
          await startOf(server, upstream, { cores: BOTH, dataDir: mkdtempSync(join(tmpdir(), 'bench-data-')), env: { WORKERS: workers } }),
        );
        try {
          if (senders.length === 0) senders = await pageOf(running.url, 20);
          const [operation] = operationsOver(senders);
          if (operation === undefined) continue;
          await check(running.url, operation);
          const asked = { url: running.url, token: TOKEN.token, body: operation.body, cores: BOTH };
          await load({ ...asked, seconds: 2 });
          const key = `${name} ${workers}`;
          rates.set(key, [...(rates.get(key) ?? []), (await load({ ...asked, seconds })).rate]);
        } finally {
          await running.stop();
        }
      }
  const of = (name: string, workers: string) => median(rates.get(`${name} ${workers}`) ?? []);
  return COMPARED.map((server) => ({ server, one: of(server, '1'), two: of(server, '2') }));
}
