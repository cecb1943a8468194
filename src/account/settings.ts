/** How long held data serves, in milliseconds since the provider answered with it. */
export interface FreshnessSettings {
  /** Up to this age it is served as fresh. */
  readonly freshMs: number;
  /** Up to this age it is served at once, as stale, while it is fetched anew behind the answer. */
  readonly staleMs: number;
  /** Up to this age it is served where the provider fails. */
  readonly errorMs: number;
  /** So long a read waits for a fetch of what a write is known to have changed, before it serves what is held, as stale. */
  readonly outdatedWaitMs: number;
}

/** How often the provider is asked while someone listens, in milliseconds. */
export interface Pace {
  /** After a change or a write. */
  readonly fastMs: number;
  /** Where nothing has moved for long. */
  readonly slowMs: number;
}

/** Two of the three identical questions a minute: one is left for people. */
export const DEFAULT_PACE: Pace = { fastMs: 30_000, slowMs: 5 * 60_000 };

export const DEFAULT_FRESHNESS: FreshnessSettings = {
  freshMs: 20_000,
  staleMs: 5 * 60_000,
  errorMs: 24 * 3_600_000,
  outdatedWaitMs: 2_000,
};
