import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRedis } from '../../src/doctor/redis-check.ts';
import { hasRedis, NO_REDIS, RedisServer } from '../support/redis-server.ts';

describe.skipIf(!hasRedis)(hasRedis ? 'Redis' : `Redis (${NO_REDIS})`, () => {
  let server: RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.url, { maxRetriesPerRequest: 0, retryStrategy: null, lazyConnect: true });
    redis.on('error', () => {});
    await redis.connect();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.remove();
  });
  const states = async () => Object.fromEntries((await checkRedis(redis)).map(({ check, state }) => [check, state]));

  it('is fine as it comes, but for what a restart forgets', async () => {
    expect(await states()).toMatchObject({ Redis: 'ok', 'Redis eviction': 'ok' });
    await redis.config('SET', 'appendonly', 'no');
    expect(await states()).toMatchObject({ 'Redis persistence': 'note' });
    await redis.config('SET', 'appendonly', 'yes');
    expect(await states()).toMatchObject({ 'Redis persistence': 'ok' });
  });

  it('must not evict', async () => {
    await redis.config('SET', 'maxmemory', '100mb');
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await states()).toMatchObject({ 'Redis eviction': 'fault' });
    await redis.config('SET', 'maxmemory', '0');
    expect(await states()).toMatchObject({ 'Redis eviction': 'ok' });
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
  });

  it('must take writes', async () => {
    await redis.config('SET', 'maxmemory', '1');
    expect(await states()).toMatchObject({ 'Redis takes writes': 'fault' });
    await redis.config('SET', 'maxmemory', '0');
    expect(await states()).not.toHaveProperty('Redis takes writes');
    expect(await redis.exists('smsc-sender-gateway:doctor')).toBe(0);
  });

  it('must answer', async () => {
    await server.crash();
    expect(await states()).toEqual({ Redis: 'fault' });
  });
});
