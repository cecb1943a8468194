import type { Account } from '../account/account.ts';
import { BEGINNING } from '../account/events/event-feed.ts';
import { digest } from '../account/quota/quota-key.ts';
import { leaseStore, reaching } from '../account/stored-state.ts';
import { type Lease, Leases } from '../concurrency/lease.ts';
import { Loop } from '../concurrency/loop.ts';
import type { Places } from '../concurrency/places.ts';
import type { Timer } from '../concurrency/timer.ts';
import { GatewayError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import {
  dueOf,
  enabled,
  MAX_OPEN,
  newOutbox,
  nextDueAt,
  type OpenEvent,
  type Outbox,
  withEvents,
  withFailure,
  withTaken,
} from './outbox.ts';
import { messageOf } from './webhook-message.ts';
import type { WebhookPost } from './webhook-post.ts';
import type { WebhookSettings } from './webhook-settings.ts';

export interface DelivererOptions {
  readonly store: Store;
  readonly account: Account;
  /** What begins all keys of the account in the store. */
  readonly key: string;
  readonly webhook: WebhookSettings;
  readonly post: WebhookPost;
  /** Of the account: its webhooks share them. */
  readonly places: Places;
  readonly timer: Timer;
  readonly randomId: () => string;
  readonly reportFault: (fault: unknown) => void;
}

interface Held {
  readonly outbox: Outbox;
  readonly version: number;
}

/** Events that are on their way to a receiver at once, each of another sender. */
const AT_ONCE = 8;
/** How often to look after a webhook whose instance died, or whose store was away. */
const LOOK_EVERY_MS = 10_000;

/**
 * Tells one webhook what the account's journal tells, each event at least once. How far it is stands in the store, so that the next start,
 * or another instance, goes on there; of all instances one has the lease.
 */
export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #lease: Lease;
  readonly #loop: Loop;
  readonly #unwatch: () => void;
  readonly #closing = new AbortController();

  constructor(options: DelivererOptions) {
    this.#options = options;
    const { store, randomId, timer, account } = options;
    this.#lease = new Leases({ store: leaseStore(store), timer, randomId }).of(this.#key('turn'));
    this.#loop = new Loop(() => this.#step(), timer, account.slices);
    this.#unwatch = account.events.watch(this.#loop.wake);
  }

  get webhook(): WebhookSettings {
    return this.#options.webhook;
  }

  /** There may be something to do. */
  wake(): void {
    this.#loop.wake();
  }

  /** Null before its first look at the journal. */
  async outbox(): Promise<Outbox | null> {
    return (await this.#held())?.outbox ?? null;
  }

  /** Lets a disabled one go on where it ended. */
  async enable(): Promise<Outbox | null> {
    for (;;) {
      const held = await this.#held();
      if (held === null || held.outbox.disabledAt === null) return held?.outbox ?? null;
      const outbox = enabled(held.outbox);
      if ((await this.#write(outbox, held.version)) === null) continue;
      this.#loop.wake();
      return outbox;
    }
  }

  /** Breaks off what is on its way: it is sent again. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#unwatch();
    await this.#loop.close();
    await this.#lease.release();
  }

  async #step(): Promise<number> {
    try {
      return (await this.#lease.run(() => this.#deliver())) ?? LOOK_EVERY_MS;
    } catch (error) {
      if (!(error instanceof GatewayError)) this.#options.reportFault(error);
      return LOOK_EVERY_MS;
    }
  }

  /** @returns how long to wait before the next step */
  async #deliver(): Promise<number> {
    const { account, store } = this.#options;
    const held = (await this.#held()) ?? (await this.#begin());
    if (held === null) return 0;
    if (held.outbox.disabledAt !== null) return LOOK_EVERY_MS;
    const page = await account.events.read({ after: held.outbox.cursor, limit: Math.max(1, MAX_OPEN - held.outbox.open.length) });
    const { cursor } = held.outbox;
    if (cursor !== BEGINNING && page.oldest !== null && cursor < page.oldest - 1)
      this.#tell('has missed events: they left the journal before they could be sent');
    let outbox = held.outbox.open.length < MAX_OPEN ? withEvents(held.outbox, page, this.webhook.kinds) : held.outbox;
    const now = await reaching(store.now());
    const due = dueOf(outbox, now).slice(0, AT_ONCE);
    const settled = await Promise.all(due.map((event) => this.#try(event)));
    if (this.#closing.signal.aborted && settled.every((settle) => settle === null)) return 0;
    const after = await reaching(store.now());
    for (const settle of settled) if (settle !== null) outbox = settle(outbox, after);
    // Where another wrote it meanwhile, it has the lease, and may send again what was sent here.
    if (outbox !== held.outbox && (await this.#write(outbox, held.version)) === null) return 0;
    if (outbox.disabledAt !== null) {
      this.#tell(`is disabled: ${outbox.problem}`);
      return LOOK_EVERY_MS;
    }
    const next = nextDueAt(outbox);
    if (next !== null) return Math.max(0, next - after);
    return page.events.length > 0 ? 0 : LOOK_EVERY_MS;
  }

  /** Sends an event once. @returns what that means for the outbox; null where it was broken off */
  async #try({ cursor }: OpenEvent): Promise<((outbox: Outbox, now: number) => Outbox) | null> {
    const { account, key, post, places, webhook } = this.#options;
    const { events } = await account.events.read({ after: cursor - 1, limit: 1 });
    const [event] = events;
    // No longer in the journal: it was tried for as long as the journal reaches back.
    if (event?.cursor !== cursor) return (outbox, now) => withTaken(outbox, cursor, now);
    const { signal } = this.#closing;
    const delivery = await places.run(async () =>
      signal.aborted ? null : post.send(webhook, messageOf(account.name, key, event), signal),
    );
    if (delivery === null) return null;
    if (delivery.taken) return (outbox, now) => withTaken(outbox, cursor, now);
    if (this.#closing.signal.aborted) return null;
    return (outbox, now) => withFailure(outbox, cursor, now, delivery);
  }

  /** A webhook is told what happens from its first start on. @returns null where another instance was faster */
  async #begin(): Promise<Held | null> {
    const { newest } = await this.#options.account.events.read({ limit: 1, reverse: true });
    const outbox = newOutbox(this.#address, newest ?? BEGINNING);
    const version = await this.#write(outbox, 0);
    return version === null ? null : { outbox, version };
  }

  async #held(): Promise<Held | null> {
    const found = await reaching(this.#options.store.get(this.#key('outbox')));
    if (found === null) return null;
    const outbox = JSON.parse(String(found.value)) as Outbox;
    const address = this.#address;
    // A new address has to prove itself anew; what is open goes there.
    return { outbox: outbox.address === address ? outbox : { ...enabled(outbox), address }, version: found.version };
  }

  /** The address itself may hold a secret. */
  get #address(): string {
    return digest(this.webhook.url);
  }

  #write(outbox: Outbox, expected: number): Promise<number | null> {
    return reaching(this.#options.store.put(this.#key('outbox'), JSON.stringify(outbox), { ifVersion: expected }));
  }

  #key(part: string): string {
    const { key, webhook } = this.#options;
    return JSON.stringify([key, null, 'webhook', webhook.name, part]);
  }

  /** Tells the operator. */
  #tell(what: string): void {
    const { account, reportFault } = this.#options;
    reportFault(new Error(`The webhook ${this.webhook.name} of the account ${account.name} ${what}.`));
  }
}
