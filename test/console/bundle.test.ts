import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { consoleBuild } from '../../src/http/pages/console-build.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, 'node_modules/.cache/console');
/** Scripts, styles, fonts and the page, as gzip sends them. */
const LIMIT_BYTES = 250_000;

it('sends less than 250 kB to a browser that comes for the first time', { timeout: 60_000 }, async () => {
  await consoleBuild({ node: process.execPath, root: ROOT, folder: FOLDER })();
  const files = (await readdir(FOLDER, { recursive: true })).filter((name) => /\.(html|js|css|svg|woff2)$/.test(name));
  const sizes = await Promise.all(files.map(async (name) => gzipSync(await readFile(join(FOLDER, name)), { level: 9 }).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(files.some((name) => name.endsWith('.js'))).toBe(true);
  expect(total).toBeLessThan(LIMIT_BYTES);
});
