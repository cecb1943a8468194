import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { KeyedMutex } from '../../concurrency/keyed-mutex.ts';
import { MOST_ENTRIES } from '../../store/store.ts';
import type { Part } from '../account.ts';
import type { SenderEvent } from '../events/events.ts';
import type { Journal } from '../events/journal.ts';
import type { SharedState } from '../shared-state.ts';
import { applyWrite, type FetchedPart, type LoggedWrite } from './held-part.ts';
import { diffOf } from './part-diff.ts';
import { portionsOf } from './portions.ts';
import { decodePublished, encodePublished, type PublishedPart } from './published-part.ts';
import { reachesBack, type WriteLog } from './write-log.ts';

export interface ChangePublisherOptions {
  readonly account: string;
  readonly subclient: string | null;
  readonly shared: SharedState;
  readonly journal: Journal;
  readonly slices: TimeSlices;
  /** The log as it is known here. */
  readonly log: () => WriteLog;
  /** Learns the log that all instances agree on. */
  readonly sync: () => Promise<void>;
}

interface Known {
  /** Of the store; 0 where it has nothing. */
  readonly version: number;
  readonly published: PublishedPart | null;
}

/** What the journal is to know next; null where it knows that, or better, already. */
type Next = (published: PublishedPart | null, log: WriteLog) => PublishedPart | 'behind' | null;

const NOTHING: Known = { version: 0, published: null };
const TRIES = 20;

/**
 * Tells the journal how one subclient's senders differ from what it published last. That last state is kept in the store, and swapped in one step
 * with the append: of several instances one tells a change, and who dies before it did leaves the change to the next fetch.
 */
export class ChangePublisher {
  readonly #options: ChangePublisherOptions;
  readonly #known = new Map<Part, Known>();
  readonly #mutex = new KeyedMutex();

  constructor(options: ChangePublisherOptions) {
    this.#options = options;
  }

  /** Tells what a fetch shows. The first of all tells nothing: there is nothing to compare it with. */
  fetched(fetched: FetchedPart): Promise<void> {
    return this.#tell(fetched.part, (published, log) => {
      const isComparable = published?.since === log.since;
      // Another instance's fetch came later and was published already.
      if (isComparable && published.version >= fetched.version) return null;
      if (isComparable && published.askedAfter > log.sequence) return 'behind';
      if (!reachesBack(log, fetched.askedAfter)) return null;
      return { ...fetched, since: log.since, askedAfter: log.sequence, rows: withWrites(fetched.rows, log.writes, fetched.askedAfter) };
    });
  }

  /** Tells what writes did, before any fetch shows it. */
  written(): Promise<void> {
    return this.#tell('names', (published, log) => {
      if (published === null) return null;
      const isComparable = published.since === log.since;
      const after = isComparable ? published.askedAfter : 0;
      // Where the log does not reach back, the next fetch tells.
      if (log.sequence <= after || !reachesBack(log, after)) return null;
      const version = isComparable ? published.version : 0;
      return { ...published, since: log.since, version, askedAfter: log.sequence, rows: withWrites(published.rows, log.writes, after) };
    });
  }

  /** The last state that the journal knows, with all writes that are known here; null where it knows none. */
  published(part: Part): Promise<PublishedPart | null> {
    return this.#mutex.run(part, undefined, async () => {
      const { published } = await this.#read(part);
      const log = this.#options.log();
      if (published === null || published.since !== log.since || !reachesBack(log, published.askedAfter)) return published;
      return { ...published, askedAfter: log.sequence, rows: withWrites(published.rows, log.writes, published.askedAfter) };
    });
  }

  #tell(part: Part, next: Next): Promise<void> {
    return this.#mutex.run(part, undefined, async () => {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const known = await this.#read(part);
        const published = next(known.published, this.#options.log());
        if (published === null) return;
        if (published === 'behind') await this.#options.sync();
        else if (await this.#swap(known, published)) return;
      }
    });
  }

  /** @returns false where another was faster */
  async #swap(known: Known, published: PublishedPart): Promise<boolean> {
    const { part } = published;
    const before = known.published;
    if (before === null) return this.#put(part, known.version, published, []);
    const events = await diffOf(part, before.rows, published.rows, this.#options.slices);
    if (events.length === 0) {
      this.#known.set(part, { ...known, published });
      return true;
    }
    for (const { rows, events: some } of portionsOf(before.rows, published.rows, events, MOST_ENTRIES)) {
      const { version } = this.#known.get(part) ?? known;
      // Until the last portion the part counts as the one before, so that whoever takes over tells the rest.
      const next = rows === published.rows ? published : { ...before, rows };
      if (!(await this.#put(part, version, next, some))) return false;
    }
    return true;
  }

  /** @returns false where another was faster */
  async #put(part: Part, expected: number, published: PublishedPart, events: readonly SenderEvent[]): Promise<boolean> {
    const { journal, slices } = this.#options;
    const version = await journal.tell(this.#key(part), await encodePublished(published, slices), expected, events);
    if (version === null) return false;
    this.#known.set(part, { version, published });
    return true;
  }

  async #read(part: Part): Promise<Known> {
    const { shared, subclient, slices } = this.#options;
    const known = this.#known.get(part) ?? NOTHING;
    const found = await shared.read(this.#key(part));
    const version = found?.version ?? 0;
    if (version === known.version) return known;
    const read = {
      version,
      published: found && (await decodePublished(found.value, part, subclient, slices, known.published?.rows)),
    };
    this.#known.set(part, read);
    return read;
  }

  #key(part: Part): string {
    return JSON.stringify([this.#options.account, this.#options.subclient, part, 'told']);
  }
}

const withWrites = (rows: FetchedPart['rows'], log: readonly LoggedWrite[], after: number): FetchedPart['rows'] =>
  log.filter(({ sequence }) => sequence > after).reduce(applyWrite, rows);
