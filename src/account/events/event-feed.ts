import { setImmediate as nextIteration } from 'node:timers/promises';
import { endingIterator } from '../../concurrency/ending-iterator.ts';
import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { GatewayError } from '../../errors.ts';
import type { EventPage, Events, JournaledEvent } from './events.ts';

/** So many of the newest events are in memory for those who are nearly up to date; whoever is further behind reads the journal. */
const KEPT = 2_000;
const BATCH = 500;
/** How soon the journal is looked at again after it could not be read. */
const RETRY_MS = 1_000;

/** What a follower wants to hear of. */
export type EventFilter = (event: JournaledEvent['event']) => boolean;

export interface FollowOptions {
  readonly onEnd?: () => void;
  /** Asked before each further page is read; a promise is waited for. */
  readonly pace?: (() => Promise<void> | null) | undefined;
}

/** Stands before the first event that is kept, whichever that is. */
export const BEGINNING = 0;

/** @throws GatewayError CURSOR_EXPIRED where whoever has read up to `after` has missed something */
export function requireNoGap(after: number, { oldest, newest }: EventPage): void {
  const isKnown = oldest !== null && newest !== null && after >= oldest - 1 && after <= newest;
  if (after !== BEGINNING && !isKnown) throw new GatewayError('CURSOR_EXPIRED');
}

/** Follows the journal of an account for all listeners of this instance: what is new is read from the store once. */
export class EventFeed {
  readonly #events: Events;
  readonly #slices: TimeSlices;
  readonly #waiting = new Set<() => void>();
  /** Without a gap, up to `#newest`. */
  #recent: readonly JournaledEvent[] = [];
  /** null: not known yet. */
  #newest: number | null = null;
  #followers = 0;
  #unwatch: (() => void) | null = null;
  #reading: Promise<void> | null = null;
  #isBehind = false;

  constructor(events: Events, slices: TimeSlices) {
    this.#events = events;
    this.#slices = slices;
  }

  /** How many listen. */
  get followers(): number {
    return this.#followers;
  }

  /**
   * Events after a cursor, without end, gap or repeat; null: those that come from now on. Nothing is buffered for who is slow: the journal is
   * the buffer. `next` throws GatewayError CURSOR_EXPIRED where the journal no longer reaches back, UPSTREAM_UNAVAILABLE where it is away.
   */
  follow(after: number | null, filter: EventFilter, { onEnd, pace }: FollowOptions = {}): AsyncIterableIterator<JournaledEvent, undefined> {
    let position = after;
    let batch: Iterator<JournaledEvent> = [].values();
    let ended = false;
    let wake = () => {};
    this.#join();

    const more = async (from: number): Promise<readonly JournaledEvent[]> => {
      const recent = this.#recentAfter(from);
      if (recent !== null) return recent;
      const page = await this.#events.read({ after: from, limit: BATCH });
      requireNoGap(from, page);
      return page.events;
    };
    const end = () => {
      if (!ended) {
        this.#leave();
        onEnd?.();
      }
      ended = true;
      wake();
      return { done: true, value: undefined } as const;
    };
    const next = async (): Promise<IteratorResult<JournaledEvent, undefined>> => {
      // Among thousands of listeners sockets must get their turn too.
      await nextIteration();
      while (!ended) {
        const { done, value } = batch.next();
        if (!done) {
          position = value.cursor;
          if (filter(value.event)) return { done: false, value };
          continue;
        }
        // Nothing of what was read may be wanted, over hundreds of pages.
        await this.#slices.yieldIfDue();
        await pace?.();
        if (ended) break;
        position ??= (await this.#events.read({ limit: 1, reverse: true })).newest ?? BEGINNING;
        const events = await more(position);
        batch = events.values();
        // What came while that was awaited wakes nobody who is not waiting yet.
        if (events.length > 0 || ended || (this.#newest ?? BEGINNING) > position) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
          this.#waiting.add(resolve);
        });
        this.#waiting.delete(wake);
      }
      return { done: true, value: undefined };
    };
    return endingIterator(next, end);
  }

  #join(): void {
    this.#followers += 1;
    if (this.#unwatch !== null) return;
    this.#unwatch = this.#events.watch(() => this.#read());
    this.#read();
  }

  #leave(): void {
    this.#followers -= 1;
    if (this.#followers > 0) return;
    this.#unwatch?.();
    this.#unwatch = null;
    this.#newest = null;
    this.#recent = [];
  }

  /** null where they must be read from the journal. */
  #recentAfter(position: number): readonly JournaledEvent[] | null {
    if (this.#newest === null) return null;
    if (position === this.#newest) return [];
    const [first] = this.#recent;
    if (first === undefined || position < first.cursor - 1 || position > this.#newest) return null;
    return this.#recent.slice(position + 1 - first.cursor);
  }

  /** One after the other: a notice that comes meanwhile is looked after at the end. */
  #read(): void {
    this.#isBehind = true;
    this.#reading ??= this.#catchUp().finally(() => {
      this.#reading = null;
      if (this.#isBehind && this.#unwatch !== null) this.#read();
    });
  }

  async #catchUp(): Promise<void> {
    try {
      while (this.#isBehind && this.#unwatch !== null) {
        this.#isBehind = false;
        this.#learn(await this.#events.read(this.#newest === null ? { limit: 1, reverse: true } : { after: this.#newest, limit: BATCH }));
      }
    } catch {
      setTimeout(() => this.#followers > 0 && this.#read(), RETRY_MS).unref();
    }
  }

  #learn({ events, newest }: EventPage): void {
    const last = events.at(-1)?.cursor ?? newest ?? BEGINNING;
    if (this.#newest === null) this.#newest = last;
    else if (events.length > 0) {
      const isNext = events[0]?.cursor === this.#newest + 1;
      this.#recent = (isNext ? [...this.#recent, ...events] : events).slice(-KEPT);
      this.#newest = last;
      this.#isBehind ||= events.length === BATCH;
    }
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
