import { setTimeout as delay } from 'node:timers/promises';
import type { Operation, Subscriber } from './subscribers.ts';

// biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own
type Event = any;

export interface FollowerOptions {
  /** The GraphQL endpoints now. */
  readonly endpoints: () => readonly string[];
  readonly subscribe: (url: string, operation: Operation) => Promise<Subscriber>;
  readonly operation: (after: string) => Operation;
  readonly after: string;
}

/** A client as it should be: whenever its connection breaks it goes on behind the last event that it got, wherever it is let in. */
export class Follower {
  readonly events: Event[] = [];
  readonly #options: FollowerOptions;
  #subscriber: Subscriber | null = null;
  #connections = 0;
  #ended = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    void this.#run();
  }

  /** How often it was let in. */
  get connections(): number {
    return this.#connections;
  }

  close(): void {
    this.#ended = true;
    this.#subscriber?.close();
  }

  async #run(): Promise<void> {
    let { after } = this.#options;
    while (!this.#ended) {
      const endpoints = this.#options.endpoints();
      const url = endpoints[Math.floor(Math.random() * endpoints.length)];
      const subscriber = url === undefined ? null : await this.#options.subscribe(url, this.#options.operation(after)).catch(() => null);
      if (subscriber === null) {
        await delay(50);
        continue;
      }
      this.#subscriber = subscriber;
      this.#connections += 1;
      let taken = 0;
      const take = () => {
        for (const { data } of subscriber.results.slice(taken)) {
          if (data?.senderEvents == null) continue;
          this.events.push(data.senderEvents);
          after = data.senderEvents.cursor;
        }
        taken = subscriber.results.length;
      };
      while (subscriber.state() === 'live' && !this.#ended) {
        take();
        await delay(10);
      }
      take();
      subscriber.close();
    }
  }
}
