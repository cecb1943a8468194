import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export interface BuildPaths {
  /** The Node to run Vite with. */
  readonly node: string;
  /** The project's folder. */
  readonly root: string;
  /** Where the built files go. */
  readonly folder: string;
}

/** Named after what it was built from. */
const STAMP = '.built-from';
/** Whatever decides what comes out. */
const SOURCES = ['src/console', 'vite.config.ts', 'package-lock.json'];

/**
 * Builds the console with Vite in a process of its own, where it is missing or older than its sources.
 * @throws Error saying what to do
 */
export const consoleBuild =
  ({ node, root, folder }: BuildPaths) =>
  async (): Promise<void> => {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const hasVite = await exists(vite);
    if (!hasVite && (await exists(join(folder, 'index.html')))) return;
    if (!hasVite) throw new Error('Vite, which builds the console, is not installed. Run `npm ci` without `--omit=dev`.');
    const stamp = await hashOf(root);
    if ((await readFile(join(folder, STAMP), 'utf8').catch(() => null)) === stamp) return;

    await mkdir(dirname(folder), { recursive: true });
    // Built aside and moved into place, so that two gateways that start at once don't mix their files.
    const aside = await mkdtemp(`${folder}-`);
    try {
      await promisify(execFile)(node, [vite, 'build', '--logLevel', 'warn', '--outDir', aside], { cwd: root });
      await writeFile(join(aside, STAMP), stamp);
      await rm(folder, { recursive: true, force: true });
      await rename(aside, folder);
    } catch (error) {
      await rm(aside, { recursive: true, force: true });
      throw new Error(`The console could not be built: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function hashOf(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const path of await filesOf(join(root, source))) hash.update(path.slice(root.length)).update(await readFile(path));
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
