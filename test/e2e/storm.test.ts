import { describe, expect, it } from 'vitest';
import { hasRedis, NO_REDIS } from '../support/redis-server.ts';
import { type Storm, stormOnRedis, stormOnSqlite, stormOnWorkers } from '../support/storm.ts';

/** The long version is `npm run bench -- storm`. */
const SHORT = { seconds: 30, clients: 64 };

function expectNoHarm({ traffic, counters, held }: Storm): void {
  expect(counters.violations).toEqual({ list: 0, add: 0, concurrent: 0 });
  expect(counters.byError['9'] ?? 0).toBe(0);
  expect(counters.maxConcurrent).toBeLessThanOrEqual(12);
  expect(traffic.foul).toEqual([]);
  expect(traffic.answers).toBeGreaterThan(1_000);
  expect(traffic.added.size).toBeGreaterThan(3);
  // A delete that a client gave up on may have been done: only names that nobody deleted must be there.
  const kept = [...traffic.added].filter((name) => !traffic.deleted.has(name));
  expect(kept.filter((name) => held.get(name) !== 1)).toEqual([]);
  expect([...traffic.deleted].filter((name) => held.has(name))).toEqual([]);
}

describe('thousands of requests, one narrow provider', () => {
  it.skipIf(!hasRedis)(
    `three instances on Redis, one killed in a write, Redis restarted${hasRedis ? '' : ` (${NO_REDIS})`}`,
    { timeout: 90_000 },
    async () => {
      expectNoHarm(await stormOnRedis(SHORT));
    },
  );

  it('one instance on SQLite, restarted five times', { timeout: 90_000 }, async () => {
    const storm = await stormOnSqlite(SHORT);
    expect(storm.restarts).toBe(5);
    expectNoHarm(storm);
  });

  it('two workers on SQLite, one of them killed', { timeout: 90_000 }, async () => {
    const storm = await stormOnWorkers(SHORT);
    expect(storm.restarts).toBe(1);
    expectNoHarm(storm);
  });
});
