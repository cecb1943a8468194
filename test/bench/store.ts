// npm run bench -- store [--lock-seconds 5] [--operations 5000]: the embedded store in a thread of its own beside the same in the event loop's
// thread: what an operation costs, and the longest that the event loop stood still.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type AdmitRequest, type Store, StoreUnavailable } from '../../src/store/store.ts';
import { lockFile } from '../support/locked-file.ts';
import { localStore, type OpenedStore, sqliteStore } from '../support/stores.ts';

const PLACES: Readonly<Record<string, (file: string) => OpenedStore>> = {
  'in the loop’s thread': (file) => localStore({ file }),
  'in a thread of its own': (file) => sqliteStore({ file }),
};

const ASKED: AdmitRequest = {
  log: { key: 'list', group: 'lists', limit: 1e9, windowMs: 1 },
  concurrency: { key: 'account', limit: 1e9 },
  holds: ['blocked', 'rest'],
  leaseMs: 1,
};
const LIMITS = { maxEntries: 1_000_000, maxAgeMs: 86_400_000 };
const EVENT = JSON.stringify({
  kind: 'OPERATOR_STATUS_CHANGED',
  subclient: null,
  smscId: '1234567',
  name: 'ExampleName',
  column: 'mts_step',
});

/** How long the event loop stood still at the most while work ran, and how much of its time it took. */
async function watched(
  work: () => Promise<void>,
): Promise<{ readonly longestMs: number; readonly busyMs: number; readonly tookMs: number }> {
  let longestMs = 0;
  let last = performance.now();
  const ticks = setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last - 1);
    last = now;
  }, 1);
  await delay(20);
  longestMs = 0;
  const before = performance.eventLoopUtilization();
  const since = performance.now();
  await work();
  const tookMs = performance.now() - since;
  const { active } = performance.eventLoopUtilization(before);
  await delay(20);
  clearInterval(ticks);
  return { longestMs, busyMs: active, tookMs };
}

const each = async (count: number, work: (index: number) => Promise<unknown>): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    await work(index);
    // Others have their turn between two: what is measured is the longest of one.
    await nextTurn();
  }
};

async function locked(file: string, seconds: number, store: Store): Promise<string> {
  const unlock = await lockFile(file);
  const counts = { read: 0, refused: 0 };
  let longestCallMs = 0;
  const until = performance.now() + seconds * 1_000;
  const { longestMs } = await watched(() =>
    Promise.all([
      (async () => {
        while (performance.now() < until) {
          await store.get('small');
          counts.read += 1;
          await delay(1);
        }
      })(),
      (async () => {
        while (performance.now() < until) {
          const since = performance.now();
          await store.put('small', 'x').catch((error) => {
            if (!(error instanceof StoreUnavailable)) throw error;
            counts.refused += 1;
          });
          longestCallMs = Math.max(longestCallMs, performance.now() - since);
        }
      })(),
    ]).then(() => {}),
  );
  await unlock();
  return `loop at most ${longestMs.toFixed(1)} ms; ${counts.read} reads meanwhile; ${counts.refused} writes refused, each within ${longestCallMs.toFixed(0)} ms`;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { 'lock-seconds': { type: 'string', default: '5' }, operations: { type: 'string', default: '5000' } },
  });
  const count = Number(values.operations);
  for (const [name, open] of Object.entries(PLACES)) {
    const folder = mkdtempSync(join(tmpdir(), 'store-'));
    const file = join(folder, 'store.db');
    const store = open(file);
    const show = (what: string, text: string) => console.log(`  ${what.padEnd(44)} ${text}`);
    const measure = async (what: string, operations: number, work: () => Promise<unknown>) => {
      const { longestMs, busyMs, tookMs } = await watched(async () => void (await work()));
      const [took, busy] = [tookMs, busyMs].map((ms) => `${((ms * 1_000) / operations).toFixed(1)} µs`);
      show(what, `${took} each, ${busy} of them the loop’s; loop at most ${longestMs.toFixed(1)} ms`);
    };
    console.log(name);
    const since = performance.now();
    await store.put('small', 'x');
    show('first use', `${(performance.now() - since).toFixed(0)} ms`);
    await each(500, () => store.get('small'));
    await measure('get, one after the other', count, () => each(count, () => store.get('small')));
    await measure('get, 64 at once', count, () =>
      Promise.all(Array.from({ length: 64 }, () => each(count / 64, () => store.get('small')))),
    );
    await measure('admit and settle', count, () =>
      each(count, async () => {
        const admission = await store.admit(ASKED);
        if ('granted' in admission) await store.settle(admission.granted, 'UNUSED');
      }),
    );
    for (const megabytes of [0.6, 5]) {
      const bytes = new Uint8Array(megabytes * 1e6).fill(7);
      await measure(`put of ${megabytes} MB`, 20, () => each(20, (index) => store.put(`big ${index}`, bytes)));
      await measure(`get of ${megabytes} MB`, 20, () => each(20, (index) => store.get(`big ${index}`)));
    }
    const events = Array.from({ length: 5_000 }, () => EVENT);
    await measure('append of 5,000 events', 5_000, () => store.append('events', events, LIMITS));
    await measure('20 appends of 5,000 events', 100_000, () => each(20, () => store.append('events', events, LIMITS)));
    show(`lock held for ${values['lock-seconds']} s`, await locked(file, Number(values['lock-seconds']), store));
    await store.close();
    rmSync(folder, { recursive: true });
  }
}
