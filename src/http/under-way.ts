/** The requests that are running, for whoever must wait until none is left that began before. */
export class UnderWay {
  readonly #running = new Set<object>();
  readonly #waiting = new Set<{ readonly for: Set<object>; readonly resolve: () => void }>();

  begin(request: object): void {
    this.#running.add(request);
  }

  /** It has its answer, or went away. Also for one that never began. */
  end(request: object): void {
    if (!this.#running.delete(request)) return;
    for (const waiter of this.#waiting) {
      waiter.for.delete(request);
      if (waiter.for.size > 0) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }

  /** Resolves when all requests have ended that run now. */
  async settled(): Promise<void> {
    if (this.#running.size === 0) return;
    await new Promise<void>((resolve) => this.#waiting.add({ for: new Set(this.#running), resolve }));
  }
}
