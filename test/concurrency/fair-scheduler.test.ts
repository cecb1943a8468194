import { array, assert, asyncProperty, constantFrom, double, integer, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairScheduler, type TimeSlices } from '../../src/concurrency/fair-scheduler.ts';
import { SimulatedLoop } from '../support/simulated-loop.ts';

const SLICE = 5;

function setup() {
  const loop = new SimulatedLoop();
  const scheduler = new FairScheduler({ now: loop.now, nextIteration: loop.nextIteration, sliceMs: SLICE });
  return { loop, scheduler, used: (tenant: string) => scheduler.use.tenants.get(tenant) ?? 0 };
}

const pieces = (count: number, ms: number) => Array.from({ length: count }, () => ms);

describe('a slice', () => {
  it('is not asked for by short work: it goes on at once, without a promise', () => {
    const { loop, scheduler } = setup();
    const slices = scheduler.of('a');
    expect(slices.yieldIfDue()).toBeNull();
    loop.spend(SLICE - 1);
    expect(slices.yieldIfDue()).toBeNull();
    loop.spend(1);
    expect(slices.yieldIfDue()).toBeInstanceOf(Promise);
  });

  it('is shared by all who come in one iteration, so that a hundred short works hold the loop no longer than one', async () => {
    const { loop, scheduler } = setup();
    const io = Array.from({ length: 100 }, (_, index) => () => void loop.work(scheduler.of(`tenant ${index}`), [1]));
    expect(await loop.iterate(io)).toBe(SLICE);
    for (let iteration = 0; iteration < 95; iteration += 1) expect(await loop.iterate()).toBe(1);
    expect(loop.now()).toBe(100);
  });

  it('ends with the iteration, also where its work went on to wait for something else', async () => {
    const { loop, scheduler } = setup();
    const slices = scheduler.of('a');
    expect(slices.yieldIfDue()).toBeNull();
    loop.spend(4);
    await loop.iterate();
    loop.spend(4);
    expect(slices.yieldIfDue()).toBeNull();
  });

  it('is no longer because a tenant is alone, and its loss is one iteration', async () => {
    const { loop, scheduler, used } = setup();
    void loop.work(scheduler.of('a'), pieces(100, 1));
    for (let iteration = 0; iteration < 25; iteration += 1) expect(await loop.iterate()).toBeLessThanOrEqual(SLICE);
    expect(used('a')).toBeGreaterThan(90);
  });
});

describe('tenants', () => {
  it('share the loop by what they use, however much work each has', async () => {
    const { loop, scheduler, used } = setup();
    const start = (tenant: string, works: number, piece: number) => {
      for (let work = 0; work < works; work += 1) void loop.work(scheduler.of(tenant), pieces(10_000, piece));
    };
    start('thirty scans', 30, 1);
    start('one scan', 1, 1);
    start('coarse work', 5, 3);
    for (let iteration = 0; iteration < 300; iteration += 1) await loop.iterate();
    const shares = ['thirty scans', 'one scan', 'coarse work'].map((tenant) => used(tenant) / loop.now());
    for (const share of shares) expect(share).toBeCloseTo(1 / 3, 1);
  });

  it('that used little wait for one slice at the most, though another has thirty scans', async () => {
    const { loop, scheduler } = setup();
    for (let scan = 0; scan < 30; scan += 1) void loop.work(scheduler.of('heavy'), pieces(1_000, 1));
    for (let read = 0; read < 100; read += 1) {
      let doneAt = Number.POSITIVE_INFINITY;
      const askedAt = loop.now();
      const io = () => void loop.work(scheduler.of('light'), [0.5, 0.5]).then(() => (doneAt = loop.now()));
      await loop.iterate([io]);
      await loop.iterate();
      expect(doneAt - askedAt).toBeLessThanOrEqual(2 * SLICE);
    }
  });

  it('have no credit for the time in which they asked for nothing, and no long debt', async () => {
    const { loop, scheduler, used } = setup();
    void loop.work(scheduler.of('early'), pieces(10_000, 1));
    for (let iteration = 0; iteration < 500; iteration += 1) await loop.iterate();
    const before = used('early');
    void loop.work(scheduler.of('late'), pieces(10_000, 1));
    for (let iteration = 0; iteration < 100; iteration += 1) await loop.iterate();
    expect(used('early') - before).toBeGreaterThan(0.4 * (used('early') - before + used('late')));
  });
});

describe('whatever work there is', () => {
  const longest = 3;
  const work = record({
    tenant: constantFrom('a', 'b', 'c'),
    begins: integer({ min: 0, max: 20 }),
    pieces: array(double({ min: 0, max: longest, noNaN: true }), { minLength: 1, maxLength: 40 }),
  });

  it('no iteration holds the loop longer than a slice and one piece, all of it is done, and every millisecond is counted once', async () => {
    await assert(
      asyncProperty(array(work, { minLength: 1, maxLength: 15 }), async (works) => {
        const { loop, scheduler, used } = setup();
        let running = works.length;
        for (let iteration = 0; running > 0; iteration += 1) {
          expect(iteration).toBeLessThan(2_000);
          const io = works
            .filter(({ begins }) => begins === iteration)
            .map(
              ({ tenant, pieces }) =>
                () =>
                  void loop.work(scheduler.of(tenant), pieces).then(() => (running -= 1)),
            );
          expect(await loop.iterate(io)).toBeLessThanOrEqual(SLICE + longest);
        }
        for (const tenant of ['a', 'b', 'c']) {
          const asked = works.filter((one) => one.tenant === tenant).flatMap(({ pieces }) => pieces);
          const sum = asked.reduce((total, piece) => total + piece, 0);
          // What ends within an iteration's own I/O has nobody to look at the clock after its last piece.
          expect(used(tenant)).toBeLessThanOrEqual(sum + 1e-6);
        }
        expect(scheduler.use.longestSliceMs).toBeLessThanOrEqual(SLICE + longest);
      }),
      { numRuns: 100 },
    );
  });

  it('tenants that always have some are never further apart than a slice and one piece', async () => {
    const endless = record({ tenant: constantFrom('a', 'b', 'c'), piece: double({ min: 0.1, max: longest, noNaN: true }) });
    await assert(
      asyncProperty(array(endless, { minLength: 1, maxLength: 15 }), async (works) => {
        const { loop, scheduler, used } = setup();
        for (const { tenant, piece } of works) void loop.work(scheduler.of(tenant), pieces(5_000, piece));
        for (let iteration = 0; iteration < 60; iteration += 1) await loop.iterate();
        const shares = [...new Set(works.map(({ tenant }) => tenant))].map(used);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(2 * (SLICE + longest));
      }),
      { numRuns: 50 },
    );
  });
});

it('runs in a real event loop: timers and sockets have their turn between two slices', async () => {
  const scheduler = new FairScheduler();
  let ticks = 0;
  // Ends only because timers run; after 10 s it gives up.
  const heavy = async (slices: TimeSlices) => {
    for (const endsAt = performance.now() + 10_000; ticks < 5 && performance.now() < endsAt; ) await slices.yieldIfDue();
  };
  const timer = setInterval(() => (ticks += 1), 1);
  await Promise.all(Array.from({ length: 10 }, (_, index) => heavy(scheduler.of(`tenant ${index}`))));
  clearInterval(timer);
  expect(ticks).toBeGreaterThanOrEqual(5);
});
