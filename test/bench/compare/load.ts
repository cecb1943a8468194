import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { has, LOAD_CORE, on } from './pinned.ts';
import { PEERS } from './servers.ts';

export const CONNECTIONS = 64;

/** One body, posted by 64 kept connections. */
export interface Load {
  readonly url: string;
  readonly token: string;
  readonly body: string;
  readonly seconds: number;
  /** Requests a second that are wanted; left out: as many as there can be. */
  readonly rate?: number;
  readonly cores?: string;
}

export interface Measured {
  /** Requests a second. */
  readonly rate: number;
  /** In ms. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Requests that failed. */
  readonly faults: number;
}

const HAS_WRK = has('wrk');
export const LOADER = HAS_WRK ? 'wrk' : 'autocannon';
const SCRIPT = fileURLToPath(new URL('./load.lua', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'bench-'));

export const load = (asked: Load): Promise<Measured> => (HAS_WRK ? byWrk(asked) : byAutocannon(asked));

/** A rate is reached by rests of each connection, which are corrected once by what came of them. */
async function byWrk(asked: Load): Promise<Measured> {
  if (asked.rate === undefined) return wrk(asked, 0);
  const rest = (CONNECTIONS * 1000) / asked.rate;
  const { rate } = await wrk({ ...asked, seconds: 1 }, rest);
  return wrk(asked, Math.max(0.05, rest + (CONNECTIONS * 1000) / asked.rate - (CONNECTIONS * 1000) / rate));
}

async function wrk({ url, token, body, seconds, cores = LOAD_CORE }: Load, pause: number): Promise<Measured> {
  const file = join(FOLDER, 'body');
  writeFileSync(file, body);
  const command = ['wrk', '-t', String(cores.split(',').length), '-c', String(CONNECTIONS), '-d', `${seconds}s`, '-s', SCRIPT, url];
  const output = await outputOf(on(cores, command), { BODY_FILE: file, TOKEN: token, PAUSE: String(pause) });
  const { requests, us, p50, p99, max, faults } = JSON.parse(output.slice(output.lastIndexOf('{'))) as Record<string, number>;
  return {
    rate: ((requests ?? 0) * 1e6) / (us ?? 1),
    p50: (p50 ?? 0) / 1000,
    p99: (p99 ?? 0) / 1000,
    max: (max ?? 0) / 1000,
    faults: faults ?? 0,
  };
}

async function byAutocannon({ url, token, body, seconds, rate, cores = LOAD_CORE }: Load): Promise<Measured> {
  const script = join(PEERS, 'node_modules/autocannon/autocannon.js');
  const headers = ['content-type: application/json', 'accept: application/json', `authorization: Bearer ${token}`];
  const command = [
    ...[process.execPath, script, '--json', '-c', String(CONNECTIONS), '-d', String(seconds), '-m', 'POST', '-b', body],
    ...headers.flatMap((header) => ['-H', header]),
    ...(rate === undefined ? [] : ['-R', String(Math.round(rate))]),
    url,
  ];
  const { requests, latency, errors, timeouts, non2xx } = JSON.parse(await outputOf(on(cores, command), {}));
  return { rate: requests.average, p50: latency.p50, p99: latency.p99, max: latency.max, faults: errors + timeouts + non2xx };
}

async function outputOf([program, args]: [string, string[]], env: Record<string, string>): Promise<string> {
  const child = spawn(program, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output}`);
  return output;
}
