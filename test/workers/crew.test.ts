import { describe, expect, it } from 'vitest';
import type { CommandMessage } from '../../src/workers/signals.ts';
import { WorkerPool } from '../../src/workers/worker-pool.ts';

interface FakeHand {
  readonly told: CommandMessage[];
  readonly end: (how: string) => void;
  killed: boolean;
}

/** A pool whose workers, clock and pauses are the test's. */
function crewOf(size: number) {
  const workers: FakeHand[] = [];
  const pauses: { readonly work: () => void; readonly ms: number; cancelled: boolean }[] = [];
  const losses: [how: string, pauseMs: number][] = [];
  let now = 0;
  const pool = new WorkerPool({
    size,
    spawn(end) {
      const worker: FakeHand = { told: [], end, killed: false };
      workers.push(worker);
      return {
        tell: (message) => void worker.told.push(message),
        kill() {
          worker.killed = true;
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
  return { pool, workers, pauses, losses, pass };
}

describe('a pool', () => {
  it('replaces at once a worker that served for a while', () => {
    const { workers, pauses, losses, pass } = crewOf(2);
    expect(workers).toHaveLength(2);
    pass(10_000);
    workers[0]?.end('SIGKILL');
    expect(losses).toEqual([['SIGKILL', 0]]);
    pauses[0]?.work();
    expect(workers).toHaveLength(3);
  });

  it('waits longer each time for workers that die soon, and no longer once one served for a while', () => {
    const { workers, pauses, losses, pass } = crewOf(1);
    for (let index = 0; index < 8; index += 1) {
      workers.at(-1)?.end('code 1');
      pauses.at(-1)?.work();
    }
    expect(losses.map(([, ms]) => ms)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    pass(10_000);
    workers.at(-1)?.end('code 1');
    expect(losses.at(-1)).toEqual(['code 1', 0]);
  });

  it('passes on that accounts are to be read anew', () => {
    const { pool, workers } = crewOf(2);
    pool.reload();
    expect(workers.map(({ told }) => told)).toEqual([[{ order: 'reload', why: '' }], [{ order: 'reload', why: '' }]]);
  });

  it('ends when all workers have, and replaces none', async () => {
    const { pool, workers, pauses } = crewOf(2);
    let over = false;
    const stopped = pool.stop('SIGTERM').then(() => {
      over = true;
    });
    expect(workers.map(({ told }) => told[0]?.why)).toEqual(['SIGTERM', 'SIGTERM']);
    workers[0]?.end('code 0');
    await Promise.resolve();
    expect(over).toBe(false);
    workers[1]?.end('code 0');
    await stopped;
    expect(pauses).toEqual([]);
  });

  it('hires nobody after a pause that was under way when it was stopped', async () => {
    const { pool, workers, pauses } = crewOf(1);
    workers[0]?.end('code 1');
    await pool.stop('SIGTERM');
    expect(pauses[0]?.cancelled).toBe(true);
  });

  it('kills workers when it is stopped a second time', () => {
    const { pool, workers } = crewOf(1);
    void pool.stop('SIGINT');
    expect(workers[0]?.killed).toBe(false);
    void pool.stop('SIGINT');
    expect(workers[0]?.killed).toBe(true);
  });
});
