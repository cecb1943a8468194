const WINDOW_MS = 60_000;

/** The provider's own view: it counts what arrives, when it arrives, and keeps the most that it ever saw. */
export class ModelProvider {
  /** Most calls of one kind in any window, and at once. */
  readonly most = { LIST: 0, ADD: 0, atOnce: 0 };
  readonly #arrivals = new Map<string, number[]>();
  #running = 0;

  arrive(kind: 'LIST' | 'ADD' | null, question: string, now: number): void {
    this.#running += 1;
    this.most.atOnce = Math.max(this.most.atOnce, this.#running);
    if (kind === null) return;
    const key = kind === 'ADD' ? kind : question;
    const recent = [...(this.#arrivals.get(key) ?? []), now].filter((arrival) => now - arrival < WINDOW_MS);
    this.#arrivals.set(key, recent);
    this.most[kind] = Math.max(this.most[kind], recent.length);
  }

  answer(): void {
    this.#running -= 1;
  }
}
