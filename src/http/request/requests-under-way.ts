/** Requests that began between two moments for which somebody waits. */
interface Batch {
  running: number;
  readonly settled: PromiseWithResolvers<void>;
}

/** A request that may be running. */
export interface Runner {
  /** null: it is not running. */
  batch: Batch | null;
}

const newBatch = (): Batch => ({ running: 0, settled: Promise.withResolvers() });

/**
 * Counts the requests that are running, for whoever must wait until none is left that began before. A Set of them would leave its old
 * tables, once these are old to V8, to hold every later request until the next full collection.
 */
export class RequestsUnderWay {
  #batch = newBatch();
  #earlier = Promise.resolve();

  begin(request: Runner): void {
    this.#batch.running += 1;
    request.batch = this.#batch;
  }

  /** It has its answer, or went away. Also for one that never began, or ended before. */
  end(request: Runner): void {
    const { batch } = request;
    if (batch === null) return;
    request.batch = null;
    batch.running -= 1;
    if (batch.running === 0 && batch !== this.#batch) batch.settled.resolve();
  }

  /** Resolves when all requests have ended that run now. */
  settled(): Promise<void> {
    const { running, settled } = this.#batch;
    if (running > 0) {
      this.#batch = newBatch();
      this.#earlier = Promise.all([this.#earlier, settled.promise]).then(() => {});
    }
    return this.#earlier;
  }
}
