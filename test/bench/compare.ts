import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pageOf } from './compare/operations.ts';
import { pinMyself, start } from './compare/pinned.ts';
import { plot } from './compare/plot.ts';
import { report } from './compare/report.ts';
import { PEERS, SERVERS, startOf } from './compare/servers.ts';
import { measureSizes } from './compare/sizes.ts';
import { measureStampedes } from './compare/stampede.ts';
import { measureThroughput } from './compare/throughput.ts';
import { startUpstream } from './compare/upstream.ts';
import { measureWorkers } from './compare/workers.ts';

/** As many as the largest page. */
const SENDERS = 500;

/** The gateway and its peers side by side; writes benchmarks.md and benchmarks.svg. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      out: { type: 'string', default: 'docs' },
    },
  });
  const extent = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
  if (!existsSync(join(PEERS, 'node_modules'))) execFileSync('npm', ['ci', '--ignore-scripts', '--prefix', PEERS], { stdio: 'inherit' });
  pinMyself();
  const upstream = await startUpstream(SENDERS);
  const compared = await measureThroughput(upstream, extent);
  const workers = await measureWorkers(upstream, extent);
  const stampedes = await measureStampedes(await heldBy(upstream));
  await upstream.close();
  const sizes = await measureSizes(extent.seconds);
  const figures = { ...extent, ...compared, workers, stampedes, sizes };
  const kindOf = (name: string) => SERVERS.find((server) => server.name === name)?.kind ?? 'peer';
  writeFileSync(join(values.out, 'benchmarks.md'), report(figures, new Date()));
  writeFileSync(join(values.out, 'benchmarks.svg'), plot(figures.throughput, kindOf));
}

async function heldBy(upstream: Parameters<typeof startOf>[1]) {
  const [gateway] = SERVERS;
  if (gateway === undefined) throw new Error('no gateway');
  const running = await start(await startOf(gateway, upstream));
  try {
    return await pageOf(running.url, SENDERS);
  } finally {
    await running.stop();
  }
}
