import type { Dispatcher } from 'undici';
import { createAccount } from '../account/create-account.ts';
import { habitLines } from '../account/lists/habits.ts';
import type { LoginRefusal } from '../account/quota/login-standing.ts';
import { createQuota } from '../account/quota/quota.ts';
import { credentialsTag, quotaKey } from '../account/quota/quota-key.ts';
import type { FairScheduler } from '../concurrency/fair-scheduler.ts';
import type { Config } from '../config/config.ts';
import { startImports } from '../imports/imports.ts';
import { createSmscClient, type FinishedCall } from '../smsc/client.ts';
import type { Stores } from '../store/store.ts';
import type { WebhookPost } from '../webhooks/webhook-post.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';
import type { AccountSettings } from './accounts-file.ts';
import { FirstContact } from './first-contact.ts';
import type { Tenant } from './tenants.ts';

const DAY_MS = 86_400_000;

export interface TenantOpenerOptions {
  readonly config: Config;
  readonly stores: Stores;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly randomId: () => string;
  /** What stands in for the network in tests. */
  readonly dispatcher: Dispatcher | undefined;
  readonly post: WebhookPost;
  /** Shares the event loop between the accounts. */
  readonly scheduler: FairScheduler;
  /** Keeps a fault of ours for the operator. */
  readonly reportFault: (fault: unknown) => void;
  /** Told of each request to the provider, when it is over. */
  readonly onUpstreamCall: (account: string, call: FinishedCall) => void;
  /** Of the gateway, for its User-Agent. */
  readonly version?: string;
  /** Told of what is learnt of an account's provider that its page does not say. */
  readonly onHabit: (account: string, line: string) => void;
  /** Told when the provider begins to refuse a login, and with null when it takes it again. */
  readonly onRefusal: (account: string, refusal: LoginRefusal | null) => void;
}

/** Puts accounts to work: each with its limits at the provider, what it holds, its imports and its webhooks. */
export const tenantOpener =
  ({
    config,
    stores,
    clock,
    randomId,
    dispatcher,
    post,
    scheduler,
    reportFault,
    onUpstreamCall,
    onRefusal,
    onHabit,
    version,
  }: TenantOpenerOptions) =>
  ({ name, provider: { credentials, url, reserveUrls } }: AccountSettings): Tenant => {
    const primary = url ?? config.SMSC_URL;
    const slices = scheduler.of(name);
    const login = quotaKey(credentials, primary);
    /** The provider may be at work on a request for longer than this gateway waits for its answer. */
    const workMs = 2 * config.UPSTREAM_TIMEOUT_MS;
    // Of several accounts that use one login, one place of its limits counts for all.
    const store = stores.of(login);
    const quota = createQuota({
      store,
      account: login,
      leaseMs: workMs,
      maxWaitMs: config.QUEUE_TIMEOUT_MS,
      credentialsTag: credentialsTag(credentials),
      randomId,
      onRefusal: (refusal) => onRefusal(name, refusal),
    });
    const client = createSmscClient({
      urls: [primary, ...(reserveUrls ?? config.SMSC_RESERVE_URLS)],
      credentials,
      timeoutMs: config.UPSTREAM_TIMEOUT_MS,
      gate: quota.gate,
      observe(call) {
        contact.learn(call);
        onUpstreamCall(name, call);
      },
      dispatcher,
      version,
      slices,
    });
    const key = `${name}:${login}`;
    const account = createAccount({
      name,
      key,
      client,
      store,
      quota: quota.state,
      clock,
      slices,
      onHabit: (line) => onHabit(name, line),
      randomId,
      freshness: { freshMs: config.FRESH_MS, staleMs: config.STALE_MS, errorMs: config.STALE_IF_ERROR_MS },
      workMs,
      queueMs: config.QUEUE_TIMEOUT_MS,
      pace: { fastMs: config.POLL_FAST_MS, slowMs: config.POLL_SLOW_MS },
      journal: { maxEntries: config.JOURNAL_EVENTS, maxAgeMs: config.JOURNAL_DAYS * DAY_MS },
    });
    const contact = new FirstContact(account);
    const imports = startImports({ store, account, key, randomId, reportFault });
    const webhooks = createWebhooks({ store, account, key, post, randomId, reportFault });
    return {
      account,
      observed: {
        name,
        quota: quota.state,
        waiting: () => quota.stats().waiting,
        hosts: () => client.hostStates(),
        refusals: () => quota.refusals(),
        contact: () => contact.contact,
        notes: () => habitLines(account.habits),
        holdings: () => account.holdings(),
      },
      imports,
      webhooks,
      contact,
      askAgain: () => quota.askAgain(),
      async close() {
        await Promise.all([imports.close(), webhooks.close()]);
        await account.close();
        quota.close();
        await client.close();
      },
    };
  };
