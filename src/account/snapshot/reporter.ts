import type { Part } from '../account.ts';
import type { SenderEvent } from '../events/events.ts';
import type { Journal } from '../events/journal.ts';
import type { SharedState } from '../shared-state.ts';
import { Turns } from '../turns.ts';
import { type Head, reachesBack } from './head.ts';
import { applyWrite, type FetchedPart, type LoggedWrite } from './held-part.ts';
import { diffOf } from './part-diff.ts';
import { decodeTold, encodeTold, type ToldPart } from './told-part.ts';

export interface ReporterOptions {
  readonly account: string;
  readonly subclient: string | null;
  readonly shared: SharedState;
  readonly journal: Journal;
  /** The head as it is known here. */
  readonly head: () => Head;
  /** Learns the head that all instances agree on. */
  readonly sync: () => Promise<void>;
}

interface Known {
  /** Of the store; 0 where it has nothing. */
  readonly version: number;
  readonly told: ToldPart | null;
}

/** What the journal is to know next; null where it knows that, or better, already. */
type Next = (told: ToldPart | null, head: Head) => ToldPart | 'behind' | null;

const NOTHING: Known = { version: 0, told: null };
const TRIES = 20;

/**
 * Tells the journal how one subclient's senders differ from what it told last. That last state is kept in the store, and swapped in one step
 * with the append: of several instances one tells a change, and who dies before it did leaves the change to the next fetch.
 */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #known = new Map<Part, Known>();
  readonly #turns = new Turns();

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  /** Tells what a fetch shows. The first of all tells nothing: there is nothing to compare it with. */
  fetched(fetched: FetchedPart): Promise<void> {
    return this.#tell(fetched.part, (told, head) => {
      const isComparable = told?.since === head.since;
      // Another instance's fetch came later and was told already.
      if (isComparable && told.version >= fetched.version) return null;
      if (isComparable && told.askedAfter > head.sequence) return 'behind';
      if (!reachesBack(head, fetched.askedAfter)) return null;
      return { ...fetched, since: head.since, askedAfter: head.sequence, rows: withWrites(fetched.rows, head.writes, fetched.askedAfter) };
    });
  }

  /** Tells what writes did, before any fetch shows it. */
  written(): Promise<void> {
    return this.#tell('names', (told, head) => {
      if (told === null) return null;
      const isComparable = told.since === head.since;
      const after = isComparable ? told.askedAfter : 0;
      // Where the log does not reach back, the next fetch tells.
      if (head.sequence <= after || !reachesBack(head, after)) return null;
      const version = isComparable ? told.version : 0;
      return { ...told, since: head.since, version, askedAfter: head.sequence, rows: withWrites(told.rows, head.writes, after) };
    });
  }

  #tell(part: Part, next: Next): Promise<void> {
    return this.#turns.take(part, undefined, async () => {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const known = await this.#read(part);
        const told = next(known.told, this.#options.head());
        if (told === null) return;
        if (told === 'behind') await this.#options.sync();
        else if (await this.#swap(known, told)) return;
      }
    });
  }

  /** @returns false where another was faster */
  async #swap(known: Known, told: ToldPart): Promise<boolean> {
    const { part } = told;
    const events: readonly SenderEvent[] = known.told === null ? [] : await diffOf(part, known.told.rows, told.rows);
    if (known.told !== null && events.length === 0) {
      this.#known.set(part, { ...known, told });
      return true;
    }
    const version = await this.#options.journal.tell(this.#key(part), await encodeTold(told), known.version, events);
    if (version === null) return false;
    this.#known.set(part, { version, told });
    return true;
  }

  async #read(part: Part): Promise<Known> {
    const known = this.#known.get(part) ?? NOTHING;
    const found = await this.#options.shared.read(this.#key(part));
    const version = found?.version ?? 0;
    if (version === known.version) return known;
    const read = { version, told: found && (await decodeTold(found.value, part, this.#options.subclient, known.told?.rows)) };
    this.#known.set(part, read);
    return read;
  }

  #key(part: Part): string {
    return JSON.stringify([this.#options.account, this.#options.subclient, part, 'told']);
  }
}

const withWrites = (rows: FetchedPart['rows'], log: readonly LoggedWrite[], after: number): FetchedPart['rows'] =>
  log.filter(({ sequence }) => sequence > after).reduce(applyWrite, rows);
