// node examples/main.ts [TOOL …]: tries every tool, or those named, against a gateway and sandbox of its own, and keeps the results for
// the table in the READMEs. Run in the project's folder, after `npm ci` there and here.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startGatewayProcess } from '../test/support/gateway-process.ts';
import type { Check, Result } from './check.ts';
import { CHECKS } from './checks.ts';

const RESULTS = new URL('results.json', import.meta.url);
const ONE = fileURLToPath(new URL('one.ts', import.meta.url));
const LIMIT_MS = 60_000;
const require = createRequire(import.meta.url);
const run = promisify(execFile);

function versionOf(tool: string): string {
  const found = require.resolve.paths(tool)?.flatMap((folder) => {
    try {
      return [JSON.parse(readFileSync(`${folder}/${tool}/package.json`, 'utf8')).version as string];
    } catch {
      return [];
    }
  })[0];
  if (found === undefined) throw new Error(`${tool} is not installed: npm ci --prefix examples`);
  return found;
}

async function attempt({ tool, tried, module, env }: Check): Promise<Result> {
  const gateway = await startGatewayProcess({ ...env });
  let result = 'ok';
  try {
    if (gateway.url === null) throw new Error(`the gateway does not start: ${gateway.output()}`);
    await run(process.execPath, ['--disable-warning=ExperimentalWarning', ONE, module, gateway.url], { timeout: LIMIT_MS });
  } catch (failure) {
    const { stdout = '', stderr = '', message } = failure as Error & { stdout?: string; stderr?: string };
    console.error(stdout, stderr || message);
    result = /^\w*Error.*$/m.exec(stderr)?.[0] ?? message.split('\n')[0] ?? 'failed';
  } finally {
    gateway.kill('SIGKILL');
  }
  return { tool, version: versionOf(tool), tried, result };
}

const wanted = process.argv.slice(2);
const results: Result[] = [];
for (const check of CHECKS.filter(({ tool }) => wanted.length === 0 || wanted.includes(tool))) {
  const startedAt = performance.now();
  const result = await attempt(check);
  results.push(result);
  console.log(`${result.tool} ${result.version}: ${result.result} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
}
if (wanted.length === 0) writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
const failed = results.filter(({ result }) => result !== 'ok').length;
console.log(`${results.length - failed} tools passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
