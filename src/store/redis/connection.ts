import { once } from 'node:events';
import { Redis } from 'ioredis';
import { StoreUnavailable } from '../store.ts';
import type { Script } from './scripts.ts';

/** A command unanswered for so long means that Redis is away: callers wait for no one they can't rely on. */
const ANSWER_MS = 1_000;
const CONNECT_MS = 1_000;
const MOST_RETRY_MS = 500;

const OPTIONS = {
  lazyConnect: true,
  connectTimeout: CONNECT_MS,
  commandTimeout: ANSWER_MS,
  retryStrategy: (times: number) => Math.min(50 * times, MOST_RETRY_MS),
  // Nothing waits for a connection to come back, and nothing is done twice.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  disableClientInfo: true,
};

export const openRedis = (url: string): Redis => {
  const redis = new Redis(url, OPTIONS);
  // Each command tells of it; without a listener the library prints it.
  redis.on('error', () => {});
  return redis;
};

export interface Session {
  /** Differs after each start of the server. */
  readonly run: string;
}

/** One connection to Redis that knows whether the server was started anew since the last time. */
export class RedisConnection {
  readonly #redis: Redis;
  readonly #onNewRun: (redis: Redis, session: Session) => Promise<void>;
  #session: Promise<Session> | null = null;
  #run: string | null = null;
  #connecting: Promise<void> | null = null;

  /** @param onNewRun called before anything else where the server behind the connection is not the one of before */
  constructor(url: string, onNewRun: (redis: Redis, session: Session) => Promise<void>) {
    this.#redis = openRedis(url);
    this.#onNewRun = onNewRun;
    this.#redis.on('ready', () => {
      this.#session = this.#begin();
      this.#session.catch(() => this.#redis.disconnect(true));
    });
    this.#redis.on('close', () => {
      this.#session = null;
    });
  }

  /** Does work over the open connection. */
  async use<Result>(work: (redis: Redis, session: Session) => Promise<Result>): Promise<Result> {
    try {
      await this.#connected();
      if (this.#session === null) throw new StoreUnavailable('Redis is away.');
      return await work(this.#redis, await this.#session);
    } catch (error) {
      throw unavailable(error);
    }
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #begin(): Promise<Session> {
    const run = /^run_id:(\w+)/m.exec(await this.#redis.info('server'))?.[1] ?? '';
    const session = { run };
    if (this.#run !== null && this.#run !== run) await this.#onNewRun(this.#redis, session);
    this.#run = run;
    return session;
  }

  /** Waits for a connection that is being made; one that was lost is made anew behind the callers' backs. */
  async #connected(): Promise<void> {
    const { status } = this.#redis;
    if (status === 'ready') return;
    if (status !== 'wait' && status !== 'connecting' && status !== 'connect') throw new StoreUnavailable('Redis is away.');
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    await this.#connecting;
  }

  async #connect(): Promise<void> {
    if (this.#redis.status === 'wait') return this.#redis.connect();
    const ended = new AbortController();
    try {
      await Promise.race([
        once(this.#redis, 'ready', { signal: ended.signal }),
        once(this.#redis, 'close', { signal: ended.signal }).then(() => {
          throw new StoreUnavailable('Redis is away.');
        }),
      ]);
    } finally {
      ended.abort();
    }
  }
}

export async function runScript(
  redis: Redis,
  { lua, sha }: Script,
  keys: readonly string[],
  args: readonly (string | number | Uint8Array)[],
): Promise<unknown> {
  const given = args.map((arg) => (arg instanceof Uint8Array ? Buffer.from(arg.buffer, arg.byteOffset, arg.byteLength) : arg));
  try {
    return await redis.evalsha(sha, keys.length, ...keys, ...given);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return redis.eval(lua, keys.length, ...keys, ...given);
  }
}

/** The library's errors carry the command with its arguments, a password among them: only the text is kept. */
function unavailable(error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  return new StoreUnavailable(`Redis is away: ${error instanceof Error ? error.message : 'no reason given'}`);
}
