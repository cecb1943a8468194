import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Grant, type Hold } from '../../src/loaders/grant.ts';
import { SimulatedTime } from '../support/simulated-time.ts';

const DAY_MS = 86_400_000;

function world(untilMs: number) {
  const time = new SimulatedTime();
  const wall = { offset: 0 };
  const within = new Grant();
  const grant = new Grant({ until: untilMs, within, clock: () => time.now + wall.offset, timer: time.timer() });
  return { time, wall, within, grant };
}

describe('a right', () => {
  it('without an end runs no timer, and ends once', () => {
    const grant = new Grant();
    const ends: string[] = [];
    grant.hold((end) => ends.push(end));
    grant.end('REVOKED');
    grant.end('REDUCED');
    expect([grant.ended, ends]).toEqual(['REVOKED', ['REVOKED']]);
  });

  it('runs one timer while something is held by it, and none otherwise', async () => {
    const { time, grant } = world(1_000);
    expect(time.pending).toBe(0);
    const holds = Array.from({ length: 3 }, () => grant.hold(() => {}));
    expect(time.pending).toBe(1);
    for (const hold of holds) hold.release();
    expect(time.pending).toBe(0);
    await time.pass(2_000);
    expect(grant.ended).toBe('EXPIRED');
  });

  it('may last longer than a timer can wait', async () => {
    const { time, grant } = world(30 * DAY_MS);
    const ends: string[] = [];
    grant.hold((end) => ends.push(end));
    await time.pass(30 * DAY_MS - 1);
    expect(ends).toEqual([]);
    await time.pass(1);
    expect(ends).toEqual(['EXPIRED']);
    expect(time.pending).toBe(0);
  });

  it('goes by the wall clock: one that is set ahead ends it within a minute, and at once for who asks', async () => {
    const { time, wall, grant } = world(DAY_MS);
    const ends: string[] = [];
    grant.hold((end) => ends.push(end));
    wall.offset = DAY_MS;
    await time.pass(60_000);
    expect(ends).toEqual(['EXPIRED']);
    const other = world(DAY_MS);
    other.wall.offset = DAY_MS;
    expect(other.grant.ended).toBe('EXPIRED');
  });

  it('is not ended early where the wall clock is set back', async () => {
    const { time, wall, grant } = world(1_000);
    const ends: string[] = [];
    grant.hold((end) => ends.push(end));
    wall.offset = -5_000;
    await time.pass(5_999);
    expect(ends).toEqual([]);
    await time.pass(60_000);
    expect(ends).toEqual(['EXPIRED']);
  });

  it('that has ended ends at once what would be held by it', () => {
    const { within, grant } = world(1_000);
    within.end('REDUCED');
    const ends: string[] = [];
    grant.hold((end) => ends.push(end)).release();
    expect([grant.ended, ends]).toEqual(['REDUCED', ['REDUCED']]);
  });

  // Against a model: whatever is held when the right ends hears of it once, whatever was released hears nothing, and nothing is left behind.
  it('ends exactly what is held by it', async () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('hold' as const) }),
      fc.record({ kind: fc.constant('release' as const), index: fc.nat(20) }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(40_000) }),
      fc.record({ kind: fc.constant('endAll' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), fc.integer({ min: 1, max: 200_000 }), async (actions, until) => {
        const { time, within, grant } = world(until);
        const held: { hold: Hold; isHeld: boolean; heard: number; expected: number }[] = [];
        let hasEnded = false;
        const ends = () => {
          if (hasEnded) return;
          hasEnded = true;
          for (const each of held) if (each.isHeld) each.expected += 1;
        };
        for (const step of actions) {
          if (step.kind === 'hold') {
            const each = { hold: null as unknown as Hold, isHeld: true, heard: 0, expected: hasEnded ? 1 : 0 };
            each.hold = grant.hold(() => {
              each.heard += 1;
            });
            held.push(each);
          } else if (step.kind === 'release') {
            const each = held[step.index];
            each?.hold.release();
            if (each) each.isHeld = false;
          } else if (step.kind === 'pass') {
            await time.pass(step.ms);
            if (time.now >= until) ends();
          } else {
            within.end('REVOKED');
            ends();
          }
        }
        expect(held.map(({ heard }) => heard)).toEqual(held.map(({ expected }) => expected));
        expect(time.pending).toBe(!hasEnded && held.some(({ isHeld }) => isHeld) ? 1 : 0);
        expect(grant.ended !== null).toBe(hasEnded);
      }),
      { numRuns: 300 },
    );
  });
});
