import { once } from 'node:events';
import { StoreUnavailable } from '../store.ts';
import type { RedisClient } from './clients.ts';
import { unavailable } from './failures.ts';
import type { Script } from './scripts.ts';

export type Argument = string | number | Uint8Array;

/** How long the first callers wait for the connection: over Sentinel it is several. Later it is either about to come back, or away. */
const FIRST_WAIT_MS = 2_000;
const WAIT_MS = 500;
const REPLICATED_MS = 500;

/** Runs scripts over an open connection. A connection that was lost is made anew behind the callers' backs. */
export class RedisConnection {
  readonly #client: RedisClient;
  #connecting: Promise<void> | null = null;
  #wasReady = false;

  /** @param onReady called each time that there is a connection */
  constructor(client: RedisClient, onReady: () => void) {
    this.#client = client;
    this.#client.on('ready', () => {
      this.#wasReady = true;
      onReady();
    });
    // A cluster's node is another server.
    this.#client.on('+node', onReady);
  }

  /** @throws StoreUnavailable */
  async use<Result>(work: (client: RedisClient) => Promise<Result>): Promise<Result> {
    try {
      await this.#connected();
      return await work(this.#client);
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** @throws StoreUnavailable */
  run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    return this.use((client) => evaluate(client, script, keys, args));
  }

  /**
   * Waits until so many replicas have what was written over this connection.
   * @param key of the server that was written
   * @throws StoreUnavailable where fewer have it in time; it is written all the same
   */
  async replicated(key: string, replicas: number): Promise<void> {
    if (replicas === 0) return;
    const asked = [
      ['exists', key],
      ['wait', String(replicas), String(REPLICATED_MS)],
    ];
    const [, [failure, acknowledged] = [null, 0]] = (await this.use((client) => client.pipeline(asked).exec())) ?? [];
    if (failure !== null) throw unavailable(failure);
    if (Number(acknowledged) < replicas)
      throw new StoreUnavailable(`Redis can’t be used: fewer than ${replicas} replicas have what was written (REDIS_WAIT_REPLICAS).`);
  }

  close(): void {
    this.#client.disconnect();
  }

  async #connected(): Promise<void> {
    const { status } = this.#client;
    if (status === 'ready') return;
    if (status !== 'wait' && status !== 'connecting' && status !== 'connect') throw away();
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    await this.#connecting;
  }

  async #connect(): Promise<void> {
    const ended = new AbortController();
    const { signal } = ended;
    const late = setTimeout(() => ended.abort(), this.#wasReady ? WAIT_MS : FIRST_WAIT_MS);
    const ready = once(this.#client, 'ready', { signal });
    const closed = once(this.#client, 'close', { signal });
    if (this.#client.status === 'wait') this.#client.connect().catch(() => {});
    try {
      await Promise.race([ready, closed.then(() => Promise.reject(away()))]);
    } catch (error) {
      throw signal.aborted ? away() : error;
    } finally {
      clearTimeout(late);
      ended.abort();
      await Promise.allSettled([ready, closed]);
    }
  }
}

/** Runs a script that the server may not know yet. */
export async function evaluate(
  client: RedisClient,
  { lua, sha }: Script,
  keys: readonly string[],
  args: readonly Argument[],
): Promise<unknown> {
  // As one list: a list that is spread over a call's arguments may be too long for it.
  const rest = [keys.length, ...keys, ...args.map((arg) => (arg instanceof Uint8Array ? bufferOf(arg) : arg))];
  try {
    return await client.call('evalsha', [sha, ...rest]);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return client.call('eval', [lua, ...rest]);
  }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const away = (): StoreUnavailable => new StoreUnavailable('Redis is away.');
