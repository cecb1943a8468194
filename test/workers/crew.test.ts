import { describe, expect, it } from 'vitest';
import { Crew } from '../../src/workers/crew.ts';
import type { OrderMessage } from '../../src/workers/orders.ts';

interface FakeHand {
  readonly told: OrderMessage[];
  readonly end: (how: string) => void;
  killed: boolean;
}

/** A crew whose workers, clock and pauses are the test's. */
function crewOf(size: number) {
  const hands: FakeHand[] = [];
  const pauses: { readonly work: () => void; readonly ms: number; cancelled: boolean }[] = [];
  const losses: [how: string, pauseMs: number][] = [];
  let now = 0;
  const crew = new Crew({
    size,
    hire(end) {
      const hand: FakeHand = { told: [], end, killed: false };
      hands.push(hand);
      return {
        tell: (message) => void hand.told.push(message),
        kill() {
          hand.killed = true;
        },
      };
    },
    clock: () => now,
    later(work, ms) {
      const pause = { work, ms, cancelled: false };
      pauses.push(pause);
      return {
        cancel() {
          pause.cancelled = true;
        },
      };
    },
    onLoss: (how, pauseMs) => void losses.push([how, pauseMs]),
  });
  const pass = (ms: number) => {
    now += ms;
  };
  return { crew, hands, pauses, losses, pass };
}

describe('a crew', () => {
  it('replaces at once a worker that served for a while', () => {
    const { hands, pauses, losses, pass } = crewOf(2);
    expect(hands).toHaveLength(2);
    pass(10_000);
    hands[0]?.end('SIGKILL');
    expect(losses).toEqual([['SIGKILL', 0]]);
    pauses[0]?.work();
    expect(hands).toHaveLength(3);
  });

  it('waits longer each time for workers that die soon, and no longer once one served for a while', () => {
    const { hands, pauses, losses, pass } = crewOf(1);
    for (let index = 0; index < 8; index += 1) {
      hands.at(-1)?.end('code 1');
      pauses.at(-1)?.work();
    }
    expect(losses.map(([, ms]) => ms)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    pass(10_000);
    hands.at(-1)?.end('code 1');
    expect(losses.at(-1)).toEqual(['code 1', 0]);
  });

  it('passes on that accounts are to be read anew', () => {
    const { crew, hands } = crewOf(2);
    crew.reload();
    expect(hands.map(({ told }) => told)).toEqual([[{ order: 'reload', why: '' }], [{ order: 'reload', why: '' }]]);
  });

  it('ends when all workers have, and replaces none', async () => {
    const { crew, hands, pauses } = crewOf(2);
    let over = false;
    const stopped = crew.stop('SIGTERM').then(() => {
      over = true;
    });
    expect(hands.map(({ told }) => told[0]?.why)).toEqual(['SIGTERM', 'SIGTERM']);
    hands[0]?.end('code 0');
    await Promise.resolve();
    expect(over).toBe(false);
    hands[1]?.end('code 0');
    await stopped;
    expect(pauses).toEqual([]);
  });

  it('hires nobody after a pause that was under way when it was stopped', async () => {
    const { crew, hands, pauses } = crewOf(1);
    hands[0]?.end('code 1');
    await crew.stop('SIGTERM');
    expect(pauses[0]?.cancelled).toBe(true);
  });

  it('kills workers when it is stopped a second time', () => {
    const { crew, hands } = crewOf(1);
    void crew.stop('SIGINT');
    expect(hands[0]?.killed).toBe(false);
    void crew.stop('SIGINT');
    expect(hands[0]?.killed).toBe(true);
  });
});
