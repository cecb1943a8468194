import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../account/account.ts';
import { Places } from '../concurrency/places.ts';
import { TIMER, type Timer } from '../concurrency/timer.ts';
import type { Store } from '../store/store.ts';
import { Deliverer } from './deliverer.ts';
import type { Outbox } from './outbox.ts';
import type { WebhookPost } from './webhook-post.ts';
import type { WebhookSettings } from './webhook-settings.ts';

/** A webhook and how it is doing; the outbox is null before its first look at the journal. */
export interface WebhookReport {
  readonly webhook: WebhookSettings;
  readonly outbox: Outbox | null;
}

/** The webhooks of an account. */
export interface Webhooks {
  /** Puts these in place of those before. One that is the same goes on undisturbed. */
  replace(webhooks: readonly WebhookSettings[], subclients: readonly string[]): void;
  readonly size: number;
  /** @throws GatewayError UPSTREAM_UNAVAILABLE where the store is away */
  list(): Promise<readonly WebhookReport[]>;
  /** Lets a disabled one go on where it ended. @returns null where there is none of this name */
  enable(name: string): Promise<WebhookReport | null>;
  close(): Promise<void>;
}

export interface WebhooksOptions {
  readonly store: Store;
  readonly account: Account;
  /** What begins all keys of the account in the store. */
  readonly key: string;
  readonly post: WebhookPost;
  readonly randomId: () => string;
  readonly reportFault: (fault: unknown) => void;
  readonly timer?: Timer;
}

/** Events that are on their way to all receivers of an account at once: one that is slow holds eight of them at the most. */
const AT_ONCE = 32;

export function createWebhooks({ timer = TIMER, ...options }: WebhooksOptions): Webhooks {
  const { account } = options;
  const places = new Places(AT_ONCE);
  const leaving = new Set<Promise<void>>();
  let current: readonly Deliverer[] = [];
  let endFreshness: readonly (() => void)[] = [];

  const dismiss = (deliverer: Deliverer) => {
    const left = deliverer.close().finally(() => {
      leaving.delete(left);
      // One of the same name may wait for its turn.
      for (const other of current) other.wake();
    });
    leaving.add(left);
  };
  const report = async (deliverer: Deliverer): Promise<WebhookReport> => ({ webhook: deliverer.webhook, outbox: await deliverer.outbox() });

  return {
    get size() {
      return current.length;
    },
    replace(webhooks, subclients) {
      const before = current;
      current = webhooks.map(
        (webhook) =>
          before.find((deliverer) => isDeepStrictEqual(deliverer.webhook, webhook)) ??
          new Deliverer({ ...options, webhook, places, timer }),
      );
      for (const deliverer of before) if (!current.includes(deliverer)) dismiss(deliverer);
      for (const end of endFreshness) end();
      // Nobody need ask for anything: what happens is looked for, of the account itself and of its subclients.
      endFreshness = webhooks.length === 0 ? [] : [null, ...subclients].map((subclient) => account.keepFresh(subclient));
    },
    list: () => Promise.all(current.map(report)),
    async enable(name) {
      const deliverer = current.find(({ webhook }) => webhook.name === name);
      if (deliverer === undefined) return null;
      return { webhook: deliverer.webhook, outbox: await deliverer.enable() };
    },
    async close() {
      for (const end of endFreshness) end();
      await Promise.all([...leaving, ...current.map((deliverer) => deliverer.close())]);
    },
  };
}
