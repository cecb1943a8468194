import { readdirSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';
import { subscribeBySse } from '../support/subscribers.ts';
import { drive } from '../support/traffic.ts';
import { POINTS_OUT_OF_REACH } from './compare/servers.ts';
import { type Line, plot } from './plot.ts';

const CLIENTS = 16;
const LISTENERS = 20;
/** The share of the time after which caches are full and code is compiled. */
const WARM_UP = 0.3;

interface Sample {
  readonly second: number;
  readonly memoryMb: number;
  readonly heapMb: number;
  readonly handles: number;
  readonly lagMs: number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** By how much the last fifth lies above the first fifth after the warm-up, in percent. */
export function growth(values: readonly number[]): number {
  const warm = values.slice(Math.floor(values.length * WARM_UP));
  const fifth = Math.max(1, Math.floor(warm.length / 5));
  const first = mean(warm.slice(0, fifth));
  return (100 * (mean(warm.slice(-fifth)) - first)) / first;
}

/** So many seconds of mixed load: reads, writes, listeners who come and go. What the gateway holds the while, as figures and as a plot. */
export async function run([seconds = '600', file = 'docs/soak.svg']: readonly string[]): Promise<void> {
  const sandbox = await startSandbox({ limits: true, senders: 500, speed: 600, latencyMs: 20 });
  const gateway = await startGatewayProcess({
    ...providerEnv(sandbox),
    LIMIT_TOKEN_RATE: '1000000000',
    LIMIT_ADDRESS_RATE: '1000000000',
    ...POINTS_OUT_OF_REACH,
    QUEUE_TIMEOUT_MS: '1000',
    FRESH_MS: '2000',
  });
  const url = gateway.url ?? '';
  const until = AbortSignal.timeout(Number(seconds) * 1_000);
  const metric = (text: string, name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  const sample = async (began: number): Promise<Sample> => {
    const text = await (await fetch(new URL('/metrics', url))).text();
    return {
      second: (performance.now() - began) / 1_000,
      memoryMb: metric(text, 'process_resident_memory_bytes') / 2 ** 20,
      heapMb: metric(text, 'nodejs_heap_size_used_bytes') / 2 ** 20,
      handles: readdirSync(`/proc/${gateway.pid}/fd`).length,
      lagMs: metric(text, 'nodejs_eventloop_lag_p99_seconds') * 1_000,
    };
  };
  const comeAndGo = async () => {
    while (!until.aborted) {
      const listener = await subscribeBySse(url, { query: 'subscription { senderEvents { cursor kind name } }' });
      await delay(3_000, undefined, { signal: until }).catch(() => {});
      listener.close();
    }
  };
  try {
    const began = performance.now();
    const load = drive({ endpoints: () => [url], clients: CLIENTS, until, prefix: 'So' });
    const listeners = Promise.all(Array.from({ length: LISTENERS }, comeAndGo));
    const samples: Sample[] = [];
    while (!until.aborted) {
      samples.push(await sample(began));
      await delay(1_000);
    }
    const { answers, outcomes, foul } = await load;
    await listeners;
    const lines: readonly Line[] = [
      { title: 'Resident memory', unit: 'MB', values: samples.map(({ memoryMb }) => memoryMb) },
      { title: 'Heap in use', unit: 'MB', values: samples.map(({ heapMb }) => heapMb) },
      { title: 'Open handles', unit: '', values: samples.map(({ handles }) => handles) },
      { title: 'Event-loop lag, 99th percentile', unit: 'ms', values: samples.map(({ lagMs }) => lagMs) },
    ];
    writeFileSync(file, plot(`${seconds} s of mixed load: ${CLIENTS} clients, ${LISTENERS} listeners`, Number(seconds), lines));
    console.log(`${answers} answers in ${seconds} s`, outcomes, `${foul.length} foul`);
    for (const { title, unit, values } of lines)
      console.log(
        `${title}: ${mean(values).toFixed(1)} ${unit} on average, ${Math.max(...values).toFixed(1)} at most, ${growth(values).toFixed(1)}% more in the last fifth than after the warm-up`,
      );
    console.log('the provider’s limits broken:', sandbox.control.counters().violations);
  } finally {
    gateway.kill('SIGKILL');
    await gateway.exited;
    await sandbox.close();
  }
}
