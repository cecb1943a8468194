import type { Redis } from 'ioredis';
import { Listeners } from '../listeners.ts';
import { openRedis } from './connection.ts';

/** Notices over a connection of their own, as Redis wants it, made when the first one listens. */
export class RedisNotices {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #listeners = new Listeners();

  constructor(url: string, prefix: string) {
    this.#redis = openRedis(url);
    this.#prefix = prefix;
    this.#redis.on('message', (channel: string) => this.#listeners.tell(channel.slice(this.#prefix.length)));
    this.#redis.on('ready', () => this.#ask(this.#listeners.channels()));
  }

  subscribe(channel: string, listener: () => void): () => void {
    const own = () => listener();
    const isFirst = !this.#listeners.has(channel);
    this.#listeners.add(channel, own);
    if (this.#redis.status === 'wait') this.#redis.connect().catch(() => {});
    else if (isFirst) this.#ask([channel]);
    return () => {
      this.#listeners.remove(channel, own);
      if (!this.#listeners.has(channel) && this.#redis.status === 'ready') this.#redis.unsubscribe(this.#prefix + channel).catch(() => {});
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#redis.disconnect();
  }

  /** What was said before Redis listens for us is lost, so the listeners are told once it does. */
  #ask(channels: readonly string[]): void {
    if (channels.length === 0 || this.#redis.status !== 'ready') return;
    this.#redis.subscribe(...channels.map((channel) => this.#prefix + channel)).then(
      () => {
        for (const channel of channels) this.#listeners.tell(channel);
      },
      // A connection that does not take it is made anew, which asks again.
      () => this.#redis.disconnect(true),
    );
  }
}
