import type { Events } from '../events/events.ts';
import { PollLoop, type PollLoopOptions } from './poll-loop.ts';

export interface PollerOptions extends Omit<PollLoopOptions, 'subclient'> {
  readonly events: Events;
}

/** Keeps fresh what somebody listens to, and nothing else. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #loops = new Map<string | null, { readonly loop: PollLoop; wanted: number }>();
  readonly #ends = new Set<Promise<void>>();
  #unwatch: (() => void) | null = null;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** @returns ends it, once: the last one to end ends the asking */
  keepFresh(subclient: string | null): () => void {
    const running = this.#loops.get(subclient) ?? { loop: new PollLoop({ ...this.#options, subclient }), wanted: 0 };
    this.#loops.set(subclient, running);
    running.wanted += 1;
    this.#unwatch ??= this.#options.events.watch(() => {
      for (const { loop } of this.#loops.values()) loop.hurry();
    });
    let isWanted = true;
    return () => {
      if (isWanted) running.wanted -= 1;
      isWanted = false;
      if (running.wanted === 0 && this.#loops.get(subclient) === running) this.#end(subclient, running.loop);
    };
  }

  async close(): Promise<void> {
    for (const [subclient, { loop }] of this.#loops) this.#end(subclient, loop);
    await Promise.all(this.#ends);
  }

  #end(subclient: string | null, loop: PollLoop): void {
    this.#loops.delete(subclient);
    if (this.#loops.size === 0) {
      this.#unwatch?.();
      this.#unwatch = null;
    }
    const end = loop.close();
    this.#ends.add(end);
    void end.finally(() => this.#ends.delete(end));
  }
}
