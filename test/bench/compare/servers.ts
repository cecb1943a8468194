import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };
import { newToken } from '../../../src/tools/new-token.ts';
import { freePort, type Start } from './pinned.ts';
import type { Upstream } from './upstream.ts';

export const PEERS = fileURLToPath(new URL('../peers/', import.meta.url));
const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
/** What `npm start` gives to Node. */
const FLAGS = packageJson.scripts.start.split(' ').filter((word) => word.startsWith('--') && !word.startsWith('--env-file'));
const LOOP_DELAY = new URL('./loop-delay.ts', import.meta.url).href;

export interface Server {
  readonly name: string;
  /** Ours, a floor, or someone else's. */
  readonly kind: 'ours' | 'floor' | 'peer';
  /** A module of test/bench/peers; null: the gateway. */
  readonly module: string | null;
  readonly env: Readonly<Record<string, string>>;
}

export const SERVERS: readonly Server[] = [
  { name: 'this gateway', kind: 'ours', module: null, env: {} },
  { name: 'this gateway, executed each time', kind: 'ours', module: null, env: { HOT_PATH_BYTES: '0' } },
  { name: 'node:http, the same bytes', kind: 'floor', module: 'raw.js', env: { KIND: 'bytes' } },
  { name: 'node:http, JSON.stringify', kind: 'floor', module: 'raw.js', env: { KIND: 'json' } },
  { name: 'mercurius with jit', kind: 'peer', module: 'mercurius.js', env: {} },
  { name: 'Yoga as it comes', kind: 'peer', module: 'yoga.js', env: {} },
  { name: 'Apollo Server, response cache', kind: 'peer', module: 'apollo.js', env: {} },
  { name: 'Hive Gateway, response cache', kind: 'peer', module: 'hive.js', env: {} },
  { name: 'Tailcall, @cache', kind: 'peer', module: 'tailcall.js', env: { CACHE: '1' } },
  { name: 'Tailcall, dedupe in flight', kind: 'peer', module: 'tailcall.js', env: {} },
];

/** Callers prove themselves in every run of ours. */
export const TOKEN = newToken(() => Buffer.alloc(32, 7));
/** What no single client of a bench may reach; all of them are counted. */
const OUT_OF_REACH = '1000000000';
/** They are taken and settled all the same. */
export const POINTS_OUT_OF_REACH = {
  LIMIT_TOKEN_POINTS: '1000000000000',
  LIMIT_TOKEN_RESTORE: '1000000000000',
  LIMIT_ACCOUNT_POINTS: '1000000000000',
  LIMIT_ACCOUNT_RESTORE: '1000000000000',
} as const;

export interface Wish {
  /** Left out: nothing is kept. */
  readonly dataDir?: string;
  readonly cores?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a server is started over an upstream. */
export async function startOf(server: Server, upstream: Upstream, { dataDir = ':memory:', cores, env }: Wish = {}): Promise<Start> {
  const port = await freePort();
  const where = cores === undefined ? { port, path: '/graphql' } : { port, path: '/graphql', cores };
  if (server.module !== null)
    return {
      ...where,
      command: [process.execPath, '--disable-warning=ExperimentalWarning', '--import', LOOP_DELAY, join(PEERS, server.module)],
      env: { ORIGIN: upstream.url, ...server.env, ...env },
    };
  return {
    ...where,
    command: [process.execPath, ...FLAGS, '--import', LOOP_DELAY, MAIN],
    env: {
      ACCOUNTS_FILE: accountsFile(upstream),
      SMSC_URL: upstream.sandbox.url,
      SMSC_RESERVE_URLS: upstream.sandbox.url,
      DATA_DIR: dataDir,
      LIMIT_TOKEN_RATE: OUT_OF_REACH,
      LIMIT_ADDRESS_RATE: OUT_OF_REACH,
      ...POINTS_OUT_OF_REACH,
      ...server.env,
      ...env,
    },
  };
}

function accountsFile({ sandbox: { accounts } }: Upstream): string {
  const [{ login, password }] = accounts;
  const file = join(mkdtempSync(join(tmpdir(), 'bench-accounts-')), 'accounts.json');
  const account = { name: 'bench', provider: { login, password }, tokens: [{ name: 'bench', sha256: TOKEN.sha256, access: 'read' }] };
  writeFileSync(file, JSON.stringify({ accounts: [account] }));
  return file;
}
