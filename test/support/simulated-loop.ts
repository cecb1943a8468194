import type { TimeSlices } from '../../src/concurrency/fair-scheduler.ts';

/** An event loop whose work takes the time that it says. An iteration is its I/O, then what was left for the next iteration before. */
export class SimulatedLoop {
  #now = 0;
  #next: (() => void)[] = [];

  readonly now = (): number => this.#now;

  readonly nextIteration = (callback: () => void): void => void this.#next.push(callback);

  /** Work of so long, without a look at anything. */
  spend(ms: number): void {
    this.#now += ms;
  }

  /** Work in pieces of so many ms each, that asks before each of them whether to go on. */
  async work(slices: TimeSlices, pieces: readonly number[]): Promise<void> {
    for (const piece of pieces) {
      const due = slices.yieldIfDue();
      if (due !== null) await due;
      this.spend(piece);
    }
  }

  /** @returns how long it took */
  async iterate(io: readonly (() => void)[] = []): Promise<number> {
    const startedAt = this.#now;
    for (const callback of io) await this.#run(callback);
    const due = this.#next;
    this.#next = [];
    for (const callback of due) await this.#run(callback);
    return this.#now - startedAt;
  }

  /** With all promises that it settles. */
  async #run(callback: () => void): Promise<void> {
    callback();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
