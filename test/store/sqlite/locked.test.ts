import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { lockFile } from '../../support/locked-file.ts';
import { localStore, type OpenedStore, sqliteStore } from '../../support/stores.ts';

/** More than a call may take by far, and less than it took to fail when it blocked the loop. */
const STALL_MS = 500;

/** The longest that the event loop stood still while work ran. */
async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const ticks = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  await work();
  clearInterval(ticks);
  return longest;
}

describe.each([
  { place: 'a thread of its own', open: sqliteStore },
  { place: 'the loop’s thread', open: localStore },
])('a store in $place whose file another process has locked', ({ open }) => {
  let folder = '';
  let store: OpenedStore;
  let unlock: () => Promise<void>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    const file = join(folder, 'store.db');
    store = open({ file, pollMs: 5 });
    await store.put('a', 'before');
    unlock = await lockFile(file);
  });
  afterEach(async () => {
    await unlock();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('is read as ever', async () => {
    const writing = store.put('a', 'after').catch(() => {});
    expect((await store.get('a'))?.value).toBe('before');
    expect(await store.inspect(['lists'], 'account')).toMatchObject({ concurrent: 0 });
    await unlock();
    await writing;
  });

  it('refuses every write after a while, and the event loop goes on meanwhile', async () => {
    const since = performance.now();
    const stall = await longestStall(async () => {
      const failures = await Promise.all(
        [store.put('a', 'x'), store.delete('a'), store.acquire('lock', 'me', 1_000), store.publish('news'), store.ping()].map((call) =>
          call.then(
            () => null,
            (failure) => failure,
          ),
        ),
      );
      for (const failure of failures) expect(failure).toBeInstanceOf(StoreUnavailable);
      expect(String(failures.at(-1))).toContain('another process keeps its file locked');
    });
    expect(performance.now() - since).toBeLessThan(4_000);
    expect(stall).toBeLessThan(STALL_MS);
  });

  it('does what it was asked as soon as the lock ends, in the order in which it was asked', async () => {
    const order: number[] = [];
    const writes = [1, 2, 3].map((value) => store.put('a', String(value)).then(() => order.push(value)));
    await delay(100);
    expect(order).toEqual([]);
    await unlock();
    await Promise.all(writes);
    expect(order).toEqual([1, 2, 3]);
    expect((await store.get('a'))?.value).toBe('3');
  });
});
