// Before and after `npm pack`: node src/tools/pack.ts build, node src/tools/pack.ts restore.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { consoleBuild } from '../http/pages/console-build.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const CONSOLE = join(ROOT, 'node_modules/.cache/console');
const MANIFEST = join(ROOT, 'package.json');
const MANIFEST_KEPT = join(ROOT, 'node_modules/.cache/package.json');

/** What only a checkout needs. The Node that it brings is 190 MB, and would become the `node` of whoever installs the package. */
const OF_THE_CHECKOUT = ['private', 'scripts', 'devDependencies', 'optionalDependencies'];

/** package.json as it is published. */
export const publishedManifest = (text: string): string =>
  `${JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).filter(([key]) => !OF_THE_CHECKOUT.includes(key))), null, 2)}\n`;

const compile = (project: string) =>
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--project', join(ROOT, 'src/tools', project)], {
    cwd: ROOT,
    stdio: 'inherit',
  });

/** JavaScript and the console to dist/, since Node runs no TypeScript under node_modules; package.json as it is published in place of ours. */
async function build(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  compile('package.tsconfig.json');
  compile('package-types.tsconfig.json');
  await consoleBuild({ node: process.execPath, root: ROOT, folder: CONSOLE })();
  cpSync(CONSOLE, join(DIST, 'console-build'), { recursive: true, filter: (path) => !path.endsWith('.built-from') });
  copyFileSync(MANIFEST, MANIFEST_KEPT);
  writeFileSync(MANIFEST, publishedManifest(readFileSync(MANIFEST, 'utf8')));
}

function restore(): void {
  copyFileSync(MANIFEST_KEPT, MANIFEST);
  rmSync(MANIFEST_KEPT);
  rmSync(DIST, { recursive: true, force: true });
}

if (import.meta.main) {
  if (process.argv[2] === 'restore') restore();
  else await build();
}
