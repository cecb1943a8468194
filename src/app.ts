import type { RequestListener } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Account } from './account/account.ts';
import { createAccount } from './account/create-account.ts';
import type { Config } from './config.ts';
import { byNothing, byThisMachine } from './http/auth.ts';
import { type ConsoleOptions, createConsole } from './http/console.ts';
import { createGraphQLServer } from './http/yoga.ts';
import type { Principal } from './loaders/principal.ts';
import { createSmscClient } from './smsc/client.ts';

export interface AppDependencies {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** What stands in for the network in tests. */
  readonly dispatcher?: Dispatcher;
  readonly randomId: () => string;
  readonly log: Log;
  /** Example operations, for GraphiQL. */
  readonly examples: readonly string[];
  /** The web console; left out: there is none. */
  readonly webConsole?: ConsoleOptions;
}

export interface Log {
  error(fields: { readonly requestId: string; readonly fault: unknown }, message: string): void;
}

export interface App {
  /** For node:http. */
  readonly handle: RequestListener;
  /** The same without a socket. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  close(): Promise<void>;
}

/**
 * Puts the layers together. Listens to nothing.
 * @throws TypeError where the settings name no account
 */
export async function createApp(config: Config, { clock, dispatcher, randomId, log, examples, webConsole }: AppDependencies): Promise<App> {
  const { credentials } = config;
  if (credentials === null) throw new TypeError('The settings name no account of the provider.');
  const client = createSmscClient({
    urls: [config.SMSC_URL, ...config.SMSC_RESERVE_URLS],
    credentials,
    timeoutMs: config.UPSTREAM_TIMEOUT_MS,
    dispatcher,
    clock,
  });
  const account = createAccount({
    name: 'login' in credentials ? credentials.login : 'default',
    client,
    quota: async () => ({ buckets: [], concurrent: 0, concurrentLimit: 0 }),
    clock,
    randomId,
    freshness: { freshMs: config.FRESH_MS, staleMs: config.STALE_MS, errorMs: config.STALE_IF_ERROR_MS },
  });
  const server = createGraphQLServer({
    authenticate: (config.AUTH === 'none' ? byNothing : byThisMachine)(ownerOf(account, config.SMSC_SUBCLIENTS)),
    now: () => new Date(clock()),
    reportFault: (fault) => {
      const requestId = randomId();
      log.error({ requestId, fault }, 'a fault of the gateway');
      return requestId;
    },
    examples,
  });
  const site = webConsole && createConsole(webConsole);
  return {
    handle: (request, response) => {
      if (!site?.handle(request, response)) server(request, response);
    },
    fetch: (request) => server.fetch(request),
    async close() {
      await account.close();
      await client.close();
    },
  };
}

/** Whoever reaches a gateway with one account and no tokens may do all that the account may. */
const ownerOf = (account: Account, subclients: readonly string[]): Principal => ({
  name: 'owner',
  account,
  access: 'write',
  subclients,
  confinedTo: null,
});
