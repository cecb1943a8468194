import { GatewayError } from '../errors.ts';

/** What a caller gets that went away, or whose time ran out. */
export const abandoned = (signal: AbortSignal): GatewayError =>
  signal.reason instanceof GatewayError
    ? signal.reason
    : new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'The request ended before the provider answered.', cause: signal.reason });

/** @param keep from now on it runs to its end, though nobody waits for it */
export type FlightWork<Result> = (signal: AbortSignal, keep: () => void) => Promise<Result>;

/** One run of some work that many wait for. */
export class Flight<Result> {
  readonly #abort = new AbortController();
  readonly #result: Promise<Result>;
  #holders = 0;
  #landed = false;

  constructor(work: FlightWork<Result>) {
    this.#result = Promise.resolve()
      .then(() => work(this.#abort.signal, () => this.keep()))
      .finally(() => {
        this.#landed = true;
      });
    // Each who waits hears of a failure; nobody waiting is no fault of ours.
    this.#result.catch(() => {});
  }

  /** False once it landed or was given up. */
  get open(): boolean {
    return !this.#landed && !this.#abort.signal.aborted;
  }

  /** Lets it run to its end though nobody waits for it. */
  keep(): void {
    this.#holders += 1;
  }

  /** Waits for the result. Who goes away leaves it to the others; the last one to go ends the work. */
  join(signal?: AbortSignal): Promise<Result> {
    if (signal === undefined) {
      this.keep();
      return this.#result;
    }
    if (signal.aborted) {
      this.#endUnlessHeld();
      return Promise.reject(abandoned(signal));
    }
    this.#holders += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#holders -= 1;
        this.#endUnlessHeld();
        reject(abandoned(signal));
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #endUnlessHeld(): void {
    if (this.#holders === 0) this.#abort.abort();
  }
}

/** Runs work at most once at a time for each key. */
export class SingleFlight<Result> {
  readonly #flying = new Map<string, Flight<Result>>();

  /** The run that is under way, or a new one. */
  get(key: string, work: FlightWork<Result>): Flight<Result> {
    const running = this.#flying.get(key);
    if (running?.open) return running;
    const flight = new Flight<Result>(async (signal, keep) => {
      try {
        return await work(signal, keep);
      } finally {
        if (this.#flying.get(key) === flight) this.#flying.delete(key);
      }
    });
    this.#flying.set(key, flight);
    return flight;
  }
}
