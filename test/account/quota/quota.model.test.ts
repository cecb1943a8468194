import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, LEASE_MS, LONGEST_MS, QuotaWorld } from '../../support/quota-world.ts';

type Step = { readonly call: Call } | { readonly pass: number } | { readonly burst: Call } | { readonly crash: number };

/** The provider refuses the 4th identical list and the 15th request at once, and the 5th or 6th add: its page is not clear. Two at once are left to others. */
const LIMITS = { LIST: 3, ADD: 4, atOnce: 12 };
const RUNS = 170;
const STEPS = 600;

const instance = fc.nat(2);
/** Whole and broken milliseconds, often at the ends. */
const upTo = (ms: number) =>
  fc.oneof(fc.constant(0), fc.double({ min: 0, max: ms, noNaN: true }), fc.double({ min: 0, max: ms / 100, noNaN: true }), fc.constant(ms));

const call: fc.Arbitrary<Call> = fc
  .record({
    instance,
    command: fc.constantFrom('LIST', 'LIST', 'ADD', 'ADD', 'CHANGE', 'DELETE', 'DELETE'),
    question: fc.constantFrom('names', 'operators'),
    priority: fc.constantFrom('person', 'background'),
    tenant: fc.constantFrom('a', 'b', 'c'),
    thereMs: upTo(30_000),
    workShare: fc.constantFrom(0, 0.1, 1),
    backMs: upTo(30_000),
    fate: fc.constantFrom('answered', 'answered', 'nonsense', 'cut', 'given up', 'not sent'),
    leaveAfterMs: fc.option(upTo(20_000), { freq: 8 }),
  })
  .map(({ workShare, ...rest }) => ({ ...rest, workMs: workShare * (LONGEST_MS - rest.thereMs) }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 80, arbitrary: fc.record({ call }) },
  { weight: 18, arbitrary: fc.record({ pass: upTo(20_000) }) },
  { weight: 1, arbitrary: fc.record({ burst: call }) },
  { weight: 2, arbitrary: fc.record({ crash: instance }) },
);

async function take(world: QuotaWorld, step: Step): Promise<void> {
  if ('call' in step) world.call(step.call);
  else if ('burst' in step)
    for (let index = 0; index < 20; index += 1) world.call({ ...step.burst, question: `${step.burst.question} ${index}` });
  else if ('crash' in step) world.crash(step.crash);
  else await world.time.pass(step.pass);
}

describe('the quota of three instances over a slow network', () => {
  it('never lets the provider see a limit broken, nobody starve and nothing leak', async () => {
    let steps = 0;
    const most = { LIST: 0, ADD: 0, atOnce: 0 };
    const counts = { sent: 0, refused: 0, gone: 0 };

    const result = await fc.check(
      fc.asyncProperty(
        fc.array(step, { minLength: STEPS, maxLength: STEPS }),
        fc.array(upTo(40), { minLength: 20, maxLength: 20 }),
        async (plan, latencies) => {
          let asked = 0;
          let overdue = 0;
          let leaked = 0;
          const world = new QuotaWorld(() => latencies[asked++ % latencies.length] ?? 0);
          for (const [index, each] of plan.entries()) {
            await take(world, each);
            steps += 1;
            overdue += world.overdue();
            if (index % 10 === 0) leaked += await world.leaked();
          }
          expect({ overdue, leaked }).toEqual({ overdue: 0, leaked: 0 });
          for (const kind of ['LIST', 'ADD', 'atOnce'] as const) expect(world.provider.most[kind]).toBeLessThanOrEqual(LIMITS[kind]);
          // Whoever still waits is told, and whatever nobody gave back lapses.
          await world.time.pass(200_000 + LEASE_MS + 60_000);
          expect([...world.waiting.values()].filter((waiter) => waiter.instance.alive)).toEqual([]);
          expect(await world.store.inspect(['login:LIST', 'login:ADD'], 'login:running')).toEqual({
            logs: [
              { taken: 0, freeAt: null },
              { taken: 0, freeAt: null },
            ],
            concurrent: 0,
          });
          for (const kind of ['LIST', 'ADD', 'atOnce'] as const) most[kind] = Math.max(most[kind], world.provider.most[kind]);
          for (const kind of ['sent', 'refused', 'gone'] as const) counts[kind] += world.counts[kind];
        },
      ),
      // Runs are long: shrinking one would take minutes.
      { numRuns: RUNS, endOnFailure: true },
    );
    if (result.failed) throw new Error(`seed ${result.seed}, path ${result.counterexamplePath}`, { cause: result.errorInstance });

    expect(steps).toBeGreaterThanOrEqual(100_000);
    // The limits were reached, so that they could have been broken.
    expect(most).toEqual(LIMITS);
    expect(Math.min(counts.sent, counts.refused, counts.gone)).toBeGreaterThan(1_000);
  }, 120_000);
});
