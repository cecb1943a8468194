import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/config.ts';
import { listen } from '../../src/http/listen.ts';
import type { ConsoleOptions } from '../../src/http/pages/console.ts';
import type { TrustedDocument } from '../../src/http/trusted/manifest.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { AccountsFile } from '../../src/tenants/accounts-file.ts';

/** A GraphQL answer as it comes over the wire. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
  readonly extensions?: { readonly upstream?: { readonly calls: number; readonly waitedMs: number; readonly servedStale: boolean } };
}

export interface TestGateway extends AsyncDisposable {
  /** The GraphQL endpoint. */
  readonly url: string;
  readonly sandbox: Sandbox;
  /** What the gateway reported as faults of its own. */
  readonly faults: readonly unknown[];
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  query<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables): Promise<Answer<Data>>;
  /** An untyped operation, for what schema/operations does not have. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer<any>>;
  /** Requests of a command that reached the provider. */
  calls(command: string): number;
  close(): Promise<void>;
}

/** A gateway over real sockets, with a provider of its own. */
export async function startGateway({
  sandbox: sandboxOptions = {},
  env = {},
  examples = [],
  webConsole,
  accounts,
  documents = [],
}: {
  sandbox?: SandboxOptions;
  env?: Record<string, string>;
  examples?: readonly string[];
  webConsole?: ConsoleOptions;
  accounts?: AccountsFile;
  documents?: readonly TrustedDocument[];
} = {}): Promise<TestGateway> {
  const sandbox = await startSandbox({ speed: 0, ...sandboxOptions });
  const [{ login, password, subclients }] = sandbox.accounts;
  const config = loadConfig({
    SMSC_URL: sandbox.url,
    SMSC_RESERVE_URLS: sandbox.url,
    SMSC_LOGIN: login,
    SMSC_PASSWORD: password,
    SMSC_SUBCLIENTS: subclients.join(','),
    DATA_DIR: ':memory:',
    QUEUE_TIMEOUT_MS: '0',
    // The suite runs with finished answers held, and without.
    HOT_PATH_BYTES: process.env.HOT_PATH_BYTES,
    LOG_LEVEL: 'silent',
    ...env,
  });
  const faults: unknown[] = [];
  const app = await createApp(config, {
    clock: Date.now,
    randomId: () => 'test-request',
    log: { error: ({ fault }) => faults.push(fault) },
    examples,
    ...(webConsole && { webConsole }),
    accounts,
    documents,
  });
  const listening = await listen(app.handle, { host: '127.0.0.1', port: 0, upgrade: app.upgrade, watch: app.watch });
  const url = `${listening.url}/graphql`;

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const close = async () => {
    const closed = listening.close(1000);
    app.hangUp();
    await closed;
    await app.close();
    await sandbox.close();
  };
  return {
    url,
    sandbox,
    faults,
    post,
    query: async (document, variables) => (await post({ query: print(document), variables })).json() as never,
    ask: async (query, variables) => (await post({ query, variables })).json() as never,
    calls: (command) => sandbox.control.counters().byCommand[command] ?? 0,
    close,
    [Symbol.asyncDispose]: close,
  };
}
