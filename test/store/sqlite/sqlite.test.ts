import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdmitRequest, StoreUnavailable } from '../../../src/store/store.ts';
import { simulatedStore, sqliteStore } from '../../support/stores.ts';

const asked: AdmitRequest = {
  log: { key: 'add', group: 'adds', limit: 4, windowMs: 60_000 },
  concurrency: { key: 'account', limit: 12 },
  holds: [],
  leaseMs: 30_000,
};

/** Another process that opens the file, counts in it and asks for places. */
const PROCESS = `
import { createSqliteStores } from ${JSON.stringify(new URL('../../../src/store/sqlite.ts', import.meta.url).href)};
const stores = createSqliteStores({ file: process.argv[1] });
const store = stores.of('account');
let granted = 0;
for (let round = 0; round < 25; round += 1) {
  for (;;) {
    const held = await store.get('sum');
    if ((await store.put('sum', String(Number(held?.value ?? 0) + 1), { ifVersion: held?.version ?? 0 })) !== null) break;
  }
  if ('granted' in (await store.admit(${JSON.stringify(asked)}))) granted += 1;
}
process.stdout.write(String(granted));
await stores.close();
`;

describe('the store on SQLite', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is shared by processes that open it at the same time', async () => {
    const file = join(folder, 'new', 'store.db');
    const run = promisify(execFile);
    const ended = await Promise.all(
      [1, 2, 3].map(() => run(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', PROCESS, file])),
    );
    expect(ended.map(({ stdout }) => Number(stdout)).reduce((sum, granted) => sum + granted)).toBe(4);
    const store = sqliteStore({ file });
    expect((await store.get('sum'))?.value).toBe('75');
    await store.close();
  });

  it('keeps its folder from other users', async () => {
    const store = sqliteStore({ file: join(folder, 'data', 'store.db') });
    await store.ping();
    await store.close();
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0);
  });

  it('throws its own error while the file can’t be opened, and works again by itself', async () => {
    const file = join(folder, 'data', 'store.db');
    writeFileSync(join(folder, 'data'), 'in the way');
    const store = sqliteStore({ file });
    await expect(store.get('a')).rejects.toThrow(StoreUnavailable);
    await expect(store.admit(asked)).rejects.toThrow(StoreUnavailable);
    rmSync(join(folder, 'data'));
    expect(await store.put('a', 'x')).not.toBeNull();
    await store.close();
  });

  it('throws its own error over a file that is no database, and works again by itself', async () => {
    mkdirSync(join(folder, 'data'));
    const file = join(folder, 'data', 'store.db');
    writeFileSync(file, 'this is no database, and long enough to be taken for one by its header '.repeat(20));
    const store = sqliteStore({ file });
    await expect(store.get('a')).rejects.toThrow(StoreUnavailable);
    rmSync(file);
    expect(await store.put('a', 'x')).not.toBeNull();
    await store.close();
  });

  it('leaves nothing half done where a write fails', async () => {
    const store = sqliteStore({ file: ':memory:' });
    // Taken as running, and then no place in the log.
    const unusable = { ...asked, log: { key: 'add', group: 'adds', limit: 4, windowMs: Number.NaN } };
    await expect(store.admit(unusable)).rejects.toThrow('NOT NULL');
    expect(await store.inspect(['adds'], 'account')).toEqual({ logs: [{ taken: 0, freeAt: null }], concurrent: 0 });
    expect(await store.admit(asked)).toHaveProperty('granted');
    await store.close();
  });

  it('counts by the clock that it is given', async () => {
    let now = 1_000;
    const store = simulatedStore(() => now);
    for (let call = 0; call < 4; call += 1) {
      const admission = await store.admit(asked);
      if ('granted' in admission) await store.settle(admission.granted, 'ANSWERED');
    }
    expect(await store.admit(asked)).toMatchObject({ refused: 'log', waitsMs: [60_001, 60_001, 60_001, 60_001] });
    expect(await store.inspect(['adds'], 'account')).toEqual({ logs: [{ taken: 4, freeAt: 61_001 }], concurrent: 0 });
    now = 61_000;
    expect(await store.admit(asked)).toHaveProperty('refused');
    now = 61_001;
    expect(await store.admit(asked)).toHaveProperty('granted');
    await store.close();
  });

  it('drops old entries from the beginning alone: no gap comes about where the clock was set back', async () => {
    let now = 1_000;
    const store = simulatedStore(() => now);
    const limits = { maxEntries: 10, maxAgeMs: 400 };
    const append = async (at: number, data: string) => {
      now = at;
      await store.append('events', [data], limits);
    };
    await append(1_000, 'before');
    await append(500, 'set back');
    await append(1_100, 'after');
    const { entries } = await store.read('events', { limit: 10 });
    expect(entries.map(({ data }) => data)).toEqual(['before', 'set back', 'after']);
    await append(1_450, 'last');
    expect((await store.read('events', { limit: 10 })).entries.map(({ data }) => data)).toEqual(['after', 'last']);
    await store.close();
  });

  it('forgets old notices: their channels are many, as each idempotent add and each import has its own', async () => {
    const file = join(folder, 'store.db');
    const store = sqliteStore({ file });
    for (let channel = 0; channel < 7_000; channel += 1) await store.publish(`channel ${channel}`);
    await store.close();
    const database = new DatabaseSync(file, { readOnly: true });
    const { kept, newest } = {
      ...database.prepare("SELECT count(*) kept, max(channel = 'account channel 6999') newest FROM notices").get(),
    };
    database.close();
    expect(newest).toBe(1);
    expect(kept).toBeGreaterThanOrEqual(5_000);
    expect(kept).toBeLessThan(6_000);
  });
});
