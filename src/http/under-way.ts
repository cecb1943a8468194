/** The requests that are running, for whoever must wait until none is left that began before. */
export class UnderWay {
  readonly #ends = new Set<Promise<unknown>>();

  /** @param end settles when the request has its answer, or went away */
  add(end: Promise<unknown>): void {
    const gone = () => this.#ends.delete(end);
    this.#ends.add(end);
    end.then(gone, gone);
  }

  /** Resolves when all requests have ended that run now. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#ends);
  }
}
