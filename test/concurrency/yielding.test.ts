import { array, assert, asyncProperty, constantFrom, integer, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairScheduler } from '../../src/concurrency/fair-scheduler.ts';
import { filterInSlices, mapInSlices, sortInSlices } from '../../src/concurrency/yielding.ts';
import { SimulatedLoop } from '../support/simulated-loop.ts';

/** Slices of a loop of which each look at the clock takes a while, so that all long work has to yield. */
function setup() {
  const loop = new SimulatedLoop();
  const scheduler = new FairScheduler({
    now: () => {
      loop.spend(1);
      return loop.now();
    },
    nextIteration: loop.nextIteration,
  });
  const run = async <Result>(work: Promise<Result>): Promise<{ readonly result: Result; readonly iterations: number }> => {
    let isOver = false;
    work.finally(() => (isOver = true));
    let iterations = 0;
    for (; !isOver; iterations += 1) await loop.iterate();
    return { result: await work, iterations };
  };
  return { slices: scheduler.of('a'), run };
}

const items = array(integer({ min: 0, max: 50 }), { maxLength: 1_000 });

describe('work in slices', () => {
  it('maps and filters as an array does, whoever has the loop meanwhile', async () => {
    await assert(
      asyncProperty(items, async (list) => {
        const { slices, run } = setup();
        expect((await run(mapInSlices(list, slices, (item, index) => item * index))).result).toEqual(list.map((item, at) => item * at));
        const isEven = (item: number) => item % 2 === 0;
        expect((await run(filterInSlices(list, slices, isEven))).result).toEqual(list.filter(isEven));
      }),
      { numRuns: 30 },
    );
  });

  it('sorts as an array does, equal ones in their order', async () => {
    const rows = tuple(integer({ min: 0, max: 20_000 }), constantFrom(2, 10, 1_000)).map(([length, different]) =>
      Array.from({ length }, (_, index) => ({ key: (index * 7_919) % different, index })),
    );
    await assert(
      asyncProperty(rows, async (list) => {
        const { slices, run } = setup();
        const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
        expect((await run(sortInSlices(list, slices, compare))).result).toEqual(list.toSorted(compare));
      }),
      { numRuns: 20 },
    );
  });

  it('yields the loop while it is long', async () => {
    const { slices, run } = setup();
    const long = Array.from({ length: 15_000 }, (_, index) => index);
    expect((await run(mapInSlices(long, slices, (item) => item))).iterations).toBeGreaterThan(20);
    expect((await run(sortInSlices(long.toReversed(), slices, (a, b) => a - b))).iterations).toBeGreaterThan(20);
  });
});
