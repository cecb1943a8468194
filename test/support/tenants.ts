import { createHash } from 'node:crypto';
import { type App, createApp } from '../../src/app.ts';
import type { Timer } from '../../src/concurrency/timer.ts';
import { loadConfig } from '../../src/config/config.ts';
import { listen } from '../../src/http/listen.ts';
import type { RequestScope } from '../../src/http/request/request-scope.ts';
import type { TrustedDocument } from '../../src/http/trusted/manifest.ts';
import type { ReadMemory } from '../../src/ops/overload/memory.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { readAccounts } from '../../src/tenants/accounts-file.ts';

export const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Two companies at one provider, each with two branches of the same names. */
export const COMPANIES = [
  { login: 'north', password: 'north-password', apiKey: 'north-key', subclients: ['branch', 'depot'] },
  { login: 'south', password: 'south-password', apiKey: 'south-key', subclients: ['branch', 'depot'] },
] as const;

/** Both companies hold senders of the same names, at every place one. */
export const SAME_SENDERS = COMPANIES.flatMap(({ login, subclients }) =>
  [undefined, ...subclients].map((subclient) => ({
    name: 'Shop',
    login,
    subclient,
    status: 1,
    operators: { mts_step: 3 },
    files: [{ name: 'certificate.pdf', status: 2 }],
  })),
);

const tokensOf = (company: string) => [
  { name: 'all', sha256: sha256(`${company}-writes`), access: 'write' },
  { name: 'reader', sha256: sha256(`${company}-reads`), access: 'read' },
  { name: 'branch', sha256: sha256(`${company}-branch`), access: 'write', subclients: ['branch'] },
];

/** The accounts file of both companies: tokens `north-writes`, `north-reads`, `north-branch`, and the same of south. */
export const accountsOf = (companies: readonly (typeof COMPANIES)[number][] = COMPANIES) => ({
  accounts: companies.map(({ login, password, subclients }) => ({
    name: login,
    provider: { login, password },
    subclients: [...subclients],
    tokens: tokensOf(login),
  })),
});

// biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own
export type Json = any;

export interface TenantGateway extends AsyncDisposable {
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly app: App;
  /** What the gateway reported as faults of its own. */
  readonly faults: readonly unknown[];
  /** The requests that were let in by their address, in their order. */
  readonly begun: readonly RequestScope[];
  /** The requests that had their answers, in their order. */
  readonly scopes: readonly RequestScope[];
  /** Puts another accounts file in force. */
  reload(file: unknown): void;
  /** An operation with a token, as JSON. */
  ask(token: string, query: string, variables?: Record<string, unknown>): Promise<Json>;
  /** Any request with a token; null: with none. */
  send(token: string | null, init?: RequestInit & { path?: string }): Promise<Response>;
}

/** A gateway of two companies over real sockets. */
export async function startTenants({
  sandbox: options = {},
  accounts = accountsOf(),
  env = {},
  clock = Date.now,
  timer,
  documents = [],
  memory,
}: {
  sandbox?: SandboxOptions;
  accounts?: unknown;
  env?: Record<string, string>;
  clock?: () => number;
  timer?: Timer;
  documents?: readonly TrustedDocument[];
  memory?: ReadMemory;
} = {}): Promise<TenantGateway> {
  const sandbox = await startSandbox({ speed: 0, accounts: COMPANIES, senders: SAME_SENDERS, limits: false, ...options });
  const config = loadConfig({
    ACCOUNTS_FILE: 'given.json',
    SMSC_URL: sandbox.url,
    SMSC_RESERVE_URLS: sandbox.url,
    DATA_DIR: ':memory:',
    QUEUE_TIMEOUT_MS: '0',
    // The suite runs with finished answers held, and without.
    HOT_PATH_BYTES: process.env.HOT_PATH_BYTES,
    ...env,
  });
  const read = (file: unknown) => readAccounts(JSON.stringify(file), { env: {}, readFile: () => '' });
  const faults: unknown[] = [];
  const scopes: RequestScope[] = [];
  const begun: RequestScope[] = [];
  const app = await createApp(config, {
    clock,
    ...(timer && { timer }),
    randomId: () => crypto.randomUUID(),
    log: { error: ({ fault }) => faults.push(fault) },
    examples: [],
    documents,
    memory,
    accounts: read(accounts),
    onEnd: (scope) => scopes.push(scope),
    tracing: { begin: (scope) => begun.push(scope), end() {}, upstreamCall() {}, close: async () => {} },
  });
  const listening = await listen(app.handle, { host: '127.0.0.1', port: 0, upgrade: app.upgrade, watch: app.watch });

  const send: TenantGateway['send'] = (token, { path = '/graphql', ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    return fetch(`${listening.url}${path}`, { ...init, headers });
  };
  return {
    url: listening.url,
    sandbox,
    app,
    faults,
    begun,
    scopes,
    reload: (file) => app.reload(read(file)),
    ask: async (token, query, variables) =>
      (
        await send(token, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) })
      ).json(),
    send,
    async [Symbol.asyncDispose]() {
      await listening.close(1000);
      await app.close();
      await sandbox.close();
    },
  };
}
