import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type AccountsFile, AccountsFileError, readAccounts, type SecretSources } from './accounts-file.ts';

/** The accounts file at a path; files that it names are looked for beside it. @throws AccountsFileError */
export function accountsAt(path: string, env: SecretSources['env']): AccountsFile {
  const folder = dirname(resolve(path));
  const read = (file: string) => readFileSync(resolve(folder, file), 'utf8');
  let text: string;
  try {
    text = read(resolve(path));
  } catch (error) {
    throw new AccountsFileError([`The file can’t be read: ${error instanceof Error ? error.message : error}`]);
  }
  return readAccounts(text, { env, readFile: read });
}
