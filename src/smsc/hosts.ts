import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleType,
} from 'cockatiel';
import { UpstreamFailure } from './api.ts';

/** Failures in a row after which a host rests, and for how long. */
const FAILURES = 5;
const REST_MS = { initialDelay: 2_000, maxDelay: 60_000 };

export type BreakerState = 'closed' | 'open' | 'half-open';
const STATES: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
};

/** The provider's addresses, the first and its reserves, each behind a breaker of its own that lets one probe through after a rest. */
export class Hosts {
  readonly #hosts: readonly { readonly url: string; readonly breaker: CircuitBreakerPolicy }[];

  constructor(urls: readonly string[]) {
    this.#hosts = [...new Set(urls)].map((url) => ({
      url,
      breaker: circuitBreaker(handleType(UpstreamFailure), {
        breaker: new ConsecutiveBreaker(FAILURES),
        halfOpenAfter: new ExponentialBackoff(REST_MS),
      }),
    }));
  }

  /**
   * Tries the hosts in turn. A read moves on after any failure; a write only where nothing was sent, since the next host is the same provider.
   * An error number is an answer: it never moves on and opens no breaker.
   */
  async run<Result>(mutates: boolean, attempt: (url: string) => Promise<Result>): Promise<Result> {
    let failure = new UpstreamFailure(false, 'Every address of the provider failed a moment ago. They are tried again in some seconds.');
    for (const { url, breaker } of this.#hosts) {
      try {
        return await breaker.execute(() => attempt(url));
      } catch (error) {
        if (error instanceof BrokenCircuitError) continue;
        if (!(error instanceof UpstreamFailure) || (mutates && error.sent)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  /** For metrics and readiness. */
  states(): readonly { readonly url: string; readonly state: BreakerState }[] {
    return this.#hosts.map(({ url, breaker }) => ({ url, state: STATES[breaker.state] }));
  }
}
