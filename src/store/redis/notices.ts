import type { Redis } from 'ioredis';
import { Listeners } from '../listeners.ts';

export interface RedisNoticesOptions {
  /** A connection that only listens, to another node each turn. It ends with the connection. */
  readonly open: (turn: number) => Redis;
  /** Says something over the other connection. */
  readonly publish: (channel: string) => Promise<unknown>;
  /** A channel that this instance alone listens to. */
  readonly echoChannel: string;
}

/** A connection that does not hear in between what this instance itself says is given up. */
const ECHO_MS = 1_500;
const REOPEN_MS = 200;
/** Channels of one command. */
const AT_ONCE = 1_000;

/** Notices over a connection of their own, as Redis wants it, made when the first one listens. */
export class RedisNotices {
  readonly #options: RedisNoticesOptions;
  readonly #listeners = new Listeners();
  #redis: Redis | null = null;
  #turn = 0;
  #echoed = true;
  #echo: NodeJS.Timeout | null = null;
  #reopening: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: RedisNoticesOptions) {
    this.#options = options;
  }

  subscribe(channel: string, listener: () => void): () => void {
    const own = () => listener();
    const isFirst = !this.#listeners.has(channel);
    this.#listeners.add(channel, own);
    if (this.#redis === null) this.#open();
    else if (isFirst) this.#ask(this.#redis, [channel]);
    return () => {
      this.#listeners.remove(channel, own);
      if (!this.#listeners.has(channel) && this.#redis?.status === 'ready') this.#redis.unsubscribe(channel).catch(() => {});
    };
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    if (this.#echo !== null) clearInterval(this.#echo);
    if (this.#reopening !== null) clearTimeout(this.#reopening);
    this.#redis?.disconnect();
  }

  #open(): void {
    if (this.#closed) return;
    this.#reopening = null;
    const redis = this.#options.open(this.#turn);
    this.#redis = redis;
    this.#turn += 1;
    redis.on('message', (channel: string) => {
      if (channel === this.#options.echoChannel) this.#echoed = true;
      else this.#listeners.tell(channel);
    });
    redis.on('ready', () => this.#ask(redis, [this.#options.echoChannel, ...this.#listeners.channels()]));
    redis.on('end', () => {
      if (!this.#closed) this.#reopening = setTimeout(() => this.#open(), REOPEN_MS).unref();
    });
    redis.connect().catch(() => {});
    this.#echo ??= setInterval(() => this.#listen(), ECHO_MS).unref();
  }

  /** A connection may look alive that hears nothing: its peer vanished, or is cut off from the one where others speak. */
  #listen(): void {
    if (this.#redis?.status !== 'ready') return;
    if (!this.#echoed) this.#redis.disconnect();
    this.#echoed = false;
    this.#options.publish(this.#options.echoChannel).catch(() => {
      // Nothing was said.
      this.#echoed = true;
    });
  }

  /** What was said before Redis listens for us is lost, so the listeners are told once it does. */
  #ask(redis: Redis, channels: readonly string[]): void {
    if (redis.status !== 'ready') return;
    for (let from = 0; from < channels.length; from += AT_ONCE) {
      const some = channels.slice(from, from + AT_ONCE);
      redis.subscribe(...some).then(
        () => {
          this.#echoed = true;
          for (const channel of some) this.#listeners.tell(channel);
        },
        // Another connection asks again.
        () => redis.disconnect(),
      );
    }
  }
}
