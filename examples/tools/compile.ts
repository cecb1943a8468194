import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Every example, with the types that were generated for it. */
export async function run(): Promise<void> {
  execFileSync(`${ROOT}node_modules/.bin/tsc`, ['--noEmit', '-p', 'examples'], { cwd: ROOT, stdio: ['ignore', process.stderr, 'inherit'] });
}
