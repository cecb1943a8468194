import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import { GatewayError } from '../errors.ts';
import { UpstreamFailure } from './api.ts';

/** Failures in a row after which a host rests. */
const FAILURES = 5;
/** The first rest; each one without an answer between is twice as long as the one before, up to the longest. */
const REST_MS = 2_000;
const LONGEST_REST_MS = 60_000;

export type BreakerState = 'closed' | 'open' | 'half-open';
const STATES: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
};

/** An error number is an answer: the host is well. */
const isAnswer = (error: unknown) => error instanceof GatewayError && error.upstreamCode !== null;

/** One address of the provider behind a breaker, which lets a single probe through after each rest. */
export class Host {
  readonly url: string;
  readonly #breaker: CircuitBreakerPolicy;
  #restsUntil = 0;

  constructor(url: string) {
    this.url = url;
    // A probe that was called off proves nothing: the host rests on. The breaker would take it for a success.
    const failed = (error: unknown) => error instanceof UpstreamFailure || (this.state === 'half-open' && !isAnswer(error));
    this.#breaker = circuitBreaker(handleWhen(failed), {
      breaker: new ConsecutiveBreaker(FAILURES),
      halfOpenAfter: new DelegateBackoff(({ attempt }) => {
        const restMs = Math.min(REST_MS * 2 ** (attempt - 1), LONGEST_REST_MS);
        this.#restsUntil = Date.now() + restMs;
        return restMs;
      }),
    });
  }

  get state(): BreakerState {
    return STATES[this.#breaker.state];
  }

  /** False while it rests, and while a probe is under way. */
  get admits(): boolean {
    return this.state === 'closed' || (this.state === 'open' && Date.now() >= this.#restsUntil);
  }

  /**
   * Makes a request to it and learns from how it ends.
   * @throws UpstreamFailure also where the host does not admit any
   */
  async run<Result>(request: () => Promise<Result>): Promise<Result> {
    if (!this.admits) throw resting();
    try {
      return await this.#breaker.execute(request);
    } catch (error) {
      // The breaker began to measure the rest a moment after this class did.
      throw isBrokenCircuitError(error) ? resting() : error;
    }
  }
}

const resting = () =>
  new UpstreamFailure(false, 'Every address of the provider failed a moment ago. They are tried again in some seconds.');

/** The provider's addresses: the first one and its reserves. */
export class Hosts {
  readonly #hosts: readonly Host[];

  constructor(urls: readonly string[]) {
    this.#hosts = [...new Set(urls)].map((url) => new Host(url));
  }

  /**
   * Tries the hosts in turn. A read moves on after any failure; a write only where nothing was sent, since the next host is the same provider.
   * An error number is an answer and never moves on.
   */
  async tryEach<Result>(mutates: boolean, attempt: (host: Host) => Promise<Result>): Promise<Result> {
    let failure = resting();
    for (const host of this.#hosts) {
      if (!host.admits) continue;
      try {
        return await attempt(host);
      } catch (error) {
        if (!(error instanceof UpstreamFailure) || (mutates && error.sent)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  /** For metrics and readiness. */
  states(): readonly { readonly url: string; readonly state: BreakerState }[] {
    return this.#hosts.map(({ url, state }) => ({ url, state }));
  }
}
