import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { validate } from 'dockerfile-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig, SETTINGS } from '../../src/config/config.ts';

const DOCKERFILE = readFileSync('Dockerfile', 'utf8');
const LAST_STAGE = DOCKERFILE.slice(DOCKERFILE.lastIndexOf('\nFROM '));
const linesOf = (instruction: string, text = LAST_STAGE) =>
  [...text.matchAll(new RegExp(`^${instruction} (.+)$`, 'gm'))].map(([, rest = '']) => rest);
const commandIn = (line = '') => JSON.parse(line.slice(line.indexOf('['))) as string[];
const ENV = Object.fromEntries(linesOf('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=') as [string, string])));

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** A folder with what the image gets of the project, and no more. */
function imageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const copied of linesOf('COPY').filter((line) => !line.startsWith('--from'))) {
    const paths = copied.split(' ');
    const target = paths.pop() ?? '';
    for (const path of paths) cpSync(path, join(folder, target.endsWith('/') ? join(target, path) : target), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'data'));
  return folder;
}

function run(folder: string, [, ...args]: readonly string[], env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH, ...env } });
  cleanups.push(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  return { output: () => output };
}

describe('Dockerfile', () => {
  it('has nothing that a linter finds', () => {
    expect(validate(DOCKERFILE).map(({ message }) => message)).toEqual([]);
  });

  it('runs as nobody’s root, on the Node that the project asks for', () => {
    expect(linesOf('USER').at(-1)).toBe('node');
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const image of linesOf('FROM', DOCKERFILE)) expect(image).toMatch(new RegExp(`^node:${engines.node.replace('>=', '')}-alpine`));
  });

  it('copies what its context holds', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = linesOf('COPY', DOCKERFILE)
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1));
    expect(allowed).toEqual(expect.arrayContaining(copied));
  });

  it('sets only what is a setting', () => {
    expect(Object.keys(SETTINGS)).toEqual(expect.arrayContaining(Object.keys(ENV).filter((name) => name !== 'NODE_ENV')));
  });

  it('starts with what it copied, and its health check finds the gateway alive', async () => {
    const [health = '', command = ''] = [linesOf('HEALTHCHECK')[0] ?? '', LAST_STAGE.match(/^CMD .+$/m)?.[0] ?? ''];
    const probe = new URL(commandIn(health).at(-1) ?? '');
    expect(probe.port).toBe(ENV.OPERATOR_PORT);
    const folder = imageFolder();
    // Any free ports, on this machine alone.
    const env = { ...ENV, HOST: '127.0.0.1', OPERATOR_HOST: '127.0.0.1', PORT: '0', DATA_DIR: join(folder, 'data') };
    const port = String(20_000 + (process.pid % 20_000));
    const { output } = run(folder, commandIn(command), { ...env, OPERATOR_PORT: port });
    const healthy = () =>
      fetch(`http://127.0.0.1:${port}${probe.pathname}`).then(
        ({ status }) => status,
        () => output(),
      );
    await expect.poll(healthy, { timeout: 15_000 }).toBe(200);
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true });
  const gateways = ['gateway-1', 'gateway-2'];

  it('has the gateway twice, Redis and the sandbox', () => {
    expect(Object.keys(services)).toEqual([...gateways, 'redis', 'sandbox']);
    expect(volumes).toHaveProperty('redis');
  });

  it.each(gateways)('gives %s settings that it starts with, and Redis', (name) => {
    const { environment } = services[name];
    const config = loadConfig({ ...ENV, ...environment });
    expect(config.REDIS_URL).toBe('redis://redis:6379');
    expect(Object.keys(SETTINGS)).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(new URL(config.SMSC_URL ?? '').hostname).toBe('sandbox');
  });

  it('opens ports to this machine alone, each once', () => {
    const ports = gateways.flatMap((name) => services[name].ports as string[]);
    expect(new Set(ports).size).toBe(4);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:(4000|9090)$/);
    expect([services.redis.ports, services.sandbox.ports]).toEqual([undefined, undefined]);
  });

  it('waits for what has a health check', () => {
    for (const name of gateways)
      for (const needed of Object.keys(services[name].depends_on)) expect(services[needed].healthcheck.test).toBeDefined();
  });

  it('starts the sandbox where the gateways look for it', async () => {
    const { output } = run(imageFolder(), ['node', ...services.sandbox.command.slice(1, -1), '0'], {});
    await expect.poll(output, { timeout: 15_000 }).toContain('sandbox of senders.php');
    const { SMSC_LOGIN, SMSC_PASSWORD } = services['gateway-1'].environment;
    expect(output()).toContain(`login ${SMSC_LOGIN}   password ${SMSC_PASSWORD}`);
    const page = /made-up data: (\S+)/.exec(output())?.[1] ?? '';
    expect(new URL(page).hostname).toBe('0.0.0.0');
  });
});
