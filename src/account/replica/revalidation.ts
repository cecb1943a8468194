import { type Flight, SingleFlight } from '../../concurrency/single-flight.ts';
import { GatewayError } from '../../errors.ts';
import type { ReadOptions, UpstreamCost } from '../account.ts';
import type { FreshnessSettings } from '../settings.ts';

/** After a failed refresh what is held serves for this long before the provider is asked again. */
const FAILURE_PAUSE_MS = 5_000;

/** An answer of the provider that is held. */
export interface Held {
  /** In ms since 1970. */
  readonly fetchedAt: number;
  /** True where it is known that the provider would answer otherwise now, or that it must be asked again. */
  readonly outdated: boolean;
  /** How long to wait before it is asked again to confirm what it answered; null, or left out, where nothing is to be confirmed. */
  readonly confirmAfterMs?: number | null;
}

export interface ReadHeld<Answer> {
  readonly held: Answer;
  readonly stale: boolean;
}

/** One question whose answer is held. */
export interface HeldQuestion<Answer extends Held> {
  readonly key: string;
  readonly held: () => Answer | null;
  /** True while it can't be learnt what other instances know. */
  readonly mayBeBehind: () => boolean;
  /** Asks the provider, so that `held` has a newer answer. */
  readonly fetch: (options: ReadOptions) => Promise<void>;
}

/**
 * Serves held answers by their age: fresh ones as they are, older ones at once while they are fetched anew, still older
 * ones only where the provider fails. One fetch a question at a time, for all who wait.
 */
export class Revalidation {
  readonly #now: () => number;
  readonly #freshness: FreshnessSettings;
  readonly #flights = new SingleFlight<void>();
  readonly #pausedUntil = new Map<string, number>();
  readonly #startedAt = new WeakMap<Flight<void>, number>();

  constructor(now: () => number, freshness: FreshnessSettings) {
    this.#now = now;
    this.#freshness = freshness;
  }

  async read<Answer extends Held>(question: HeldQuestion<Answer>, options: ReadOptions): Promise<ReadHeld<Answer>> {
    const held = question.held();
    if (held === null) return this.refresh(question, options);
    const asHeld = this.#asRead(question, held);
    if (!asHeld.stale) return asHeld;

    const age = this.#now() - held.fetchedAt;
    const paused = this.#now() < (this.#pausedUntil.get(question.key) ?? 0);
    if (age <= this.#freshness.staleMs || (paused && age <= this.#freshness.errorMs)) {
      if (!paused && held.outdated) return this.#readBriefly(question, asHeld, options);
      if (!paused) this.#flight(question, { ...options, priority: 'background' }).keep();
      return servedStale(asHeld, options.cost);
    }
    try {
      return await this.refresh(question, options);
    } catch (failure) {
      if (age <= this.#freshness.errorMs && mayStandIn(failure)) return servedStale(asHeld, options.cost);
      throw failure;
    }
  }

  /**
   * After a write the provider would answer otherwise now, and the writer wants to see how. It is worth a short wait, counted from the
   * start of the fetch: where the fetch has to queue, nobody else waits for it.
   */
  async #readBriefly<Answer extends Held>(
    question: HeldQuestion<Answer>,
    asHeld: ReadHeld<Answer>,
    options: ReadOptions,
  ): Promise<ReadHeld<Answer>> {
    const since = this.#now();
    const flight = this.#flight(question, options);
    flight.keep();
    const startedAt = this.#startedAt.get(flight) ?? since;
    this.#startedAt.set(flight, startedAt);
    const leftMs = startedAt + this.#freshness.outdatedWaitMs - since;
    if (leftMs <= 0) return servedStale(asHeld, options.cost);
    const enough = AbortSignal.timeout(leftMs);
    try {
      await flight.join(options.signal === undefined ? enough : AbortSignal.any([options.signal, enough]));
    } catch (failure) {
      if (!enough.aborted && !mayStandIn(failure)) throw failure;
      return servedStale(asHeld, options.cost);
    } finally {
      if (options.cost !== undefined) options.cost.waitedMs += this.#now() - since;
    }
    const held = question.held();
    return held === null ? asHeld : this.#asRead(question, held);
  }

  /** True for an answer that serves as it is. */
  isFresh({ fetchedAt, outdated }: Held): boolean {
    return !outdated && this.#now() - fetchedAt <= this.#freshness.freshMs;
  }

  /** Waits for the fetch that is under way, or for a new one. */
  async refresh<Answer extends Held>(question: HeldQuestion<Answer>, options: ReadOptions): Promise<ReadHeld<Answer>> {
    const since = this.#now();
    try {
      await this.#flight(question, options).join(options.signal);
    } finally {
      if (options.cost !== undefined) options.cost.waitedMs += this.#now() - since;
    }
    const held = question.held();
    // So many writes came meanwhile that the answer can't be patched with them.
    if (held === null) throw new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'The list was out of date when it came. Ask again.' });
    return this.#asRead(question, held);
  }

  #asRead<Answer extends Held>({ mayBeBehind }: HeldQuestion<Answer>, held: Answer): ReadHeld<Answer> {
    return { held, stale: mayBeBehind() || !this.isFresh(held) };
  }

  /** Who starts a fetch has its calls on the tally; who joins has not. */
  #flight<Answer extends Held>(
    { key, held, fetch }: HeldQuestion<Answer>,
    { priority, tenant, traceparent, cost }: ReadOptions,
  ): Flight<void> {
    // A list that has left lands, whoever still waits: cut off, it would hold its place for as long as the provider may be at work on it.
    return this.#flights.get(key, async (signal, onDeparture) => {
      try {
        await fetch({ signal, onDeparture, priority, tenant, traceparent, cost });
        const confirmAfterMs = held()?.confirmAfterMs ?? 0;
        if (confirmAfterMs > 0) this.#pausedUntil.set(key, this.#now() + confirmAfterMs);
        else this.#pausedUntil.delete(key);
      } catch (failure) {
        const pauseMs = (failure instanceof GatewayError ? failure.retryAfterMs : null) ?? FAILURE_PAUSE_MS;
        if (!signal.aborted && held() !== null) this.#pausedUntil.set(key, this.#now() + pauseMs);
        throw failure;
      }
    });
  }
}

function servedStale<Answer>(read: ReadHeld<Answer>, cost: UpstreamCost | undefined): ReadHeld<Answer> {
  if (cost !== undefined) cost.servedStale = true;
  return read;
}

/** May held data stand in? Where the provider fails or can't be asked now; not where it refuses the account or the question. */
const mayStandIn = (failure: unknown): boolean =>
  failure instanceof GatewayError && (failure.retryable || failure.code === 'UPSTREAM_ERROR');
