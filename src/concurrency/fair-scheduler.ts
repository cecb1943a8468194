/** A tenant's part of the event loop. */
export interface TimeSlices {
  /**
   * Asked by long work between two of its pieces. Null while the slice has time left: the work goes on at once. Else it must wait, and
   * goes on when the promise resolves, with a new slice.
   */
  yieldIfDue(): Promise<void> | null;
}

export interface FairSchedulerOptions {
  /** Monotonic milliseconds. */
  readonly now?: () => number;
  /** Runs each callback in the next iteration of the event loop, after its I/O, in their order; promises settle between two. */
  readonly nextIteration?: (callback: () => void) => void;
  readonly sliceMs?: number;
}

/** What tenants had of the event loop, in work that yields. */
export interface LoopUse {
  /** Milliseconds by tenant. */
  readonly tenants: ReadonlyMap<string, number>;
  /** The longest that one slice took, in ms: SLICE_MS, and what one piece of work lasts. */
  readonly longestSliceMs: number;
}

interface Tenant {
  readonly name: string;
  /** Milliseconds in all. */
  totalMs: number;
  /** Of those, what counts against others: raised to theirs where it begins to wait, since idle time is no credit. */
  countedMs: number;
  readonly waiting: (() => void)[];
}

/** Of the 20 ms that one request may hold the loop: the rest is for the one piece of work that runs over, and for I/O between. */
const SLICE_MS = 5;
/** What a tenant used beyond others before it waits holds it behind them for no longer. */
const MOST_OWED_MS = 100;

/**
 * Shares the event loop between tenants. Long work runs in slices, one an iteration, so that sockets and timers are served between two; the next
 * slice is for the tenant that used least (start-time fair queueing, by measured time). One tenant alone has all slices.
 */
export class FairScheduler {
  readonly #now: () => number;
  readonly #nextIteration: (callback: () => void) => void;
  readonly #sliceMs: number;
  readonly #tenants = new Map<string, Tenant>();
  /** Those with waiting work, the one served longest ago first. */
  readonly #waiting = new Set<Tenant>();
  /** Who has the slice of this iteration; null: it is not taken yet. */
  #running: Tenant | null = null;
  /** True where the slice was granted here, so that nothing but its tenant's work runs in it. */
  #isGranted = false;
  #endsAt = 0;
  /** Until when the running tenant was charged. */
  #chargedAt = 0;
  #sliceUsedMs = 0;
  #longestSliceMs = 0;
  /** What the tenant that has the slice, or had it last, had used before: the others' measure. */
  #servedMs = 0;
  #isScheduled = false;

  constructor({ now = () => performance.now(), nextIteration = setImmediate, sliceMs = SLICE_MS }: FairSchedulerOptions = {}) {
    this.#now = now;
    this.#nextIteration = nextIteration;
    this.#sliceMs = sliceMs;
  }

  /** The same part for the same name. */
  of(name: string): TimeSlices {
    const tenant = this.#tenants.get(name) ?? { name, totalMs: 0, countedMs: 0, waiting: [] };
    this.#tenants.set(name, tenant);
    return { yieldIfDue: () => this.#yieldIfDue(tenant) };
  }

  get use(): LoopUse {
    return {
      tenants: new Map([...this.#tenants.values()].map(({ name, totalMs }) => [name, totalMs])),
      longestSliceMs: this.#longestSliceMs,
    };
  }

  #yieldIfDue(tenant: Tenant): Promise<void> | null {
    const now = this.#now();
    if (this.#running === null) {
      if (!this.#mayBegin(tenant)) return this.#wait(tenant);
      this.#begin(tenant, now, false);
      return null;
    }
    // In a slice that work took by itself, I/O of others may lie between two tenants.
    if (this.#isGranted || this.#running === tenant) this.#charge(this.#running, now - this.#chargedAt);
    this.#chargedAt = now;
    this.#running = tenant;
    return now < this.#endsAt ? null : this.#wait(tenant);
  }

  /** Work that comes while nothing runs begins at once, unless it would be another's turn. */
  #mayBegin(tenant: Tenant): boolean {
    if (tenant.waiting.length > 0) return false;
    const next = this.#next();
    return next === null || Math.max(tenant.countedMs, this.#servedMs) <= next.countedMs;
  }

  #wait(tenant: Tenant): Promise<void> {
    if (tenant.waiting.length === 0) tenant.countedMs = Math.min(Math.max(tenant.countedMs, this.#servedMs), this.#servedMs + MOST_OWED_MS);
    this.#waiting.add(tenant);
    this.#schedule();
    return new Promise((resolve) => tenant.waiting.push(resolve));
  }

  #next(): Tenant | null {
    let next: Tenant | null = null;
    for (const tenant of this.#waiting) if (next === null || tenant.countedMs < next.countedMs) next = tenant;
    return next;
  }

  #begin(tenant: Tenant, now: number, isGranted: boolean): void {
    tenant.countedMs = this.#servedMs = Math.max(tenant.countedMs, this.#servedMs);
    this.#running = tenant;
    this.#isGranted = isGranted;
    this.#endsAt = now + this.#sliceMs;
    this.#chargedAt = now;
    this.#sliceUsedMs = 0;
    this.#schedule();
  }

  #charge(tenant: Tenant, ms: number): void {
    tenant.totalMs += ms;
    tenant.countedMs += ms;
    this.#sliceUsedMs += ms;
  }

  /** Both run one after the other, with the granted work between them. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#nextIteration(this.#grant);
    this.#nextIteration(this.#end);
  }

  readonly #grant = (): void => {
    // The slice of this iteration went to work that came with its I/O.
    if (this.#running !== null) return;
    const tenant = this.#next();
    const goOn = tenant?.waiting.shift();
    if (tenant === null || goOn === undefined) return;
    this.#waiting.delete(tenant);
    if (tenant.waiting.length > 0) this.#waiting.add(tenant);
    this.#begin(tenant, this.#now(), true);
    goOn();
  };

  readonly #end = (): void => {
    this.#isScheduled = false;
    if (this.#running !== null && this.#isGranted) this.#charge(this.#running, this.#now() - this.#chargedAt);
    this.#longestSliceMs = Math.max(this.#longestSliceMs, this.#sliceUsedMs);
    this.#running = null;
    if (this.#waiting.size > 0) this.#schedule();
  };
}
