import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Finding, fault, note, ok } from './finding.ts';

const CHECK = 'data folder';
/** The journal and the parts of a large account take some tens of megabytes. */
const LITTLE_BYTES = 200_000_000;
const PROBE = Buffer.alloc(65_536);

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file, not a folder',
};

/** Writes a file to the folder of the embedded store, and takes it away again. */
export async function checkFolder(folder: string): Promise<Finding> {
  if (folder === ':memory:')
    return note(CHECK, 'everything is held in memory, and gone after a restart: the limits too', 'set DATA_DIR to a folder');
  const path = resolve(folder);
  const probe = join(path, `.doctor-${randomUUID()}`);
  try {
    await mkdir(path, { recursive: true });
    const file = await open(probe, 'wx');
    try {
      await file.write(PROBE);
      await file.sync();
    } finally {
      await file.close();
      await rm(probe, { force: true });
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return fault(
      CHECK,
      `${path} can’t be written: ${REASONS[code] ?? code}`,
      'let the gateway’s user write there, or set DATA_DIR to another folder',
    );
  }
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const text = `${path} can be written; ${Math.floor(free / 1e6).toLocaleString('en')} MB are free`;
  return free < LITTLE_BYTES ? note(CHECK, text, `${LITTLE_BYTES / 1e6} MB or more are better`) : ok(CHECK, text);
}
