import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pinMyself } from './compare/pinned.ts';
import { type Line, plot } from './plot.ts';
import type { Orders, Spoils } from './siege/attackers.ts';
import type { HonestSecond } from './siege/honest.ts';
import { memoryBound } from './siege/memory-bound.ts';
import { type SiegeWorld, startSiegeWorld } from './siege/world.ts';

const MEMORY_MB = 512;
/** The share of the time in which honest callers are alone. */
const ALONE = 0.1;

interface Sample {
  readonly memoryMb: number;
  readonly heapMb: number;
  readonly connections: number;
  readonly state: number;
}

const at = (times: readonly number[], share: number) => times.toSorted((a, b) => a - b)[Math.ceil(share * times.length) - 1] ?? Number.NaN;
const told = (times: readonly number[]) =>
  `p50 ${at(times, 0.5).toFixed(1)} ms, p99 ${at(times, 0.99).toFixed(1)} ms, at worst ${at(times, 1).toFixed(0)} ms, of ${times.length}`;
const worker = (file: string, args: readonly string[]): ChildProcess =>
  fork(new URL(file, import.meta.url), args, { execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=4096'] });

/** [--seconds 600] [--connections 1000] [--out docs/siege.svg]: every kind of misuse at once, beside two honest tenants, in 512 MB. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, fallback: string) => args[args.indexOf(`--${name}`) + 1 || args.length] ?? fallback;
  const [seconds, connections] = [Number(option('seconds', '600')), Number(option('connections', '1000'))];
  const out = option('out', 'docs/siege.svg');
  pinMyself();
  const bound = memoryBound(MEMORY_MB * 2 ** 20);
  console.log(`${MEMORY_MB} MB for the gateway by ${bound.name}; ${connections} hostile connections for ${seconds} s`);
  try {
    await using world = await startSiegeWorld(bound);
    const honest = worker('./siege/honest.ts', [world.gateway.url, ...world.honestTokens]);
    const seen: HonestSecond[] = [];
    honest.on('message', (second) => seen.push(second as HonestSecond));
    try {
      // What both hold is there.
      await delay(5_000);
      seen.length = 0;
      const samples: Sample[] = [];
      const watching = watch(world, bound.usedMb, samples);
      await delay(Math.max(5, ALONE * seconds) * 1_000);
      const before = seen.splice(0);
      const spoils = await attack(world, { connections, seconds });
      const during = seen.splice(0);
      watching.stop();
      report(before, during, spoils, samples);
      writeFileSync(out, picture(seconds, connections, samples, [...before, ...during]));
      const ended = world.gateway.ended();
      if (ended !== null) throw new Error(`the gateway did not hold: ${ended}`);
      console.log('restarts: 0');
    } finally {
      honest.kill('SIGKILL');
    }
  } finally {
    bound.end();
  }
}

async function attack(
  { gateway, receiverPort, loot }: SiegeWorld,
  { connections, seconds }: Pick<Orders, 'connections' | 'seconds'>,
): Promise<Spoils | null> {
  const orders: Orders = { url: gateway.url, connections, seconds, receiverPort, loot };
  const attackers = worker('./siege/attackers.ts', []);
  attackers.send(orders);
  try {
    const [spoils] = (await Promise.race([once(attackers, 'message'), until(() => gateway.ended() !== null)])) as [Spoils | null];
    return spoils;
  } finally {
    attackers.kill('SIGKILL');
  }
}

async function until(holds: () => boolean): Promise<readonly [null]> {
  while (!holds()) await delay(500);
  return [null];
}

function watch({ gateway, metricsUrl }: SiegeWorld, usedMb: () => number | null, samples: Sample[]): { stop(): void } {
  const figure = (text: string, name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length) ?? 0,
    );
  const timer = setInterval(async () => {
    if (gateway.ended() !== null) return;
    // What can be seen from outside is seen, also while the gateway is busy.
    const memoryMb = usedMb() ?? gateway.memory();
    const text = await fetch(metricsUrl, { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.text(),
      () => '',
    );
    samples.push({
      memoryMb,
      heapMb: figure(text, 'nodejs_heap_size_used_bytes') / 2 ** 20,
      connections: figure(text, 'gateway_connections{kind="open"}'),
      state: figure(text, 'gateway_overload_state'),
    });
  }, 1_000);
  return { stop: () => clearInterval(timer) };
}

function report(before: readonly HonestSecond[], during: readonly HonestSecond[], spoils: Spoils | null, samples: readonly Sample[]): void {
  const times = (seconds: readonly HonestSecond[]) => seconds.flatMap(({ times: own }) => own);
  const failures = during.flatMap(({ failures: own }) => own);
  console.log(`honest hot reads alone: ${told(times(before))}`);
  console.log(
    `honest hot reads in the siege: ${told(times(during))}; refused or broken: ${failures.length}`,
    failures.slice(0, 5).join(' '),
  );
  console.log(
    `memory: ${Math.max(...samples.map(({ memoryMb }) => memoryMb)).toFixed(0)} MB at most, ${samples.at(-1)?.memoryMb.toFixed(0)} MB in the end`,
  );
  console.log(
    `most connections at once: ${Math.max(...samples.map(({ connections }) => connections))}; short of memory in ${samples.filter(({ state }) => state > 0).length} of ${samples.length} s`,
  );
  if (spoils === null) return;
  console.log(`most connections to a webhook receiver that drips: ${spoils.mostWebhookConnections}`);
  for (const [name, endings] of Object.entries(spoils.outcomes))
    console.log(
      `  ${name}: ${Object.entries(endings)
        .toSorted(([, a], [, b]) => b - a)
        .map(([ending, count]) => `${ending} ×${count}`)
        .join(', ')}`,
    );
}

function picture(seconds: number, connections: number, samples: readonly Sample[], honest: readonly HonestSecond[]): string {
  const lines: readonly Line[] = [
    { title: 'Memory of the container', unit: 'MB', values: samples.map(({ memoryMb }) => memoryMb) },
    { title: 'Heap in use', unit: 'MB', values: samples.map(({ heapMb }) => heapMb) },
    { title: 'Open connections', unit: '', values: samples.map((sample) => sample.connections) },
    {
      title: 'Honest hot reads, 99th percentile of a second',
      unit: 'ms',
      values: honest.map(({ times }) => (times.length === 0 ? 0 : at(times, 0.99))),
    },
  ];
  return plot(`${seconds} s of ${connections} hostile connections in ${MEMORY_MB} MB`, samples.length, lines);
}
