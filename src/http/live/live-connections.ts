export interface LiveConnection {
  readonly hangUp: () => void;
  /** Whether nothing runs over it. */
  readonly isIdle: () => boolean;
}

/** The connections over which something is subscribed to. */
export class LiveConnections {
  readonly #open = new Set<LiveConnection>();

  /** @returns takes it out again */
  add(connection: LiveConnection): () => void {
    const own = { ...connection };
    this.#open.add(own);
    return () => this.#open.delete(own);
  }

  /** Breaks them off, so that their clients come again: to another instance, or with a token that still holds. They lose nothing: see `after`. */
  hangUp(): void {
    this.#end([...this.#open]);
  }

  /** Breaks off those over which nothing runs. */
  hangUpIdle(): void {
    this.#end([...this.#open].filter(({ isIdle }) => isIdle()));
  }

  #end(connections: readonly LiveConnection[]): void {
    for (const connection of connections) {
      this.#open.delete(connection);
      connection.hangUp();
    }
  }
}
