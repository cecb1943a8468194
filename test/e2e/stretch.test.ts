import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import { HEAVY_CASES } from '../support/stretch/requests.ts';
import { type StretchWorld, startStretchWorld } from '../support/stretch/world.ts';

/** In processor time: on a quiet machine all take under 20, and one whose cores are shared makes of 8 as much as 20. */
const MOST_MS = 25;
/** A collection of garbage, or whatever else the machine did, may fall into one measurement. */
const TRIES = 3;

let world: StretchWorld;
beforeAll(async () => {
  world = await startStretchWorld({
    senders: 5_000,
    events: 20_000,
    limits: { cost: LIMITS.cost.fallback, items: LIMITS.items.fallback },
  });
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

describe('the event loop is free for others every few milliseconds, whatever one tenant asks for', () => {
  it.each(HEAVY_CASES)('$name', { timeout: 60_000 }, async ({ run }) => {
    const stretches: number[] = [];
    for (let tries = 0; tries < TRIES && stretches.every((ms) => ms > MOST_MS); tries += 1)
      stretches.push((await world.measure(() => run(world))).longestMs);
    expect(Math.min(...stretches)).toBeLessThanOrEqual(MOST_MS);
  });
});
