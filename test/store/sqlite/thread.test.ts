import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqliteThread } from '../../../src/store/sqlite/sqlite-thread.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { sqliteStore } from '../../support/stores.ts';

describe('the thread of a store', () => {
  let folder = '';
  let file = '';
  const threads: Worker[] = [];
  const note = (thread: Worker) => threads.push(thread);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    file = join(folder, 'store.db');
    threads.length = 0;
    process.on('worker', note);
  });
  afterEach(() => {
    process.off('worker', note);
    rmSync(folder, { recursive: true });
  });

  it('is followed by another where it dies: calls under way fail, the next one works, and listeners go on', async () => {
    const store = sqliteStore({ file, pollMs: 5 });
    let heard = 0;
    store.subscribe('news', () => {
      heard += 1;
    });
    await store.put('a', 'kept');
    const underWay = Promise.allSettled(Array.from({ length: 50 }, (_, index) => store.put(`b${index}`, 'x')));
    await threads[0]?.terminate();
    const failures = (await underWay).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    for (const failure of failures) expect(failure).toBeInstanceOf(StoreUnavailable);
    expect((await store.get('a'))?.value).toBe('kept');
    expect(threads).toHaveLength(2);
    heard = 0;
    await store.publish('news');
    await vi.waitFor(() => expect(heard).toBeGreaterThan(0));
    await store.close();
  });

  it('is not waited for, nor asked for more, while it hangs', async () => {
    const thread = new SqliteThread({ file, pollMs: 5, lateMs: 150, onNotice: () => {} });
    // Until it has begun.
    await vi.waitFor(() => thread.call('put', 'a', 'x', {}), { timeout: 10_000 });
    const long = thread.call(
      'append',
      'events',
      Array.from({ length: 400_000 }, () => 'x'),
      { maxEntries: 1, maxAgeMs: 1 },
    );
    await expect(long).rejects.toThrow(StoreUnavailable);
    const since = performance.now();
    await expect(thread.call('get', 'a')).rejects.toThrow('the disk does not answer');
    expect(performance.now() - since).toBeLessThan(50);
    await vi.waitFor(async () => expect(await thread.call('get', 'a')).toMatchObject({ value: 'x' }), { timeout: 10_000 });
    await thread.close();
  });

  it('takes nothing that can’t be sent to it, and goes on', async () => {
    const store = sqliteStore({ file });
    await expect(store.put('a', (() => {}) as unknown as string)).rejects.toThrow('could not be cloned');
    expect(await store.put('a', 'x')).not.toBeNull();
    await store.close();
  });

  it('tells a fault of ours from a store that is away', async () => {
    const store = sqliteStore({ file });
    const failure = await store.put('a', undefined as unknown as string).catch((error) => error);
    expect(failure).not.toBeInstanceOf(StoreUnavailable);
    expect(await store.put('a', 'x')).not.toBeNull();
    await store.close();
  });
});
