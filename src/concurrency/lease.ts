import type { Timer } from './timer.ts';

/** What leases need of a store that all instances share. Each method throws where it is away. */
export interface LeaseStore {
  /** @returns false where another holder has it; a holder that has it already gets it anew */
  acquire(key: string, holder: string, ttlMs: number): Promise<boolean>;
  /** @returns false where it ended meanwhile: it is not taken again */
  renew(key: string, holder: string, ttlMs: number): Promise<boolean>;
  /** Does nothing where another has it. */
  release(key: string, holder: string): Promise<void>;
  /** The listener hears of each release, at once or soon, sometimes for nothing. @returns ends it */
  watch(key: string, listener: () => void): () => void;
}

export interface LeasesOptions {
  readonly store: LeaseStore;
  readonly timer: Timer;
  /** Names holders. */
  readonly randomId: () => string;
}

/** An instance that dies leaves its lease behind for this long. */
const LEASE_MS = 15_000;
/** In a lease's time: renewals that come late, or fail once, do no harm. */
const RENEWALS = 3;

/** The leases of one instance. */
export class Leases {
  readonly store: LeaseStore;
  readonly timer: Timer;
  readonly #randomId: () => string;

  constructor({ store, timer, randomId }: LeasesOptions) {
    this.store = store;
    this.timer = timer;
    this.#randomId = randomId;
  }

  /** @param key what only one holder does at a time: two leases of one key exclude each other, also here */
  of(key: string, ttlMs = LEASE_MS): Lease {
    return new Lease(this, key, this.#randomId(), ttlMs);
  }
}

/**
 * A right to work that one of all instances has at a time. It is renewed while work runs and stays until its time is over, so that the same
 * instance goes on. Two may have it for a moment where one was held up: what they do must bear that.
 */
export class Lease {
  readonly #leases: Leases;
  readonly #key: string;
  readonly #holder: string;
  readonly #ttlMs: number;

  constructor(leases: Leases, key: string, holder: string, ttlMs: number) {
    this.#leases = leases;
    this.#key = key;
    this.#holder = holder;
    this.#ttlMs = ttlMs;
  }

  /** @returns null where another instance has it */
  async run<Result>(work: () => Promise<Result>): Promise<Result | null> {
    if (!(await this.#leases.store.acquire(this.#key, this.#holder, this.#ttlMs))) return null;
    const end = this.#keepRenewing();
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Lets another instance go on at once. Never throws. */
  async release(): Promise<void> {
    await this.#leases.store.release(this.#key, this.#holder).catch(() => {});
  }

  /** A lease that can't be renewed is not worth ending the work for. @returns ends it */
  #keepRenewing(): () => void {
    const { store, timer } = this.#leases;
    let cancel = () => {};
    const renewLater = () => {
      cancel = timer.after(this.#ttlMs / RENEWALS, () => {
        store.renew(this.#key, this.#holder, this.#ttlMs).catch(() => {});
        renewLater();
      });
    };
    renewLater();
    return () => cancel();
  }
}
