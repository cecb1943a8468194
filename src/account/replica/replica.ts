import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { KeyedMutex } from '../../concurrency/keyed-mutex.ts';
import { GatewayError } from '../../errors.ts';
import type { Part } from '../account.ts';
import type { Journal } from '../events/journal.ts';
import type { SharedState } from '../shared-state.ts';
import { ChangePublisher } from './change-publisher.ts';
import { NO_DOUBTS } from './doubts.ts';
import { type FetchedPart, type HeldPart, heldPart, type WriteEffect } from './held-part.ts';
import { decodePart, encodePart } from './part-codec.ts';
import { decodeWriteLog, EMPTY_WRITE_LOG, encodeWriteLog, reachesBack, type WriteLog, withPart, withWrite } from './write-log.ts';

/** How often others' writes are looked for where no notice of them comes. */
const LOOK_EVERY_MS = 1_000;
const SWAP_TRIES = 20;

export interface ReplicaOptions {
  readonly account: string;
  readonly subclient: string | null;
  readonly shared: SharedState;
  readonly journal: Journal;
  readonly slices: TimeSlices;
  readonly now: () => number;
  /** How long the shared state keeps what nobody refreshes. */
  readonly keepMs: number;
}

/** By the log of writes that was known when the question went out. */
export interface FetchNumbers extends Pick<FetchedPart, 'version' | 'askedAfter'> {
  readonly since: WriteLog['since'];
}

export type Basis = Pick<HeldPart, 'rows' | 'doubts' | 'fetchedAt' | 'notFound'>;

/** A list as it is believed. */
type FetchedRows = Omit<FetchedPart, 'version' | 'askedAfter' | 'missesWrites'>;

/**
 * What is held of one subclient: its parts as fetched, and the writes that lie over them. The shared state has the
 * truth; this is a copy that serves on while the shared state is away.
 */
export class Replica {
  readonly #options: ReplicaOptions;
  readonly #fetched = new Map<Part, FetchedPart>();
  readonly #held = new Map<Part, HeldPart>();
  readonly #mutex = new KeyedMutex();
  readonly #looking = new Map<Part, Promise<void>>();
  #log: WriteLog = EMPTY_WRITE_LOG;
  #logVersion = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #away = false;
  /** What the provider did while the shared state was away. */
  #unrecorded: readonly WriteEffect[] = [];
  readonly #publisher: ChangePublisher;
  #reports: Promise<void> = Promise.resolve();

  readonly #unwatch: () => void;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#publisher = new ChangePublisher({ ...options, log: () => this.#log, sync: () => this.sync() });
    // Another instance wrote: the next look is due.
    this.#unwatch = options.shared.watch(this.#key('head'), () => {
      this.#lookedAt = Number.NEGATIVE_INFINITY;
    });
  }

  /** True while the shared state can't be asked, so that others may know better. */
  get away(): boolean {
    return this.#away;
  }

  /** The number of the last write that is known to be answered. */
  get sequence(): number {
    return this.#log.sequence;
  }

  fetched(part: Part): FetchedPart | null {
    return this.#fetched.get(part) ?? null;
  }

  held(part: Part): HeldPart | null {
    const known = this.#held.get(part);
    const fetched = this.#fetched.get(part);
    if (known !== undefined || fetched === undefined) return known ?? null;
    const unrecorded = this.#unrecorded.map((effect, index) => ({ sequence: this.#log.sequence + 1 + index, at: 0, effect }));
    const held = heldPart(fetched, [...this.#log.writes, ...unrecorded]);
    this.#held.set(part, held);
    return held;
  }

  /**
   * What the next list of a part is compared with: what is held, or what was published last where nothing is held any more.
   * @returns null where nothing was ever known
   */
  async basis(part: Part): Promise<Basis | null> {
    const held = this.held(part);
    if (held !== null) return held;
    const published = await this.#publisher.published(part);
    return published && heldPart({ ...published, doubts: NO_DOUBTS }, []);
  }

  /** True where others may have done what is not known here. */
  lookIsDue(part: Part): boolean {
    if (!this.#fetched.has(part)) return true;
    return this.#options.now() - this.#lookedAt >= LOOK_EVERY_MS || (!this.#away && this.#isBehind(part));
  }

  /** Learns now and then what others did. Where the shared state is away, what is held stays. */
  async look(part: Part): Promise<void> {
    const looking = this.#looking.get(part);
    if (looking !== undefined) return looking;
    if (!this.lookIsDue(part)) return;
    const look = this.sync(part)
      .catch(() => {})
      .finally(() => this.#looking.delete(part));
    this.#looking.set(part, look);
    await look;
  }

  /**
   * Learns what others did, and tells what they don't know.
   * @throws GatewayError UPSTREAM_UNAVAILABLE where the shared state is away
   */
  async sync(part?: Part): Promise<void> {
    this.#lookedAt = this.#options.now();
    await this.#reaching(async () => {
      await this.#mutex.run('head', undefined, () => this.#readLog());
      if (this.#unrecorded.length > 0) await this.#mutex.run('unrecorded', undefined, () => this.#recordTheRest());
      if (part !== undefined) await this.#mutex.run(part, undefined, () => this.#readPart(part));
    });
  }

  /** The numbers of a fetch that is about to ask. */
  beginFetch(part: Part): FetchNumbers {
    return { version: this.#nextVersion(part), askedAfter: this.#log.sequence, since: this.#log.since };
  }

  /** Takes a fetch, unless one is known that began later. Held here even where the shared state is away. */
  async put(list: FetchedRows, { since, ...numbers }: FetchNumbers): Promise<void> {
    const { part } = list;
    const isLogLost = since !== null && since !== this.#log.since;
    const { version, askedAfter } = isLogLost ? { version: this.#nextVersion(part), askedAfter: 0 } : numbers;
    const fetched: FetchedPart = { ...list, version, askedAfter, missesWrites: isLogLost };
    const { shared, keepMs, now, slices } = this.#options;
    if ((this.#fetched.get(part)?.version ?? 0) >= version) return;
    this.#fetched.set(part, fetched);
    this.#held.delete(part);
    await this.#reaching(async () => {
      await shared.write(this.#key(part), await encodePart(fetched, slices), keepMs);
      // Its numbers mean nothing in another log, where this one turns out to be lost.
      const isCounted = (log: WriteLog) => this.#fetched.get(part) === fetched && (log.parts[part]?.version ?? 0) < version;
      await this.#swapLog((log) => (isCounted(log) ? withPart(log, part, { version, askedAfter }, now()) : log));
      if (this.#fetched.get(part) === fetched) void this.#report(() => this.#publisher.fetched(fetched));
    }).catch(() => {});
  }

  /**
   * Lays a write over what is held.
   * @returns its number; null where the shared state is away, so that it has none yet
   */
  async record(effect: WriteEffect): Promise<number | null> {
    try {
      const log = await this.#reaching(() => this.#swapLog((log) => withWrite(log, effect, this.#options.now())));
      await this.#report(() => this.#publisher.written());
      return log.sequence;
    } catch {
      this.#unrecorded = [...this.#unrecorded, effect];
      this.#held.clear();
      return null;
    }
  }

  /** Resolves when the journal knows what was put and recorded so far. */
  async reported(): Promise<void> {
    await this.#reports;
  }

  close(): void {
    this.#unwatch();
  }

  #key(what: Part | 'head'): string {
    return JSON.stringify([this.#options.account, this.#options.subclient, what]);
  }

  #nextVersion(part: Part): number {
    return Math.max(this.#fetched.get(part)?.version ?? 0, this.#log.parts[part]?.version ?? 0) + 1;
  }

  #isBehind(part: Part): boolean {
    return (this.#log.parts[part]?.version ?? 0) > (this.#fetched.get(part)?.version ?? 0);
  }

  async #readPart(part: Part): Promise<void> {
    if (!this.#isBehind(part)) return;
    const { shared, subclient, slices } = this.#options;
    const found = await shared.read(this.#key(part));
    const fetched = found && (await decodePart(found.value, part, subclient, slices, this.#fetched.get(part)?.rows));
    if (fetched === null || !reachesBack(this.#log, fetched.askedAfter)) return;
    this.#fetched.set(part, fetched);
    this.#held.delete(part);
  }

  async #readLog(): Promise<void> {
    const found = await this.#options.shared.read(this.#key('head'));
    if ((found?.version ?? 0) === this.#logVersion) return;
    this.#adopt(found === null ? EMPTY_WRITE_LOG : decodeWriteLog(found.value), found?.version ?? 0);
  }

  /**
   * A part that the log no longer reaches back to can't be patched any more. Where the shared state lost its log, every write of the one begun
   * anew is later than what is held; those that were lost with it only a fetch can show.
   */
  #adopt(log: WriteLog, version: number): void {
    const isAnother = this.#logVersion !== 0 && log.since !== this.#log.since;
    this.#log = log;
    this.#logVersion = version;
    this.#held.clear();
    for (const [part, known] of this.#fetched) {
      const fetched = isAnother ? { ...known, version: 0, askedAfter: 0, missesWrites: true } : known;
      if (reachesBack(log, fetched.askedAfter)) this.#fetched.set(part, fetched);
      else this.#fetched.delete(part);
    }
  }

  #swapLog(change: (log: WriteLog) => WriteLog): Promise<WriteLog> {
    return this.#mutex.run('head', undefined, async () => {
      for (let tries = 0; tries < SWAP_TRIES; tries += 1) {
        const next = change(this.#log);
        const version = await this.#options.shared.swap(this.#key('head'), encodeWriteLog(next), this.#logVersion, this.#options.keepMs);
        if (version !== null) {
          this.#adopt(next, version);
          return next;
        }
        await this.#readLog();
      }
      throw new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'Too many instances write at once.' });
    });
  }

  async #recordTheRest(): Promise<void> {
    const effects = this.#unrecorded;
    if (effects.length === 0) return;
    await this.#swapLog((log) => effects.reduce((next, effect) => withWrite(next, effect, this.#options.now()), log));
    this.#unrecorded = this.#unrecorded.slice(effects.length);
    this.#held.clear();
    // Not waited for: the publisher itself may be waiting for this.
    void this.#report(() => this.#publisher.written());
  }

  /** Where it fails, the next fetch tells the journal. */
  #report(tell: () => Promise<void>): Promise<void> {
    const told = tell().catch(() => {});
    this.#reports = Promise.all([this.#reports, told]).then(() => {});
    return told;
  }

  async #reaching<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      this.#away = false;
      return result;
    } catch (failure) {
      this.#away = true;
      throw failure;
    }
  }
}
