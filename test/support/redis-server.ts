import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';

function canRun(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const hasRedis = canRun('redis-server');

const WALL_CLOCK = fileURLToPath(new URL('./wall-clock.c', import.meta.url));
/** A wall clock of its own is compiled for it. */
export const canHaveClock = process.platform === 'linux' && canRun('cc');
export const NO_CLOCK = 'skipped: there is no C compiler here to give Redis a clock of its own; install cc to run it';

/** What a suite says that runs without one. */
export const NO_REDIS = 'skipped: there is no redis-server here; install one to run it';

/** Saves what it holds when it is ended, and nothing in between. */
const SAVED_AT_THE_END = ['--save', '3600 1'];

/** A real Redis of the tests' own, on a free port of 127.0.0.1. */
export class RedisServer {
  static readonly password = 'a-password-that-shows-nowhere';
  readonly port: number;
  readonly #args: readonly string[];
  readonly #folder = mkdtempSync(join(tmpdir(), 'redis-'));
  readonly #hasClock: boolean;
  #process: ChildProcess | null = null;

  private constructor(port: number, args: readonly string[], hasClock = false) {
    this.port = port;
    this.#args = args;
    this.#hasClock = hasClock;
  }

  /** With a wall clock that `setClock` sets. */
  static async startWithClock(): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), SAVED_AT_THE_END, true);
    execFileSync('cc', ['-shared', '-fPIC', '-o', server.#file('wall-clock.so'), WALL_CLOCK]);
    writeFileSync(server.#file('clock'), new Uint8Array(8));
    await server.start();
    return server;
  }

  static async start(args: readonly string[] = SAVED_AT_THE_END): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), args);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://:${RedisServer.password}@127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const { password } = RedisServer;
    const common = ['--bind', '127.0.0.1', '--dir', this.#folder, '--requirepass', password, '--masterauth', password];
    this.#process = spawn('redis-server', ['--port', String(this.port), ...common, ...this.#args], {
      stdio: 'ignore',
      env: { ...process.env, ...(this.#hasClock && { LD_PRELOAD: this.#file('wall-clock.so'), WALL_CLOCK: this.#file('clock') }) },
    });
    const probe = new Redis(this.url, { lazyConnect: true, retryStrategy: () => 20 });
    probe.on('error', () => {});
    try {
      while (probe.status !== 'ready') {
        if (probe.status === 'wait') probe.connect().catch(() => {});
        await delay(10);
      }
    } finally {
      probe.disconnect();
    }
  }

  /** Sets its wall clock so far ahead, or back. */
  setClock(seconds: number): void {
    writeFileSync(this.#file('clock'), Buffer.from(BigInt64Array.of(BigInt(seconds)).buffer), { flag: 'r+' });
  }

  /** Asks it something as its administrator. */
  async command(name: string, ...args: readonly (string | number)[]): Promise<unknown> {
    // Without a look whether it is ready: it may be busy.
    const redis = new Redis(this.url, { lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null });
    redis.on('error', () => {});
    try {
      await redis.connect();
      return await redis.call(name, [...args]);
    } finally {
      redis.disconnect();
    }
  }

  /** Ends it as its administrator would. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut would: what it had not written yet is lost. */
  crash(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Keeps the connections and answers nothing. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
