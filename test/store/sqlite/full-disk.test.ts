import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { sqliteStore } from '../../support/stores.ts';

const run = promisify(execFile);
const STORE = new URL('../../../src/store/sqlite.ts', import.meta.url).href;

/** A file system of 8 MB where this process may make one. */
function smallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Fills the store until it takes no more, and prints what happened. */
const FILLER = `
import { createSqliteStores } from ${JSON.stringify(STORE)};
const stores = createSqliteStores({ file: process.argv[2] });
const store = stores.of('account');
const told = (promise) => promise.then(() => 'fine', (error) => error.name + ': ' + error.message);
await store.put('kept', 'x');
let filled = 'fine';
// What fails empties the log into the file, so that there may be room once more.
for (let index = 0, failures = 0; failures < 3 && index < 200; index += 1) {
  filled = await told(store.put('fill' + index, new Uint8Array(100_000)));
  failures = filled === 'fine' ? 0 : failures + 1;
}
console.log(JSON.stringify({ filled, ping: await told(stores.ping()), kept: (await store.get('kept'))?.value }));
await stores.close();
`;

describe('a store on a disk that takes no more', () => {
  let folder = '';
  let mounted = false;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'full-'));
    mounted = false;
  });
  afterEach(() => {
    if (mounted) execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('says so, serves what it holds, and works again once there is room', async ({ skip }) => {
    mounted = smallDisk(folder);
    skip(!mounted, 'this process may mount nothing');
    const store = sqliteStore({ file: join(folder, 'store.db') });
    await store.put('kept', 'x');
    await store.ping();
    const filler = join(folder, 'filler');
    expect(() => writeFileSync(filler, new Uint8Array(20_000_000))).toThrow('ENOSPC');
    await expect(store.ping()).rejects.toThrow('the disk is full');
    await expect(store.put('big', new Uint8Array(1_000_000))).rejects.toThrow(StoreUnavailable);
    expect((await store.get('kept'))?.value).toBe('x');
    rmSync(filler);
    await store.ping();
    expect(await store.put('big', new Uint8Array(1_000_000))).not.toBeNull();
    await store.close();
  });

  it('says so where a limit of its own is reached', async () => {
    const script = join(folder, 'filler.mjs');
    writeFileSync(script, FILLER);
    const node = `ulimit -f 2000; exec ${process.execPath} --disable-warning=ExperimentalWarning ${script} ${join(folder, 'store.db')}`;
    const { stdout } = await run('bash', ['-c', node]);
    expect(JSON.parse(stdout)).toEqual({
      filled: expect.stringMatching(/^StoreUnavailable: The store can’t be used: the disk /),
      ping: expect.stringMatching(/^StoreUnavailable: The store can’t be used: the disk /),
      kept: 'x',
    });
  });

  it('says so where the folder is read-only', async () => {
    const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const file = join(folder, 'store.db');
    const store = sqliteStore({ file });
    await store.put('kept', 'x');
    await store.close();
    const script = join(mkdtempSync(join(tmpdir(), 'script-')), 'ping.mjs');
    writeFileSync(
      script,
      `import { createSqliteStores } from ${JSON.stringify(STORE)};
       const store = createSqliteStores({ file: ${JSON.stringify(file)} });
       console.log(await store.ping().then(() => 'fine', (error) => error.name + ': ' + error.message));
       await store.close();`,
    );
    execFileSync('chmod', ['-R', 'a+rX,a-w', folder, script, join(script, '..')]);
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', script], asNobody);
    expect(stdout).toMatch(/^StoreUnavailable: The store can’t be used: its file (is read-only|can’t be opened)/);
    execFileSync('chmod', ['-R', 'u+w', folder]);
  });
});
