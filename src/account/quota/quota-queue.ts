import { abandoned } from '../../concurrency/single-flight.ts';
import type { Timer } from '../../concurrency/timer.ts';
import { GatewayError, RateLimitedError } from '../../errors.ts';
import type { Departure } from '../../smsc/api.ts';
import type { Admission, AdmitRequest, Store, Ticket } from '../../store/store.ts';
import { reaching } from '../stored-state.ts';
import { FairQueue, type Waiting } from './fair-queue.ts';

/** What a departure needs of the limits. Those of one lane wait for the same places of a log. */
export interface Place {
  readonly lane: string;
  /** Holds that refuse at once, each with the error that says so. */
  readonly refusals: ReadonlyMap<string, (retryAfterMs: number) => GatewayError>;
  readonly request: AdmitRequest;
}

export interface QuotaQueueOptions {
  readonly store: Store;
  readonly timer: Timer;
  /** The longest that a caller waits. */
  readonly maxWaitMs: number;
}

interface Waiter extends Waiting {
  readonly place: Place;
  readonly deadline: number;
  /** Set when the deadline passed before the store had answered. */
  overdue: boolean;
  readonly admit: (ticket: Ticket) => void;
  readonly refuse: (error: GatewayError) => void;
}

/** So long somebody whose time is up waits for the store to answer all who stand before. */
const ANSWER_MS = 2_000;

/** A lane in which no place is free before `until`. */
interface ClosedLane {
  readonly since: number;
  readonly until: number;
  readonly waitsMs: readonly [number, ...number[]];
  /** How often each of these places can be had: once a window. */
  readonly windowMs: number;
  readonly places: number;
}

/**
 * Those who wait for a place in the provider's limits. One at a time asks the store, so that the turn is kept; nobody asks again before
 * the time that the store named, the end of a request, or a notice of one.
 */
export class QuotaQueue {
  readonly #options: QuotaQueueOptions;
  readonly #queue = new FairQueue<Waiter>();
  readonly #closedLanes = new Map<string, ClosedLane>();
  /** As many requests as may be are under way, until then at the latest. */
  #fullUntil = Number.NEGATIVE_INFINITY;
  /** When the first of them lapses: one that ends before is news. */
  #lapsesAt = Number.NEGATIVE_INFINITY;
  /** Counts the ends of requests: one that comes while the store is asked makes its refusal old. */
  #ends = 0;
  #asking: Waiter | null = null;
  #unsubscribe: (() => void) | null = null;
  #cancelAlarm: () => void = () => {};
  #closed = false;

  constructor(options: QuotaQueueOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#queue.size;
  }

  /**
   * Waits for a place.
   * @throws GatewayError RATE_LIMITED where none can be had in time, IP_BLOCKED, UPSTREAM_UNAVAILABLE
   */
  take(place: Place, { signal, priority = 'person', tenant = '' }: Departure): Promise<Ticket> {
    const { promise, resolve, reject } = Promise.withResolvers<Ticket>();
    if (signal?.aborted) reject(abandoned(signal));
    else if (this.#closed) reject(ending());
    else {
      const { maxWaitMs, timer } = this.#options;
      const end = (settle: () => void) => {
        cancelDeadline();
        signal?.removeEventListener('abort', leave);
        settle();
      };
      let cancelDeadline = () => {};
      const waiter: Waiter = {
        priority,
        tenant,
        place,
        deadline: timer.now() + maxWaitMs,
        overdue: false,
        admit: (ticket) => end(() => resolve(ticket)),
        refuse: (error) => end(() => reject(error)),
      };
      const leave = () => signal && this.#refuse(waiter, abandoned(signal));
      cancelDeadline = timer.after(maxWaitMs, () => {
        cancelDeadline = timer.after(ANSWER_MS, () => this.#expire(waiter));
        this.#expire(waiter);
      });
      signal?.addEventListener('abort', leave, { once: true });
      this.#queue.add(waiter);
      this.#judge(place.lane);
      void this.#serve();
    }
    return promise;
  }

  /** A request ended somewhere: a place may be free. */
  readonly wake = (): void => {
    this.#ends += 1;
    this.#fullUntil = Number.NEGATIVE_INFINITY;
    void this.#serve();
  };

  /** A place of this lane's log was given back unused. */
  reopen(lane: string): void {
    this.#closedLanes.delete(lane);
    this.wake();
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe?.();
    this.#cancelAlarm();
    this.#refuseAll(ending());
  }

  async #serve(): Promise<void> {
    if (this.#asking !== null) return;
    try {
      for (let waiter = this.#next(); waiter !== null; waiter = this.#next()) {
        this.#asking = waiter;
        const ends = this.#ends;
        const admission = await reaching(this.#options.store.admit(waiter.place.request));
        if ('granted' in admission) this.#admit(waiter, admission.granted);
        else this.#note(waiter, admission, this.#ends === ends);
        this.#asking = null;
      }
    } catch (error) {
      this.#refuseAll(error instanceof GatewayError ? error : new GatewayError('INTERNAL', { cause: error }));
    } finally {
      this.#asking = null;
      for (const waiter of [...this.#queue.inTurn()]) if (waiter.overdue) this.#expire(waiter);
      this.#setAlarm();
    }
  }

  /** Who is to ask the store now. */
  #next(): Waiter | null {
    const now = this.#options.timer.now();
    if (this.#queue.size === 0 || now < this.#fullUntil) return null;
    for (const [lane, { until }] of this.#closedLanes) if (until <= now) this.#closedLanes.delete(lane);
    return this.#queue.inTurn().find((waiter) => !this.#closedLanes.has(waiter.place.lane)) ?? null;
  }

  #admit(waiter: Waiter, ticket: Ticket): void {
    if (this.#queue.has(waiter)) {
      this.#queue.serve(waiter);
      waiter.admit(ticket);
    } else {
      // Gone while the store was asked. What can't be given back lapses.
      this.#options.store.settle(ticket, 'UNUSED').then(
        () => this.reopen(waiter.place.lane),
        () => {},
      );
    }
  }

  #note(waiter: Waiter, { refused, key, waitsMs }: Extract<Admission, { refused: unknown }>, isNews: boolean): void {
    const { store, timer } = this.#options;
    const { lane, request, refusals } = waiter.place;
    const now = timer.now();
    if (refusals.has(key)) this.#refuseHeld(key, waitsMs[0]);
    else if (refused === 'log' || request.holds.includes(key)) {
      const { limit = waitsMs.length, windowMs = 0 } = request.log ?? {};
      this.#closedLanes.set(lane, { since: now, until: now + waitsMs[0], waitsMs, windowMs, places: limit });
      this.#judge(lane);
    } else {
      this.#lapsesAt = now + waitsMs[0];
      // An end that was told before this one listened is found by asking once more.
      if (this.#unsubscribe === null) this.#unsubscribe = store.subscribe(request.concurrency.key, this.wake);
      else if (isNews) this.#fullUntil = now + waitsMs[0];
    }
    if (waiter.overdue) this.#sendAway(waiter);
  }

  /** Sends away those of a closed lane who can't be served in time, told when to come again. */
  #judge(lane: string): void {
    const closed = this.#closedLanes.get(lane);
    if (closed === undefined) return;
    let ahead = 0;
    for (const waiter of [...this.#queue.inTurn()]) {
      if (waiter.place.lane !== lane) continue;
      const openAt = openingOf(closed, ahead);
      if (openAt <= waiter.deadline) ahead += 1;
      else this.#refuse(waiter, new RateLimitedError(Math.ceil(openAt - this.#options.timer.now())));
    }
  }

  #expire(waiter: Waiter): void {
    // Nobody is sent away of whom the store was not asked: there may be a place.
    if (this.#asking === waiter || (this.#asking !== null && !waiter.overdue)) {
      waiter.overdue = true;
      return;
    }
    this.#sendAway(waiter);
  }

  /** Without a place, told when one is free. */
  #sendAway(waiter: Waiter): void {
    const closed = this.#closedLanes.get(waiter.place.lane);
    // One under way may end before; that a place is free by then is certain.
    const waitMs = (closed?.until ?? this.#lapsesAt) - this.#options.timer.now();
    this.#refuse(waiter, new RateLimitedError(Math.max(1, Math.ceil(waitMs))));
  }

  #refuse(waiter: Waiter, error: GatewayError): void {
    if (!this.#queue.has(waiter)) return;
    this.#queue.leave(waiter);
    waiter.refuse(error);
  }

  /** All who name that hold. */
  #refuseHeld(key: string, waitMs: number): void {
    for (const waiter of [...this.#queue.inTurn()]) {
      const errorOf = waiter.place.refusals.get(key);
      if (errorOf !== undefined) this.#refuse(waiter, errorOf(waitMs));
    }
  }

  #refuseAll(error: GatewayError): void {
    for (const waiter of [...this.#queue.inTurn()]) this.#refuse(waiter, error);
  }

  /** Comes back when the next place may be free. */
  #setAlarm(): void {
    this.#cancelAlarm();
    this.#cancelAlarm = () => {};
    if (this.#queue.size === 0 || this.#closed) return;
    const first = this.#queue
      .inTurn()
      .map((waiter) => this.#closedLanes.get(waiter.place.lane)?.until ?? this.#fullUntil)
      .reduce((earliest, until) => Math.min(earliest, until));
    const { timer } = this.#options;
    const waitMs = Math.max(first, this.#fullUntil) - timer.now();
    this.#cancelAlarm = timer.after(Math.max(0, waitMs), () => void this.#serve());
  }
}

/** When the place is free that comes after `ahead` others. */
function openingOf({ since, waitsMs, windowMs, places }: ClosedLane, ahead: number): number {
  const [first] = waitsMs;
  return since + (waitsMs[ahead % places] ?? first) + Math.floor(ahead / places) * windowMs;
}

const ending = (): GatewayError => new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'The gateway is ending.' });
