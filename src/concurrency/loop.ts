import type { TimeSlices } from './fair-scheduler.ts';
import type { Timer } from './timer.ts';

/** Work that goes on step by step until it is closed, with pauses that end early where there is news. */
export class Loop {
  readonly #step: () => Promise<number>;
  readonly #timer: Timer;
  readonly #slices: TimeSlices;
  #closed = false;
  /** Set by news that comes while a step runs. */
  #woken = false;
  #endPause: () => void = () => {};
  readonly #running: Promise<void>;

  /** @param step answers with how long to wait before the next one, in ms; never throws */
  constructor(step: () => Promise<number>, timer: Timer, slices: TimeSlices) {
    this.#step = step;
    this.#timer = timer;
    this.#slices = slices;
    this.#running = this.#run();
  }

  /** There is news: the next step comes at once. */
  readonly wake = (): void => {
    this.#woken = true;
    this.#endPause();
  };

  /** Resolves when the step under way has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      this.#woken = false;
      // Steps that follow each other at once may wait for nothing that is not there already.
      await this.#slices.yieldIfDue();
      const pauseMs = await this.#step();
      if (pauseMs > 0 && !this.#woken) await this.#pause(pauseMs);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#timer.after(ms, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}
