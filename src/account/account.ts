import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import type { QuotaName } from '../domain/quotas.ts';
import type { FileReading, OperatorReading } from '../domain/sender.ts';
import type { AddRequest, CallOptions, ChangeRequest, CheckCodeRequest, DeleteRequest, SendCodeRequest } from '../smsc/api.ts';
import type { EventFilter, FollowOptions } from './events/event-feed.ts';
import type { EventIndex } from './events/event-index.ts';
import type { Events, JournaledEvent } from './events/events.ts';
import type { Habits } from './lists/habits.ts';

/** One question to the provider each; a part is fetched only when a field asks for it. */
export type Part = 'names' | 'operators' | 'files';

/** A sender as the snapshot holds it. */
export interface HeldSender {
  readonly smscId: string;
  readonly name: string;
  readonly subclient: string | null;
  /** The provider's number; null where it sent none. */
  readonly status: number | null;
}

export interface Freshness {
  readonly fetchedAt: Date;
  /** True where the data is older than the setting for fresh data, so the provider may know better. */
  readonly stale: boolean;
  /** Rows of the provider's answer that could not be read: they are kept out. */
  readonly unreadableRows: number;
}

/** What is held of one (account, subclient), of the parts that were asked for. Immutable. */
export interface Snapshot {
  /** Grows with every change of what is held. */
  readonly version: number;
  /** The oldest of the parts that were asked for. */
  readonly freshness: Freshness;
  /** In the order of creation, newest first. */
  readonly senders: readonly HeldSender[];
  bySmscId(smscId: string): HeldSender | null;
  byName(name: string): HeldSender | null;
  /** The provider's columns of a sender; empty unless the part was asked for. */
  operatorsOf(smscId: string): readonly OperatorReading[];
  filesOf(smscId: string): readonly FileReading[];
}

export interface ReadOptions extends CallOptions {
  /** Told of what this read cost: see UpstreamCost. */
  readonly cost?: UpstreamCost | undefined;
}

/** A tally that a request hands down, for `extensions.upstream`. */
export interface UpstreamCost {
  calls: number;
  waitedMs: number;
  servedStale: boolean;
}

/** The writer's side of an idempotent add: a key and what distinguishes its input. */
export interface Idempotency {
  readonly key: string;
  /** Equal for equal inputs, documents included. */
  readonly inputHash: string;
}

export interface Holding {
  readonly subclient: string | null;
  readonly part: Part;
  readonly senders: number;
  /** Rows of the last answer that could not be read. */
  readonly unreadableRows: number;
  /** In ms since 1970. */
  readonly fetchedAt: number;
}

/** How long the lists are that are held, however old; null where nothing is. */
export interface HeldSizes {
  readonly senders: number | null;
  /** Of the sender that has the most. */
  readonly operators: number | null;
  readonly files: number | null;
}

export interface QuotaState {
  readonly buckets: readonly {
    readonly name: QuotaName;
    readonly limit: number;
    readonly remaining: number;
    readonly windowSeconds: number;
    /** When the next place is free; null where all are. */
    readonly resetAt: Date | null;
  }[];
  readonly concurrent: number;
  readonly concurrentLimit: number;
}

/**
 * One provider account, for all its callers: what stands between many of them and one narrow upstream.
 * Every method throws GatewayErrors only.
 */
export interface Account {
  readonly name: string;
  /** Its part of the event loop, for all that takes long on its behalf. */
  readonly slices: TimeSlices;
  /** What is held of the account (null) or a subclient, fetched where nothing is held. */
  snapshot(subclient: string | null, parts: readonly Part[], options?: ReadOptions): Promise<Snapshot>;
  /** What the provider says of a part now; what is held, where that is fresh. */
  refresh(subclient: string | null, part: Part, options?: ReadOptions): Promise<Snapshot>;
  /** What `snapshot` would give of one part, where it is held and fresh; null where somebody would have to be asked. */
  current(subclient: string | null, part: Part): Snapshot | null;
  /** True while `snapshot` would give this very one, and fresh. Asks nobody: false where it would have to look into the store first. */
  isCurrent(snapshot: Snapshot): boolean;
  /**
   * Ids of the senders of which an operator's status changed on this day (YYYY-MM-DD) or later. The provider's days have no
   * time zone and its answer no dates: none of that day is missing, but some of the day before may be among them.
   */
  changedSince(subclient: string | null, day: string, options?: ReadOptions): Promise<ReadonlySet<string>>;
  /**
   * @throws SenderExistsError<HeldSender>, OutcomeUnknownError
   */
  add(request: AddRequest, idempotency: Idempotency | null, options?: ReadOptions): Promise<{ sender: HeldSender; replayed: boolean }>;
  /** @returns the sender as it is held after the change */
  change(request: ChangeRequest, options?: ReadOptions): Promise<HeldSender>;
  /** @returns the id of the deleted sender */
  delete(request: DeleteRequest, options?: ReadOptions): Promise<{ smscId: string }>;
  /** @returns when the provider will send a code to this number again */
  sendCode(request: SendCodeRequest, options?: ReadOptions): Promise<{ resendAllowedAt: Date }>;
  /** @returns the sender of that number, null where the list has none */
  checkCode(request: CheckCodeRequest, options?: ReadOptions): Promise<HeldSender | null>;
  quota(): Promise<QuotaState>;
  /** How long what is held of the account (null) or a subclient is. Asks nobody. */
  sizes(subclient: string | null): HeldSizes;
  /** Of which something is held, the account itself (null) included. */
  readonly heldSubclients: readonly (string | null)[];
  /** What this instance holds, for metrics. */
  holdings(): readonly Holding[];
  /**
   * Asks the provider in the background, within the limits and behind people, so that what happens to the senders of the account (null) or
   * a subclient becomes known soon. Of several instances one asks.
   * @returns ends it
   */
  keepFresh(subclient: string | null): () => void;
  /** What happened to its senders and those of its subclients. */
  readonly events: Events;
  /** What was learnt of the provider's ways beyond its page, as far as this instance knows. */
  readonly habits: Habits;
  readonly eventIndex: EventIndex;
  /**
   * Events of the account (null) or a subclient behind a cursor, without end, gap or repeat; with no cursor, those that come from now on.
   * Its data is kept fresh in the background meanwhile. The filter is shown every event that is read. `next` throws GatewayError CURSOR_EXPIRED, UPSTREAM_UNAVAILABLE.
   */
  follow(
    subclient: string | null,
    after: number | null,
    filter: EventFilter,
    pace?: FollowOptions['pace'],
  ): AsyncIterableIterator<JournaledEvent, undefined>;
  close(): Promise<void>;
}
