import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limits } from '../../../src/domain/limits.ts';
import { Budgets } from '../../../src/http/limits/budgets.ts';
import { BytesUnderWay } from '../../../src/http/limits/bytes-under-way.ts';
import { LeakyBuckets } from '../../../src/http/limits/leaky-buckets.ts';
import { MemoryRoom } from '../../../src/http/limits/memory-room.ts';
import { OperationBudget } from '../../../src/http/limits/operation-budget.ts';
import type { Overload } from '../../../src/http/limits/overload.ts';
import { SharedBuckets, type TakeShared } from '../../../src/http/limits/shared-buckets.ts';
import { newOperation, type RequestScope } from '../../../src/http/request/request-scope.ts';
import { openRedis } from '../../../src/store/redis/clients.ts';
import { redisPoints } from '../../../src/store/redis/points.ts';
import { hasRedis, NO_REDIS, RedisServer } from '../../support/redis-server.ts';

const SIZE = { capacity: 1_000, restoreRate: 100 };

const ROOMY: Overload = { takesAll: true, mostPoints: Number.POSITIVE_INFINITY, takesListeners: true, hasRoomFor: () => true };

describe('the buckets of one instance', () => {
  const world = () => {
    let now = 0;
    const buckets = new LeakyBuckets({ ...SIZE, clock: () => now });
    return { buckets, pass: (ms: number) => (now += ms) };
  };

  it('are full at first, and told how long the rest takes', () => {
    const { buckets, pass } = world();
    expect([buckets.take('a', 700), buckets.take('a', 700), buckets.take('a', 300)]).toEqual([0, 4_000, 0]);
    pass(3_999);
    expect(buckets.take('a', 400)).toBe(1);
    pass(1);
    expect(buckets.take('a', 400)).toBe(0);
  });

  it('are each one’s own', () => {
    const { buckets } = world();
    buckets.take('a', 1_000);
    expect([buckets.left('a'), buckets.left('b')]).toEqual([0, 1_000]);
  });

  it('take back what was not used, and owe what was used beyond', () => {
    const { buckets, pass } = world();
    buckets.take('a', 600);
    buckets.settle('a', 500);
    expect(buckets.left('a')).toBe(900);
    buckets.settle('a', -1_900);
    expect(buckets.take('a', 1)).toBe(10_010);
    pass(10_010);
    expect(buckets.take('a', 1)).toBe(0);
  });

  it('let a price above the capacity through when they are full', () => {
    const { buckets, pass } = world();
    expect(buckets.take('a', 5_000)).toBe(0);
    expect(buckets.take('a', 5_000)).toBe(10_000);
    pass(10_000);
    expect(buckets.take('a', 5_000)).toBe(0);
  });

  it('never give more than they hold and what comes back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 2_000 }), fc.integer({ min: 1, max: 900 })), { maxLength: 100 }), (steps) => {
        const { buckets, pass } = world();
        let time = 0;
        let given = 0;
        for (const [ms, points] of steps) {
          pass(ms);
          time += ms;
          if (buckets.take('a', points) === 0) given += points;
        }
        expect(given).toBeLessThanOrEqual(SIZE.capacity + (time / 1_000) * SIZE.restoreRate + 1e-6);
      }),
    );
  });
});

describe('an operation that goes on', () => {
  it('waits where it used more than there is, until that has come back', async () => {
    const limits = { cost: 1_000, tokenPoints: 1_000, tokenRestore: 10_000, accountPoints: 0, accountRestore: 0 } as Limits;
    const budget = new OperationBudget(
      limits,
      new Budgets({ limits, takeShared: null, clock: () => performance.now() }),
      new MemoryRoom(ROOMY, new BytesUnderWay(1, ROOMY)),
    );
    const left = new AbortController();
    const scope = { principal: { name: 'reader', account: { name: 'north' } }, signal: left.signal, points: 0 } as RequestScope;
    const operation = newOperation();
    operation.done.values = 1_000;
    expect(budget.pay(scope, operation)).toBeNull();
    operation.done.values += 2_000;
    const began = performance.now();
    await budget.pay(scope, operation);
    expect(performance.now() - began).toBeGreaterThan(150);
    // It has paid: what it uses from here on alone is owed.
    operation.done.values += 1_000_000;
    const paying = budget.pay(scope, operation);
    left.abort();
    await paying;
  });
});

describe.skipIf(!hasRedis)(`buckets that instances share${hasRedis ? '' : ` (${NO_REDIS})`}`, () => {
  const LARGE = { capacity: 100_000, restoreRate: 1 };
  let server: RedisServer;
  let redis: ReturnType<typeof openRedis>;
  let calls = 0;
  const takeShared: TakeShared = (order) => {
    calls += 1;
    return redisPoints(redis)(order);
  };
  const instance = (name: string, size = LARGE) => new SharedBuckets({ ...size, name, takeShared, clock: () => performance.now() });
  beforeAll(async () => {
    server = await RedisServer.start();
    redis = openRedis({ kind: 'server', url: server.url });
    await redis.connect();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('are one bucket for all, but for the shares that are taken in advance', async () => {
    const instances = [instance('all'), instance('all'), instance('all')];
    let given = 0;
    for (let round = 0; round < 400; round += 1)
      for (const buckets of instances) if ((await buckets.take('north', 500)) === 0) given += 500;
    expect(given).toBeGreaterThanOrEqual(LARGE.capacity * 0.96);
    expect(given).toBeLessThanOrEqual(LARGE.capacity + 10);
    expect(await instance('all').take('north', 500)).toBeGreaterThan(0);
    expect(await instance('all').take('south', 500)).toBe(0);
  });

  it('ask Redis for a share of requests alone', async () => {
    const buckets = instance('calls');
    calls = 0;
    for (let request = 0; request < 5_000; request += 1) await buckets.take('north', 10);
    expect(calls).toBeLessThanOrEqual(60);
    expect(buckets.left('north')).toBeGreaterThan(LARGE.capacity - 5_000 * 10 - 10);
    expect(buckets.left('north')).toBeLessThan(LARGE.capacity - 5_000 * 10 + 10);
  });

  it('get back what an instance took and did not use', async () => {
    const [one, other] = [instance('back'), instance('back')];
    for (let request = 0; request < 10; request += 1) {
      expect(await one.take('north', 90_000)).toBe(0);
      one.settle('north', 89_990);
      await expect.poll(async () => Number(await redis.hget('points:back:north', 'points'))).toBeGreaterThan(90_000);
    }
    expect(await other.take('north', 90_000)).toBe(0);
  });

  it('say when to come again', async () => {
    const buckets = instance('wait', { capacity: 1_000, restoreRate: 100 });
    expect(await buckets.take('north', 1_000)).toBe(0);
    const waitMs = await buckets.take('north', 200);
    expect(waitMs).toBeGreaterThan(1_500);
    expect(waitMs).toBeLessThanOrEqual(2_000);
  });

  it('are each instance’s own while Redis is away', async () => {
    const buckets = new SharedBuckets({
      ...SIZE,
      name: 'away',
      takeShared: () => Promise.reject(new Error('away')),
      clock: () => 0,
    });
    expect([await buckets.take('north', 900), await buckets.take('north', 200)]).toEqual([0, 1_000]);
  });
});
