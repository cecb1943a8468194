import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { LIMIT_ROWS, type LimitName } from '../../domain/limits.ts';
import { RateLimitedError } from '../../errors.ts';
import type { Refusal } from '../request/refusal.ts';

export type RateLimitName = Extract<LimitName, 'tokenRate' | 'addressRate'>;

/** @returns null where the request may go on; a promise only now and then */
export type RateLimit = (key: string) => Refusal | null | Promise<Refusal | null>;

/** Taken out of a minute's allowance in advance. */
interface Reserve {
  left: number;
  readonly until: number;
}

const MINUTE_SECONDS = 60;
/** Of a minute's allowance, so much is taken at a time: to count each request alone would cost more than to answer it. */
const SHARE = 0.01;
/** Keys that are kept; then the oldest go, which had their minute. */
const MAX_KEYS = 100_000;

export interface RateLimitOptions {
  readonly max: number;
  /** Shared by all instances; null: this instance counts for itself. */
  readonly redis: Redis | Cluster | null;
  /** Monotonic, in ms. */
  readonly clock: () => number;
}

/** So many requests a minute with one key. While Redis is away each instance counts for itself. */
export function createRateLimit(name: RateLimitName, { max, redis, clock }: RateLimitOptions): RateLimit {
  if (max === 0) return () => null;
  const options = { points: max, duration: MINUTE_SECONDS, keyPrefix: `rate:${name}` };
  const memory = new RateLimiterMemory(options);
  const limiter = redis === null ? memory : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory });
  const share = Math.max(1, Math.floor(max * SHARE));
  const reserves = new Map<string, Reserve>();

  const take = async (key: string): Promise<Refusal | null> => {
    try {
      const { msBeforeNext } = await limiter.consume(key, share);
      reserves.delete(key);
      reserves.set(key, { left: share - 1, until: clock() + withinAMinute(msBeforeNext) });
      const [oldest] = reserves.keys();
      if (reserves.size > MAX_KEYS && oldest !== undefined) reserves.delete(oldest);
      return null;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return tooMany(name, max, withinAMinute(refused.msBeforeNext));
    }
  };
  return (key) => {
    const reserve = reserves.get(key);
    if (reserve === undefined || reserve.left === 0 || clock() >= reserve.until) return take(key);
    reserve.left -= 1;
    return null;
  };
}

/** The library counts by the wall clock, which may be set back. */
const withinAMinute = (ms: number): number => Math.min(ms, MINUTE_SECONDS * 1_000);

function tooMany(name: RateLimitName, max: number, waitMs: number): Refusal {
  const { unit, setting, status } = LIMIT_ROWS[name];
  const error = new RateLimitedError(waitMs, {
    message: `At most ${max} ${unit} (${setting}). Ask again in ${Math.ceil(waitMs / 1000)} s.`,
  });
  return { status, error, headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } };
}
