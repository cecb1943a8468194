import type { Figures, HalfLoad, PageCost, Throughput } from './figures.ts';
import { median } from './figures.ts';
import { load } from './load.ts';
import { check, type Operation, operationsOver, pageBody, pageOf } from './operations.ts';
import { type Running, start } from './pinned.ts';
import { SERVERS, type Server, startOf, TOKEN } from './servers.ts';
import type { Upstream } from './upstream.ts';

const WARM_SECONDS = 2;
const PAGES = [20, 100, 500];
/** Each page size is a load of its own for each server: those that tell most. */
const PAGED = ['this gateway', 'this gateway, executed each time', 'node:http, JSON.stringify', 'mercurius with jit'];

interface Contender {
  readonly server: Server;
  readonly running: Running;
}

/** All servers stand side by side; each round asks each of them in turn, so that a slow minute of the machine is everybody's. */
export async function measureThroughput(
  upstream: Upstream,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Pick<Figures, 'throughput' | 'halfLoad' | 'pages' | 'absent'>> {
  const contenders: Contender[] = [];
  const absent: { server: string; why: string }[] = [];
  let operations: readonly Operation[] = [];
  for (const server of SERVERS) {
    try {
      const running = await start(await startOf(server, upstream));
      if (operations.length === 0) {
        // The gateway says what the provider has; everybody else is to say the same.
        const senders = await pageOf(running.url, 500);
        upstream.serve(senders);
        operations = operationsOver(senders);
      }
      contenders.push({ server, running });
    } catch (error) {
      absent.push({ server: server.name, why: String(error instanceof Error ? error.message : error).slice(0, 400) });
    }
  }
  try {
    const throughput: Throughput[] = [];
    const halfLoad: HalfLoad[] = [];
    for (const operation of operations) {
      const { body } = operation;
      const bytes = new Map<Server, number>();
      const rates = new Map<Server, number[]>(contenders.map(({ server }) => [server, []]));
      for (const { server, running } of contenders) {
        bytes.set(server, await check(running.url, operation));
        await load({ url: running.url, token: TOKEN.token, body, seconds: WARM_SECONDS });
      }
      for (let round = 0; round < rounds; round += 1)
        for (const { server, running } of contenders) {
          await check(running.url, operation);
          const { rate, faults } = await load({ url: running.url, token: TOKEN.token, body, seconds });
          if (faults > 0) throw new Error(`${server.name}: ${faults} faults at ${operation.name}`);
          rates.get(server)?.push(rate);
          console.log(`round ${round + 1}  ${operation.name}  ${server.name}: ${Math.round(rate)}/s`);
        }
      for (const { server, running } of contenders) {
        const all = rates.get(server) ?? [];
        throughput.push({ server: server.name, operation: operation.name, rates: all, bytes: bytes.get(server) ?? 0 });
        if (server.kind === 'peer') continue;
        const { rate, p50, p99 } = await load({ url: running.url, token: TOKEN.token, body, seconds, rate: median(all) / 2 });
        halfLoad.push({ server: server.name, operation: operation.name, rate, p50, p99 });
      }
    }
    return { throughput, halfLoad, pages: await measurePages(contenders, seconds), absent };
  } finally {
    for (const { running } of contenders) await running.stop();
  }
}

async function measurePages(contenders: readonly Contender[], seconds: number): Promise<readonly PageCost[]> {
  const pages: PageCost[] = [];
  for (const first of PAGES)
    for (const { server, running } of contenders.filter(({ server: { name } }) => PAGED.includes(name))) {
      const nodes = await pageOf(running.url, first);
      if (nodes.length !== first) throw new Error(`${server.name} gives ${nodes.length} of ${first}`);
      const asked = { url: running.url, token: TOKEN.token, body: pageBody(first) };
      await load({ ...asked, seconds: 1 });
      pages.push({ server: server.name, first, rate: (await load({ ...asked, seconds })).rate });
    }
  return pages;
}
