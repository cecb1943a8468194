/** The connections over which something is subscribed to. */
export class LiveConnections {
  readonly #hangUps = new Set<() => void>();

  /** @returns takes it out again */
  add(hangUp: () => void): () => void {
    const own = () => hangUp();
    this.#hangUps.add(own);
    return () => this.#hangUps.delete(own);
  }

  /** Breaks them off, so that their clients come again: to another instance, or with a token that still holds. They lose nothing: see `after`. */
  hangUp(): void {
    const hangUps = [...this.#hangUps];
    this.#hangUps.clear();
    for (const hangUp of hangUps) hangUp();
  }
}
