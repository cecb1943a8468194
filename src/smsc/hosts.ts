import { UpstreamFailure } from './api.ts';
import { type BreakerState, Host } from './host.ts';

/** The provider's addresses: the first one and its reserves. */
export class Hosts {
  readonly #hosts: readonly Host[];

  /** @param clock monotonic milliseconds */
  constructor(urls: readonly string[], clock: () => number) {
    this.#hosts = [...new Set(urls)].map((url) => new Host(url, clock));
  }

  /**
   * Tries the hosts in turn. A read moves on after any failure; a write only where nothing was sent, since the next host is the same provider.
   * An error number is an answer and never moves on.
   * @throws the failure of the first host, also where it rests: it is the one that was chosen. Of a write that was sent, that one's
   */
  async tryEach<Result>(mutates: boolean, attempt: (host: Host) => Promise<Result>): Promise<Result> {
    let first: UpstreamFailure | null = null;
    for (const host of this.#hosts) {
      try {
        if (!host.admits) throw host.resting();
        return await attempt(host);
      } catch (error) {
        if (!(error instanceof UpstreamFailure) || (mutates && error.sent)) throw error;
        first ??= error;
      }
    }
    throw first ?? new TypeError('The provider has no address.');
  }

  /** For metrics and readiness. */
  states(): readonly { readonly url: string; readonly state: BreakerState }[] {
    return this.#hosts.map(({ url, state }) => ({ url, state }));
  }
}
