import { setTimeout as delay } from 'node:timers/promises';
import { type AdmitRequest, type Store, StoreUnavailable } from '../../src/store/store.ts';
import type { OpenedStore } from './stores.ts';

const LIMIT = 3;
/** Longer than Redis is away, so that a place that was forgotten shows. */
const WINDOW_MS = 10_000;
const LEASE_MS = 3_000;
const NEXT_LIST_MS = 600;
const LIMITS = { maxEntries: 10_000, maxAgeMs: 3_600_000 };

/** Another question in each moment, so that some were asked just before whatever happens. */
const listNow = (): string => `list ${Math.floor(performance.now() / NEXT_LIST_MS)}`;

const asked = (log: string): AdmitRequest => ({
  log: { key: log, group: 'lists', limit: LIMIT, windowMs: WINDOW_MS },
  concurrency: { key: 'running', limit: 12 },
  holds: ['blocked'],
  leaseMs: LEASE_MS,
});

export interface Seen {
  /** Calls that the provider would have refused. */
  readonly overLimit: number;
  readonly calls: number;
  readonly refusedByStore: number;
  /** What failed in another way. */
  readonly faults: readonly unknown[];
  /** Numbers that were given twice, or went back. */
  readonly numbersTwice: number;
  /** Events that were told as written. */
  readonly told: number;
  /** Of those, how many a reader of the journal does not find. */
  readonly lost: number;
}

/**
 * Instances that ask one store for places, write and listen, while something is done to it. The provider counts by this process's clock.
 */
export class StoreTraffic {
  readonly #stores: readonly OpenedStore[];
  readonly #sentAt = new Map<string, number[]>();
  readonly #ended = new AbortController();
  readonly #faults: unknown[] = [];
  readonly #versions: number[] = [];
  readonly #cursors: number[] = [];
  readonly #told = new Map<number, string>();
  readonly #heardAt: number[];
  readonly #running: Promise<unknown>;
  #calls = 0;
  #refused = 0;
  #written = 0;

  /** @param callers of each instance, beside one who writes and one who listens */
  constructor(stores: readonly OpenedStore[], callers = 3) {
    this.#stores = stores;
    this.#heardAt = stores.map(() => 0);
    for (const [index, store] of stores.entries())
      store.subscribe('news', () => {
        this.#heardAt[index] = performance.now();
      });
    const loops = stores.flatMap((store) => [
      ...Array.from({ length: callers }, () => this.#while(() => this.#call(store, listNow()))),
      this.#while(() => this.#publish(store)),
    ]);
    this.#running = Promise.all([...loops, ...stores.slice(0, 1).map((store) => this.#while(() => this.#write(store)))]);
  }

  /** Until every place has been taken. */
  async busy(): Promise<void> {
    while (this.#calls < 2 * LIMIT) await delay(20);
  }

  /**
   * Until every instance writes, is admitted or refused by the limits, and hears what another says.
   * @returns how long that took, in ms
   */
  async wellAgain(): Promise<number> {
    const since = performance.now();
    await Promise.all(this.#stores.map((store, index) => this.#isWell(store, index, since)));
    return performance.now() - since;
  }

  /** Asks for every question again, of every instance: a place that was forgotten shows. */
  async askAgain(): Promise<void> {
    for (const list of [...this.#sentAt.keys()]) for (const store of this.#stores) await this.#call(store, list).catch(() => {});
  }

  async end(): Promise<Seen> {
    this.#ended.abort();
    await this.#running;
    const found = new Map<number, string>();
    const [store] = this.#stores;
    for (let after = 0; store !== undefined; ) {
      const { entries } = await store.read('events', { after, limit: 1_000 });
      for (const { cursor, data } of entries) found.set(cursor, data);
      const last = entries.at(-1);
      if (last === undefined) break;
      after = last.cursor;
    }
    await Promise.all(this.#stores.map((opened) => opened.close()));
    return {
      overLimit: [...this.#sentAt.values()].map(overLimit).reduce((sum, count) => sum + count, 0),
      calls: this.#calls,
      refusedByStore: this.#refused,
      faults: this.#faults,
      numbersTwice: notGrowing(this.#versions) + notGrowing(this.#cursors),
      told: this.#told.size,
      lost: [...this.#told].filter(([cursor, data]) => found.get(cursor) !== data).length,
    };
  }

  async #while(step: () => Promise<void>): Promise<void> {
    while (!this.#ended.signal.aborted) {
      try {
        await step();
      } catch (error) {
        if (error instanceof StoreUnavailable) this.#refused += 1;
        else this.#faults.push(error);
      }
      await delay(15);
    }
  }

  async #call(store: Store, log: string): Promise<void> {
    const admission = await store.admit(asked(log));
    if (!('granted' in admission)) return;
    const sent = this.#sentAt.get(log) ?? [];
    this.#sentAt.set(log, [...sent, performance.now()]);
    this.#calls += 1;
    await delay(30);
    // As the gateway does: what can't be told now is told later, unless it lapsed.
    for (let tries = 0; tries < 20; tries += 1) {
      const done = await store.settle(admission.granted, 'ANSWERED').then(
        () => true,
        () => false,
      );
      if (done) return;
      await delay(100);
    }
  }

  async #publish(store: Store): Promise<void> {
    await store.publish('news');
  }

  async #write(store: Store): Promise<void> {
    this.#written += 1;
    const data = `event ${this.#written}`;
    const [cursor] = await store.append('events', [data], LIMITS);
    if (cursor !== undefined) {
      this.#cursors.push(cursor);
      this.#told.set(cursor, data);
    }
    const version = await store.put('value', data);
    if (version !== null) this.#versions.push(version);
  }

  async #isWell(store: OpenedStore, index: number, since: number): Promise<void> {
    for (;;) {
      try {
        await store.ping();
        const admission = await store.admit(asked(`probe ${index}`));
        const isAdmitting = 'granted' in admission || admission.refused === 'log';
        if (isAdmitting && (this.#heardAt[index] ?? 0) > since) return;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
      }
      await delay(25);
    }
  }
}

/** How many calls came within a window of the third before. */
const overLimit = (sentAt: readonly number[]): number => {
  const sorted = sentAt.toSorted((a, b) => a - b);
  return sorted.filter((at, index) => at - (sorted[index - LIMIT] ?? Number.NEGATIVE_INFINITY) < WINDOW_MS).length;
};

const notGrowing = (numbers: readonly number[]): number => numbers.filter((number, index) => number <= (numbers[index - 1] ?? 0)).length;
