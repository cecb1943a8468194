import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { REDIS_FAULTS } from '../../support/redis-faults.ts';
import { hasRedis, NO_REDIS } from '../../support/redis-server.ts';
import { StoreTraffic } from '../../support/store-traffic.ts';
import { redisStore } from '../../support/stores.ts';

/** What a failover may take, from the moment that Redis could work again. */
const WELL_MS = 10_000;
const INSTANCES = 3;

describe.concurrent(hasRedis ? 'instances on a Redis that fails over' : `instances on a Redis that fails over, ${NO_REDIS}`, () => {
  for (const { what, start, forgets } of REDIS_FAULTS)
    it.skipIf(!hasRedis)(`are well again after ${what}, and over no limit`, { timeout: 60_000 }, async ({ onTestFinished }) => {
      const world = await start();
      onTestFinished(() => world.remove());
      const traffic = new StoreTraffic(Array.from({ length: INSTANCES }, () => redisStore({ topology: world.topology })));
      await traffic.wellAgain();
      await traffic.busy();
      // What was answered is told by nobody again, but for what instances put back.
      await delay(300);
      await world.happen();
      const wellMs = await traffic.wellAgain();
      await traffic.askAgain();
      const seen = await traffic.end();
      expect(seen).toMatchObject({ overLimit: 0, faults: [], numbersTwice: 0 });
      if (!forgets) expect(seen.lost).toBe(0);
      expect(wellMs).toBeLessThan(WELL_MS);
    });
});
