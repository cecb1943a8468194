import { abandoned } from './flight.ts';

/** Lets work of the same key run one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Who went away before the turn came gives it up. */
  async take<Result>(key: string, signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
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
