/** Points by whose they are: taken before they are used, restored with time. */
export interface Buckets {
  /**
   * A price above the capacity is taken from a full bucket.
   * @returns how long to wait in ms; 0: they are taken. A promise only now and then
   */
  take(key: string, points: number): number | Promise<number>;
  /** Settles what was taken with what was used. @param points too many that were taken; negative: too few */
  settle(key: string, points: number): void;
  /** As far as this instance knows. */
  left(key: string): number;
}

export interface BucketSize {
  /** Points of a full bucket. */
  readonly capacity: number;
  /** Points a second. */
  readonly restoreRate: number;
}

export interface LeakyBucketsOptions extends BucketSize {
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

interface Level {
  points: number;
  at: number;
}

/** Buckets that are kept; then the oldest go, which are full by then, or nearly. */
const MAX_KEYS = 100_000;

/** The buckets of one instance. */
export class LeakyBuckets implements Buckets {
  readonly #size: BucketSize;
  readonly #clock: () => number;
  /** One that is not held is full. */
  readonly #levels = new Map<string, Level>();

  constructor({ clock, ...size }: LeakyBucketsOptions) {
    this.#size = size;
    this.#clock = clock;
  }

  take(key: string, points: number): number {
    const level = this.#levelOf(key);
    const wanted = Math.min(points, this.#size.capacity);
    if (level.points < wanted) return Math.ceil(((wanted - level.points) / this.#size.restoreRate) * 1_000);
    level.points -= wanted;
    return 0;
  }

  settle(key: string, points: number): void {
    const level = this.#levelOf(key);
    level.points = Math.min(this.#size.capacity, level.points + points);
  }

  left(key: string): number {
    return this.#levelOf(key).points;
  }

  #levelOf(key: string): Level {
    const now = this.#clock();
    const { capacity, restoreRate } = this.#size;
    const known = this.#levels.get(key);
    if (known !== undefined) {
      known.points = Math.min(capacity, known.points + ((now - known.at) / 1_000) * restoreRate);
      known.at = now;
      return known;
    }
    const full = { points: capacity, at: now };
    this.#levels.set(key, full);
    const [oldest] = this.#levels.keys();
    if (this.#levels.size > MAX_KEYS && oldest !== undefined) this.#levels.delete(oldest);
    return full;
  }
}
