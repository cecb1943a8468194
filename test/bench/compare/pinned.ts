import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

export const has = (command: string): boolean => spawnSync('which', [command]).status === 0;

/** Servers on one core, load and providers on another; where that can't be had, the note says so. */
export const PINNED = has('taskset') && availableParallelism() >= 2;
export const SERVER_CORE = '0';
export const LOAD_CORE = '1';

/** The command, on these cores alone. */
export const on = (cores: string, command: readonly string[]): [string, string[]] => {
  const [program = '', ...args] = PINNED ? ['taskset', '-c', cores, ...command] : command;
  return [program, args];
};

export function pinMyself(): void {
  if (PINNED) execFileSync('taskset', ['-apc', LOAD_CORE, String(process.pid)], { stdio: 'ignore' });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A server as a process of its own. */
export interface Running {
  readonly url: string;
  readonly startedAt: number;
  /** Resident memory in MB: all of its processes'. */
  memory(): number;
  /** What its loop-delay probe tells; null where it has none. */
  tell(message: string): Promise<unknown>;
  /** How it ended, with what it printed last; null: it runs. */
  ended(): string | null;
  stop(): Promise<void>;
}

export interface Start {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  readonly path: string;
  readonly cores?: string;
}

const PROBE_MS = 4;
const START_LIMIT_MS = 30_000;

/** Starts it and waits until it takes connections. @throws Error where it ends before, with what it printed */
export async function start({ command, env, port, path, cores = SERVER_CORE }: Start): Promise<Running> {
  const startedAt = performance.now();
  const [program, args] = on(cores, command);
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      output = (output + chunk).slice(-4_000);
    });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  while (!(await isOpen(port))) {
    if (child.exitCode !== null || performance.now() - startedAt > START_LIMIT_MS) {
      kill();
      throw new Error(`${command.join(' ')} does not start:\n${output}`);
    }
    await delay(PROBE_MS);
  }
  return {
    url: `http://127.0.0.1:${port}${path}`,
    startedAt,
    memory: () => family(child.pid ?? 0).reduce((sum, pid) => sum + residentOf(pid), 0),
    tell: async (message) => {
      child.send(message);
      return (await once(child, 'message'))[0];
    },
    ended: () =>
      child.exitCode === null && child.signalCode === null ? null : `${child.signalCode ?? `code ${child.exitCode}`}\n${output}`,
    async stop() {
      process.removeListener('exit', kill);
      await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(late);
}

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const family = (pid: number): number[] => {
  const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  return [pid, ...children.split('\n').filter(Boolean).map(Number).flatMap(family)];
};

const residentOf = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};
