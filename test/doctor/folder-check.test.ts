import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFolder } from '../../src/doctor/folder-check.ts';

const empty = () => mkdtempSync(join(tmpdir(), 'doctor-'));

describe('the data folder', () => {
  it('is made where it is not there, and left as it was', async () => {
    const folder = join(empty(), 'a', 'b');
    expect(await checkFolder(folder)).toMatchObject({ state: 'ok', seen: expect.stringMatching(/can be written; [\d,]+ MB are free/) });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is a fault where a file stands in its place or in its path', async () => {
    const file = join(empty(), 'file');
    writeFileSync(file, '');
    expect(await checkFolder(file)).toMatchObject({ state: 'fault', seen: expect.stringMatching(/it is a file, not a folder/) });
    expect(await checkFolder(join(file, 'below'))).toMatchObject({
      state: 'fault',
      seen: expect.stringMatching(/a part of the path is a file/),
    });
  });

  it('is a fault where nobody may write', async () => {
    expect(await checkFolder('/sys/doctor')).toMatchObject({ state: 'fault', advice: expect.stringMatching(/DATA_DIR/) });
  });

  it.skipIf(process.getuid?.() === 0)('is a fault where this user may not write', async () => {
    const folder = empty();
    chmodSync(folder, 0o500);
    expect(await checkFolder(folder)).toMatchObject({ state: 'fault', seen: expect.stringMatching(/may not write/) });
  });

  it('is worth a note where there is none', async () => {
    expect(await checkFolder(':memory:')).toMatchObject({ state: 'note' });
  });
});
