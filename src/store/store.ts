/** What is thrown by every method while the engine is away, and by all of them after close. Never holds an address or a password. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Text comes back as text, bytes as bytes. */
export type Value = string | Uint8Array;

export interface StoredValue {
  readonly value: Value;
  /** Grows with every put of any key, also over a delete or a loss of the store's data. Never 0. */
  readonly version: number;
  /** By the store's clock. */
  readonly storedAt: number;
}

export interface PutOptions {
  /** Gone after so long; without it, kept. */
  readonly ttlMs?: number;
  /** Stores only over this version; 0: only where nothing is held. Without it, over anything. */
  readonly ifVersion?: number;
}

/** A sliding log of the calls of one kind. */
export interface CallLog {
  readonly key: string;
  /** What `inspect` sums up: all logs of a group have one limit. */
  readonly group: string;
  /** Calls in any window at the most. */
  readonly limit: number;
  readonly windowMs: number;
}

export interface AdmitRequest {
  /** null: such a call is not counted, but for those at once. */
  readonly log: CallLog | null;
  readonly concurrency: { readonly key: string; readonly limit: number };
  /** Keys given to `hold`: any of them that stands refuses. */
  readonly holds: readonly string[];
  /**
   * The longest that the call may take from now to the provider's last work on it, whoever dies on the way. A ticket that nobody settles
   * stops counting as running after it, and its place in the log is free a window later.
   */
  readonly leaseMs: number;
}

/** A place in the limits. Plain data; means something only to the store that gave it. */
export interface Ticket {
  readonly id: number;
  readonly log: Pick<CallLog, 'key' | 'group' | 'windowMs'> | null;
  readonly concurrency: string;
}

export type Admission =
  | { readonly granted: Ticket }
  | {
      readonly refused: 'hold' | 'log' | 'concurrency';
      /** The key that refused. */
      readonly key: string;
      /**
       * Milliseconds until each of its places is free, ascending; for a hold, the one time of its end. A log's place that a call under way
       * has is counted as if the answer came now, that of a lost one to its end. A running call's place is counted to the end of its lease: where it ends before, a notice
       * tells.
       */
      readonly waitsMs: readonly [number, ...number[]];
    };

/**
 * ANSWERED: the place in the log is free a window from now. UNUSED: nothing was sent, and it is free at once. LOST: nobody waits for the answer
 * any more, but the call may still go on: all its places lapse, and those who ask for one are told when.
 */
export type Settlement = 'ANSWERED' | 'UNUSED' | 'LOST';

export interface LogUsage {
  /** Places taken in the fullest log of the group. */
  readonly taken: number;
  /** When its next place is free, by the store's clock; null where none is taken. For a call under way, at the latest. */
  readonly freeAt: number | null;
}

export interface QuotaUsage {
  /** By group, as asked. */
  readonly logs: readonly LogUsage[];
  readonly concurrent: number;
}

export interface JournalEntry {
  /** Grows by one with each entry of the stream; after a loss of the store's data it goes on far above. */
  readonly cursor: number;
  /** When it was appended, by the store's clock. */
  readonly at: number;
  readonly data: string;
}

export interface JournalLimits {
  /** Older entries than the newest so many are dropped. */
  readonly maxEntries: number;
  /** Entries of this age are dropped, at the next append. */
  readonly maxAgeMs: number;
}

/** Entries of one call: an engine takes them whole, and does nothing else meanwhile. */
export const MOST_ENTRIES = 5_000;

/** @throws RangeError where a call has more: the caller has to cut them */
export function requireFew(entries: readonly string[]): void {
  if (entries.length > MOST_ENTRIES) throw new RangeError(`At most ${MOST_ENTRIES} entries are appended at once, not ${entries.length}.`);
}

/** A value, and what it means for a journal. */
export interface PutAndAppend extends PutOptions {
  readonly key: string;
  readonly value: Value;
  readonly stream: string;
  /** MOST_ENTRIES at the most. */
  readonly entries: readonly string[];
  readonly limits: JournalLimits;
}

export interface ReadOptions {
  /** Only entries after this cursor. */
  readonly after?: number;
  /** Only entries before this cursor. */
  readonly before?: number;
  readonly limit: number;
  /** Newest first. */
  readonly reverse?: boolean;
}

export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /**
   * The first cursor that can still be read, or will be; null before the first append. Who has read up to `after` missed something where
   * `after < oldest - 1`.
   */
  readonly oldest: number | null;
  /** The last cursor given; null before the first append. */
  readonly newest: number | null;
}

/**
 * What must outlive a request or an instance, of one account. Each method is atomic, and any number of instances may share one store.
 * All times are milliseconds by the store's own clock, which counts since 1970; an instance's clock decides nothing.
 * Every method throws StoreUnavailable, soon, while the engine is away; it works again by itself once the engine is back.
 */
export interface Store {
  now(): Promise<number>;

  get(key: string): Promise<StoredValue | null>;
  /** @returns the new version, or null where `ifVersion` is not what is held */
  put(key: string, value: Value, options?: PutOptions): Promise<number | null>;
  delete(key: string): Promise<void>;

  /**
   * Takes a lock that ends by itself.
   * @returns false where another holder has it; a holder that has it already gets it anew
   */
  acquire(key: string, holder: string, ttlMs: number): Promise<boolean>;
  /** @returns false where the lock ended meanwhile: it is not taken again */
  renew(key: string, holder: string, ttlMs: number): Promise<boolean>;
  /** Does nothing where another has it. */
  release(key: string, holder: string): Promise<void>;

  /** Takes a place in all the limits, or none. */
  admit(request: AdmitRequest): Promise<Admission>;
  /** Ends a ticket, also one that lapsed, and publishes its concurrency key as a notice. Once for each ticket. */
  settle(ticket: Ticket, settlement: Settlement): Promise<void>;
  /** Refuses all admissions that name this key until then. A longer hold stands. Publishes the key as a notice. */
  hold(key: string, ms: number): Promise<void>;
  /** Ends a hold before its time. Publishes the key as a notice. */
  lift(key: string): Promise<void>;
  inspect(groups: readonly string[], concurrency: string): Promise<QuotaUsage>;

  /** @param entries MOST_ENTRIES at the most @returns their cursors, in their order */
  append(stream: string, entries: readonly string[], limits: JournalLimits): Promise<readonly number[]>;
  read(stream: string, options: ReadOptions): Promise<JournalPage>;
  /**
   * Puts a value and appends entries, or does neither, whoever dies on the way. Publishes the stream as a notice.
   * @returns the value's new version, or null where `ifVersion` is not what is held
   */
  putAndAppend(change: PutAndAppend): Promise<number | null>;

  /** Tells all subscribers of all instances that something changed. */
  publish(channel: string): Promise<void>;
  /**
   * The listener is called after each notice, at least once after several, and also when notices may have been lost: look what changed.
   * Never throws: while the engine is away nothing is heard.
   * @returns ends it
   */
  subscribe(channel: string, listener: () => void): () => void;
}

/** An engine. Each account has a store of its own in it, whose keys mean nothing in another; on a cluster all of it lies together. */
export interface Stores {
  of(account: string): Store;
  /** Proves that the engine can be written. @throws StoreUnavailable with the reason why not */
  ping(): Promise<void>;
  close(): Promise<void>;
}
