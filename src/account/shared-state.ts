/** A value together with the number of its last change. */
export interface Versioned {
  /** Never 0. */
  readonly version: number;
  readonly value: Uint8Array;
}

/**
 * What the account needs of the store: what other instances and the next start must know.
 * Every method throws GatewayError UPSTREAM_UNAVAILABLE where the store is away: no call to the provider would be counted then.
 */
export interface SharedState {
  read(key: string): Promise<Versioned | null>;
  write(key: string, value: Uint8Array, ttlMs: number): Promise<void>;
  /**
   * Writes if nobody was faster, and tells all who watch.
   * @param expected the version that was read; 0 where there was none
   * @returns the new version; null where the key has another by now
   */
  swap(key: string, value: Uint8Array, expected: number, ttlMs: number): Promise<number | null>;
  /** Tells all who watch. */
  remove(key: string): Promise<void>;
  /** The listener hears of every change by any instance, at once or soon, sometimes for nothing. @returns ends it */
  watch(key: string, listener: () => void): () => void;
}
