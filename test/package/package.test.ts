import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/config.ts';

const run = promisify(execFile);
const ROOT = resolve('.');
/** What the package is made of, beside the packages of the checkout. */
const SOURCES = ['src', 'schema', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts', 'README.md', 'LICENSE'];

const CONSUMER = `
import { type Sandbox, startSandbox } from 'smsc-sender-gateway/sandbox';

const sandbox: Sandbox = await startSandbox({ senders: 3, seed: 'ours' });
const [{ login, password }] = sandbox.accounts;
sandbox.control.raiseFault({ kind: "reset", command: "add", times: 1 });
const body = new URLSearchParams({ get: '1', fmt: '3', charset: 'utf-8', login, psw: password });
const rows: unknown = await (await fetch(\`\${sandbox.url}/sys/senders.php\`, { method: 'POST', body })).json();
console.log(JSON.stringify({ rows, calls: sandbox.control.counters().byCommand }));
await sandbox.close();
// @ts-expect-error: there is no such option
void (() => startSandbox({ sender: 3 }));
`;

let folder = '';
const started: ChildProcess[] = [];

/** Ends with what was found in what the command says. */
async function startCommand(args: readonly string[], env: Record<string, string>, found: RegExp): Promise<string> {
  const child = spawn(process.execPath, [join(folder, 'consumer/node_modules/.bin/smsc-sender-gateway'), ...args], {
    cwd: join(folder, 'consumer'),
    env: { PATH: process.env.PATH, ...env },
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  await expect.poll(() => output, { timeout: 15_000 }).toMatch(found);
  return output;
}

const command = (...args: string[]) => run(join(folder, 'consumer/node_modules/.bin/smsc-sender-gateway'), args, { cwd: folder });

// Installs from the registry, as `npm ci` does: the gate's part of the suite.
describe.skipIf(process.env.CI === undefined)('the package, installed in an empty folder', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smsc-package-'));
    const [checkout, consumer] = [join(folder, 'checkout'), join(folder, 'consumer')];
    await Promise.all([mkdir(checkout), mkdir(consumer)]);
    for (const path of SOURCES) await cp(path, join(checkout, path), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
    await run('npm', ['pack', '--pack-destination', folder], { cwd: checkout });
    const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    await writeFile(join(consumer, 'package.json'), '{ "type": "module" }');
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, tarball)], { cwd: consumer });
  }, 120_000);

  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('brings no Node of its own and nothing that only a checkout needs', async () => {
    const installed = join(folder, 'consumer/node_modules');
    const manifest = JSON.parse(await readFile(join(installed, 'smsc-sender-gateway/package.json'), 'utf8'));
    expect(Object.keys(manifest)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:private|scripts|devDependencies|optionalDependencies)$/)]),
    );
    expect(await readdir(join(installed, '.bin'))).not.toContain('node');
    expect((await readdir(join(installed, 'smsc-sender-gateway'))).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
      'schema',
    ]);
    expect(await readFile('package.json', 'utf8')).toBe(await readFile(join(folder, 'checkout/package.json'), 'utf8'));
  });

  it('leads nowhere to TypeScript', async () => {
    const dist = join(folder, 'consumer/node_modules/smsc-sender-gateway/dist');
    const files = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.js') && !name.startsWith('console-build'));
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) expect(await readFile(join(dist, file), 'utf8'), file).not.toMatch(/(['"`])\.{1,2}\/[^'"`\n]+\.tsx?\1/);
  });

  it('tells its version, and every command and setting', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect((await command('--version')).stdout).toBe(`${version}\n`);
    const { stdout } = await command('--help');
    for (const word of ['sandbox', 'token', 'webhook-test', ...Object.keys(SETTINGS)]) expect(stdout).toContain(word);
  });

  it('refuses a command that it does not have', async () => {
    await expect(command('serve')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there are start, sandbox, doctor, token'),
    });
  });

  it('says under an older Node which one it needs', async () => {
    const bin = join(folder, 'consumer/node_modules/smsc-sender-gateway/dist/command/main.js');
    const older = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`;
    const preload = join(folder, 'older.cjs');
    await writeFile(preload, older);
    await expect(run(process.execPath, ['--require', preload, bin])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('needs Node.js 24 or later'),
    });
  });

  it('makes a token, and keeps its hash alone', async () => {
    const { stdout } = await command('token', 'crm');
    expect(stdout).toMatch(/smscgw_[\w-]{43}\n/);
    expect(stdout).toMatch(/{"name":"crm","sha256":"[0-9a-f]{64}","access":"read"}/);
  });

  it('runs the gateway with its sandbox and its console', async () => {
    const output = await startCommand([], { PORT: '0', DATA_DIR: ':memory:', LOG_LEVEL: 'silent' }, /Try it/);
    expect(output).not.toMatch(/warning/i);
    const url = /GraphiQL\s+(\S+)/.exec(output)?.[1] ?? '';
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ senders(first: 2) { nodes { name } } }' }),
    });
    expect(await answer.json()).toMatchObject({ data: { senders: { nodes: [{}, {}] } } });
    const tools = await fetch(new URL('/mcp', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect(await tools.text()).toContain('"add_sender"');
    await expect.poll(async () => (await fetch(new URL('/console/', url))).text()).toContain('<script type="module"');
  });

  it('runs the sandbox alone', async () => {
    const output = await startCommand(['sandbox', '--port', '0', '--senders', '7'], {}, /curl/);
    const [, body = '', url = ''] = /curl -d '([^']+)' (\S+)/.exec(output) ?? [];
    expect(await (await fetch(url, { method: 'POST', body: new URLSearchParams(body) })).json()).toHaveLength(5);
  });

  it('gives other teams’ tests a typed sandbox', async () => {
    const consumer = join(folder, 'consumer');
    await writeFile(join(consumer, 'consumer.ts'), CONSUMER);
    const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,dom', '--types', ''];
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...flags, 'consumer.ts'], { cwd: consumer });
    const { stdout } = await run(process.execPath, ['consumer.ts'], { cwd: consumer });
    expect(JSON.parse(stdout)).toMatchObject({ rows: [{}, {}, {}], calls: { get: 1 } });
  });
});
