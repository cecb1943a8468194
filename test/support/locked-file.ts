import { spawn } from 'node:child_process';
import { once } from 'node:events';

const HOLDER = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
database.exec('BEGIN IMMEDIATE');
process.stdout.write('held');
setInterval(() => {}, 1_000);
`;

/** Another process that holds the write lock of a SQLite file. @returns ends it */
export async function lockFile(file: string): Promise<() => Promise<void>> {
  const holder = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', HOLDER, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(holder, 'exit');
  await once(holder.stdout, 'data');
  return async () => {
    holder.kill();
    await ended;
  };
}
