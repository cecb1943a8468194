import type { CommandMessage } from './signals.ts';

/** A worker process, as node:cluster makes it. */
export interface PoolWorker {
  tell(message: CommandMessage): void;
  /** Ends it without asking. */
  kill(): void;
}

export interface WorkerPoolOptions {
  readonly size: number;
  /** Starts a worker; `ended` is called once, when it is gone. */
  readonly spawn: (ended: (how: string) => void) => PoolWorker;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** Calls later; the end of the pool takes it back. */
  readonly later: (work: () => void, ms: number) => { cancel(): void };
  readonly onLoss: (how: string, pauseMs: number) => void;
}

/** A worker that dies is replaced at once; one that dies soon after its start, after a pause that doubles each time. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const SOUND_AFTER_MS = 10_000;

/** The workers of one gateway. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #workers = new Set<PoolWorker>();
  readonly #pauses = new Set<{ cancel(): void }>();
  readonly #gone = Promise.withResolvers<void>();
  #quickLosses = 0;
  #stopping = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    for (let index = 0; index < options.size; index += 1) this.#spawn();
  }

  reload(): void {
    for (const worker of this.#workers) worker.tell({ order: 'reload', why: '' });
  }

  /** Asks all to end, and resolves when they have. Asked again, it ends them at once. */
  stop(why: string): Promise<void> {
    for (const worker of this.#workers) {
      if (this.#stopping) worker.kill();
      else worker.tell({ order: 'stop', why });
    }
    this.#stopping = true;
    for (const pause of this.#pauses) pause.cancel();
    if (this.#workers.size === 0) this.#gone.resolve();
    return this.#gone.promise;
  }

  #spawn(): void {
    const since = this.#options.clock();
    const worker = this.#options.spawn((how) => this.#lose(worker, how, since));
    this.#workers.add(worker);
  }

  #lose(worker: PoolWorker, how: string, since: number): void {
    this.#workers.delete(worker);
    if (this.#stopping) {
      if (this.#workers.size === 0) this.#gone.resolve();
      return;
    }
    const { clock, later, onLoss } = this.#options;
    this.#quickLosses = clock() - since >= SOUND_AFTER_MS ? 0 : this.#quickLosses + 1;
    const pauseMs = this.#quickLosses === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (this.#quickLosses - 1), LONGEST_PAUSE_MS);
    onLoss(how, pauseMs);
    const pause = later(() => {
      this.#pauses.delete(pause);
      this.#spawn();
    }, pauseMs);
    this.#pauses.add(pause);
  }
}
