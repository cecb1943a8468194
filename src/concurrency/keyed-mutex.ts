import { abandoned } from './single-flight.ts';

/** Lets work of the same key run one after the other. */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<void>>();

  /** A caller that aborts while it is queued is skipped. */
  async run<Result>(key: string, signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const turn = before.then(() => {
      if (signal?.aborted) throw abandoned(signal);
      return work();
    });
    const done = turn.then(
      () => {},
      () => {},
    );
    this.#last.set(key, done);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === done) this.#last.delete(key);
    }
  }
}
