import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdmitRequest } from '../../../src/store/store.ts';
import { localStore, type OpenedStore } from '../../support/stores.ts';

const WINDOW_MS = 60_000;
const LEASE_MS = 30_000;
const LIMIT = 3;
const TTL_MS = 15_000;
const PROCESSES = 3;
const HOUR_MS = 3_600_000;

const ASKED: AdmitRequest = {
  log: { key: 'list', group: 'lists', limit: LIMIT, windowMs: WINDOW_MS },
  concurrency: { key: 'account', limit: 12 },
  holds: ['blocked'],
  leaseMs: LEASE_MS,
};

/** A machine whose wall clock is anybody's guess, with processes that share a file. */
class Machine {
  /** What really passes, in ms. */
  truth = 1_000_000_000;
  wallOffset = 0;
  bootedAt = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), 'time-'));
  readonly #stores: (OpenedStore | null)[] = Array.from({ length: PROCESSES }, () => null);

  process(index: number): OpenedStore {
    const clock = { monotonic: () => this.truth - this.bootedAt, wall: () => this.truth + this.wallOffset };
    const store = this.#stores[index] ?? localStore({ file: join(this.#folder, 'store.db'), machine: clock });
    this.#stores[index] = store;
    return store;
  }

  async end(index: number): Promise<void> {
    await this.#stores[index]?.close();
    this.#stores[index] = null;
  }

  /** Off for a while; its wall clock may be wrong when it comes back. */
  async restart(offMs: number, wallOffset: number): Promise<void> {
    for (let index = 0; index < PROCESSES; index += 1) await this.end(index);
    this.truth += offMs;
    this.bootedAt = this.truth;
    this.wallOffset = wallOffset;
  }

  async remove(): Promise<void> {
    for (let index = 0; index < PROCESSES; index += 1) await this.end(index);
    rmSync(this.#folder, { recursive: true });
  }
}

const process = fc.nat(PROCESSES - 1);
const offset = fc.oneof(fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }), fc.integer({ min: -90_000, max: 90_000 }));
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ask' as const), process, answered: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('lock' as const), process }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 40_000 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('set' as const), wallOffset: offset }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), process }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('restart' as const), offMs: fc.integer({ min: 0, max: HOUR_MS }), wallOffset: offset }),
  },
);

describe('the store’s time, whatever is done to the wall clock', () => {
  it('lets nothing over a limit and nobody into a lock, ends both in time, and never goes back while the machine runs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const machine = new Machine();
        const granted: number[] = [];
        let lock = { holder: -1, until: 0 };
        let newest = 0;
        try {
          for (const step of steps) {
            if (step.kind === 'pass') machine.truth += step.ms;
            else if (step.kind === 'set') machine.wallOffset = step.wallOffset;
            else if (step.kind === 'end') await machine.end(step.process);
            else if (step.kind === 'restart') {
              await machine.restart(step.offMs, step.wallOffset);
              newest = 0;
            } else if (step.kind === 'lock') {
              const got = await machine.process(step.process).acquire('poll', `process ${step.process}`, TTL_MS);
              if (machine.truth < lock.until) expect(got).toBe(step.process === lock.holder);
              if (got) lock = { holder: step.process, until: machine.truth + TTL_MS };
            } else {
              const store = machine.process(step.process);
              const now = await store.now();
              expect(now).toBeGreaterThanOrEqual(newest);
              newest = now;
              const admission = await store.admit(ASKED);
              if (!('granted' in admission)) continue;
              granted.push(machine.truth);
              if (step.answered) await store.settle(admission.granted, 'ANSWERED');
            }
          }
          for (const [index, at] of granted.entries()) {
            const before = granted[index - LIMIT];
            if (before !== undefined) expect(at - before).toBeGreaterThan(WINDOW_MS);
          }
          // Opened before, so that only time as it passes here frees anything.
          const store = machine.process(0);
          await store.now();
          machine.truth += LEASE_MS + WINDOW_MS + 2_000;
          expect(await store.admit(ASKED)).toHaveProperty('granted');
          expect(await store.acquire('poll', 'another', TTL_MS)).toBe(true);
        } finally {
          await machine.remove();
        }
      }),
      { numRuns: 80 },
    );
  });

  it('ages what is held while the machine is off, as far as the wall clock tells, and frees no place by it', async () => {
    const machine = new Machine();
    await machine.process(0).put('day', 'x', { ttlMs: 24 * HOUR_MS });
    for (let call = 0; call < LIMIT; call += 1) {
      const admission = await machine.process(0).admit(ASKED);
      if ('granted' in admission) await machine.process(0).settle(admission.granted, 'ANSWERED');
    }
    const before = await machine.process(0).now();
    await machine.restart(25 * HOUR_MS, 0);
    const store = machine.process(0);
    expect((await store.now()) - before).toBe(25 * HOUR_MS);
    expect(await store.get('day')).toBeNull();
    expect(await store.admit(ASKED)).toMatchObject({ refused: 'log' });
    machine.truth += WINDOW_MS + 2;
    expect(await store.admit(ASKED)).toHaveProperty('granted');
    await machine.remove();
  });

  it('keeps events for their days, though the wall clock is a year ahead for a moment, and dates them by it', async () => {
    const machine = new Machine();
    const limits = { maxEntries: 100, maxAgeMs: 30 * 24 * HOUR_MS };
    const store = machine.process(0);
    await store.append('events', ['first'], limits);
    machine.wallOffset = 365 * 24 * HOUR_MS;
    await store.append('events', ['second'], limits);
    machine.wallOffset = 0;
    await store.append('events', ['third'], limits);
    const { entries } = await store.read('events', { limit: 10 });
    expect(entries.map(({ data, at }) => [data, at - machine.truth])).toEqual([
      ['first', 0],
      ['second', 365 * 24 * HOUR_MS],
      ['third', 0],
    ]);
    await machine.remove();
  });
});
