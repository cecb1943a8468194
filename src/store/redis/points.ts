import type { RedisClient } from './clients.ts';
import { evaluate } from './connection.ts';
import { TAKE_POINTS } from './scripts.ts';

export interface PointsOrder {
  readonly key: string;
  readonly size: { readonly capacity: number; readonly restoreRate: number };
  readonly least: number;
  readonly most: number;
}

/** Takes points out of a bucket in Redis, by its clock. */
export const redisPoints =
  (redis: RedisClient) =>
  async ({ key, size, least, most }: PointsOrder): Promise<{ readonly taken: number; readonly left: number }> => {
    const answer = await evaluate(redis, TAKE_POINTS, [key], [size.capacity, size.restoreRate, least, most]);
    const [taken, left] = Array.isArray(answer) ? answer.map(Number) : [];
    if (taken === undefined || left === undefined) throw new TypeError('Redis answered with something that is no bucket.');
    return { taken, left };
  };
