import { GatewayError } from '../errors.ts';
import { FrontRateLimited, UpstreamFailure } from './api.ts';

/** Failures in a row after which a host rests. */
const FAILURES = 5;
/** The first rest; each one without an answer between is twice as long as the one before, up to the longest. */
const REST_MS = 2_000;
const LONGEST_REST_MS = 60_000;

export type BreakerState = 'closed' | 'open' | 'half-open';

/** An error number and a 429 are answers: the host is well. */
const isAnswer = (error: unknown): boolean =>
  error instanceof FrontRateLimited || (error instanceof GatewayError && error.upstreamCode !== null);

/** One address of the provider behind a breaker, which lets a single probe through after each rest. */
export class Host {
  readonly url: string;
  readonly #clock: () => number;
  #state: BreakerState = 'closed';
  #failures = 0;
  #restMs = 0;
  #restsUntil = 0;
  #lastFailure = 'It failed a moment ago.';

  /** @param clock monotonic milliseconds */
  constructor(url: string, clock: () => number) {
    this.url = url;
    this.#clock = clock;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** False while it rests, and while a probe is under way. */
  get admits(): boolean {
    return this.#state === 'closed' || (this.#state === 'open' && this.#clock() >= this.#restsUntil);
  }

  /** What a request gets that it does not admit. */
  resting(): UpstreamFailure {
    const leftMs = this.#state === 'open' ? Math.max(1, Math.ceil(this.#restsUntil - this.#clock())) : null;
    const message = `${this.#lastFailure} It is left alone for some seconds after several such failures, and then tried again.`;
    return new UpstreamFailure('NOT_SENT', message, { retryAfterMs: leftMs });
  }

  /**
   * Makes a request to it and learns from how it ends.
   * @throws UpstreamFailure also where the host does not admit any
   */
  async run<Result>(request: () => Promise<Result>): Promise<Result> {
    if (!this.admits) throw this.resting();
    const isProbe = this.#state === 'open';
    if (isProbe) this.#state = 'half-open';
    try {
      const result = await request();
      this.#succeed(isProbe);
      return result;
    } catch (error) {
      if (isAnswer(error)) this.#succeed(isProbe);
      // A probe that was called off proves nothing: the host rests on.
      else if (error instanceof UpstreamFailure || isProbe) this.#fail(error, isProbe);
      throw error;
    }
  }

  /** What began before the host went to rest says nothing of it now. */
  #succeed(isProbe: boolean): void {
    if (this.#state !== 'closed' && !isProbe) return;
    this.#state = 'closed';
    this.#failures = 0;
    this.#restMs = 0;
  }

  #fail(error: unknown, isProbe: boolean): void {
    if (this.#state !== 'closed' && !isProbe) return;
    this.#failures += 1;
    const askedMs = error instanceof UpstreamFailure ? error.retryAfterMs : null;
    if (error instanceof UpstreamFailure) this.#lastFailure = error.message;
    if (!isProbe && askedMs === null && this.#failures < FAILURES) return;
    this.#restMs = Math.min(this.#restMs === 0 ? REST_MS : 2 * this.#restMs, LONGEST_REST_MS);
    this.#restsUntil = this.#clock() + Math.max(this.#restMs, askedMs ?? 0);
    this.#state = 'open';
  }
}
