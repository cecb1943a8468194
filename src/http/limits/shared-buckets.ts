import { type BucketSize, type Buckets, LeakyBuckets, type LeakyBucketsOptions } from './leaky-buckets.ts';

/** A bucket that all instances take from. */
export type TakeShared = (order: {
  readonly key: string;
  readonly size: BucketSize;
  /** Nothing is taken where there is less than this. */
  readonly least: number;
  /** As much as there is, up to this; negative: given back. */
  readonly most: number;
}) => Promise<{ readonly taken: number; readonly left: number }>;

export interface SharedBucketsOptions extends LeakyBucketsOptions {
  readonly name: string;
  readonly takeShared: TakeShared;
}

/** What this instance has taken in advance; negative where more was used than was taken. */
interface Reserve {
  points: number;
  /** What was left in the bucket of all, and when. */
  left: number;
  at: number;
}

/** Of a full bucket, so much is taken at a time: to ask for each request alone would cost more than most requests do. */
const SHARE = 0.01;
/** So many shares that others could use are given back. */
const MOST_SHARES = 4;
const MAX_KEYS = 100_000;

/** Buckets of all instances together. While they can't be reached, each instance has its own. */
export class SharedBuckets implements Buckets {
  readonly #options: SharedBucketsOptions;
  readonly #share: number;
  readonly #own: LeakyBuckets;
  readonly #reserves = new Map<string, Reserve>();

  constructor(options: SharedBucketsOptions) {
    this.#options = options;
    this.#share = Math.ceil(options.capacity * SHARE);
    this.#own = new LeakyBuckets(options);
  }

  take(key: string, points: number): number | Promise<number> {
    const reserve = this.#reserveOf(key);
    const wanted = Math.min(points, this.#options.capacity);
    if (reserve.points < wanted) return this.#refill(key, reserve, wanted);
    reserve.points -= wanted;
    return 0;
  }

  settle(key: string, points: number): void {
    const reserve = this.#reserveOf(key);
    reserve.points += points;
    const spare = reserve.points - MOST_SHARES * this.#share;
    if (spare <= 0) return;
    reserve.points -= spare;
    // Where it is lost, the bucket fills by itself.
    this.#ask(key, { least: -spare, most: -spare }).then(
      ({ left }) => this.#learn(reserve, left),
      () => {},
    );
  }

  left(key: string): number {
    const { capacity, restoreRate, clock } = this.#options;
    const { points, left, at } = this.#reserveOf(key);
    return Math.min(capacity, points + left + ((clock() - at) / 1_000) * restoreRate);
  }

  async #refill(key: string, reserve: Reserve, wanted: number): Promise<number> {
    const { capacity, restoreRate } = this.#options;
    // A debt can be larger than a bucket.
    const least = Math.min(wanted - reserve.points, capacity);
    try {
      const { taken, left } = await this.#ask(key, { least, most: least + this.#share });
      this.#learn(reserve, left);
      if (taken < least) return Math.ceil(((least - left) / restoreRate) * 1_000);
      reserve.points += taken - wanted;
      return 0;
    } catch {
      return this.#own.take(key, wanted);
    }
  }

  #ask(key: string, order: { readonly least: number; readonly most: number }) {
    const { name, capacity, restoreRate, takeShared } = this.#options;
    return takeShared({ key: `points:${name}:${key}`, size: { capacity, restoreRate }, ...order });
  }

  #learn(reserve: Reserve, left: number): void {
    reserve.left = left;
    reserve.at = this.#options.clock();
  }

  #reserveOf(key: string): Reserve {
    const known = this.#reserves.get(key);
    if (known !== undefined) return known;
    const none = { points: 0, left: this.#options.capacity, at: this.#options.clock() };
    this.#reserves.set(key, none);
    const [oldest] = this.#reserves.keys();
    if (this.#reserves.size > MAX_KEYS && oldest !== undefined) this.#reserves.delete(oldest);
    return none;
  }
}
