/** A value together with the number of its last change. */
export interface Versioned {
  /** Never 0. */
  readonly version: number;
  readonly value: Uint8Array;
}

/** A right that nobody else has until it is given back or expires. */
export interface Lease {
  /** @returns false where it ended meanwhile: another may have it */
  renew(): Promise<boolean>;
  release(): Promise<void>;
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
  /** @returns null while another has it. Its end is told to all who watch the key. */
  lease(key: string, ttlMs: number): Promise<Lease | null>;
  /** The listener hears of every change by any instance, at once or soon, sometimes for nothing. @returns ends it */
  watch(key: string, listener: () => void): () => void;
}
