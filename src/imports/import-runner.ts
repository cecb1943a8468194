import type { Account, ReadOptions } from '../account/account.ts';
import { Loop } from '../account/loop.ts';
import type { Timer } from '../account/timer.ts';
import type { Turn } from '../account/turn.ts';
import { QUOTAS } from '../domain/quotas.ts';
import { GatewayError } from '../errors.ts';
import { countsOf, type ImportJob, type ImportProblem, isOver, MS_PER_ADD, nextRow, type RowResult } from './import-job.ts';
import { addRow, foundBefore, type RowOutcome } from './import-row.ts';
import type { ImportStore } from './import-store.ts';

export interface RunnerOptions {
  readonly store: ImportStore;
  readonly account: Account;
  readonly timer: Timer;
  /** To work on the account's jobs. */
  readonly turn: Turn;
  /** Keeps a fault of ours for the operator. */
  readonly reportFault: (fault: unknown) => void;
}

/** How often to look for jobs of an instance that died, or of one that is full. */
const LOOK_EVERY_MS = 10_000;
/** So much later than told: people who were told the same time come first. */
const PEOPLE_FIRST_MS = 500;
/** Pauses while the provider or the store is away. */
const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;
/** So often a row is asked for whose outcome stays unknown. */
const MAX_TRIES = 5;

/**
 * Works on the import jobs of an account, a row at a time, the jobs in turn. Of all instances one has the turn. Whatever it
 * knows is in the store, so that the next one, or the next start, goes on where this one ended.
 */
export class ImportRunner {
  readonly #options: RunnerOptions;
  readonly #closing = new AbortController();
  readonly #loop: Loop;
  /** The job whose turn was last. */
  #lastId = '';
  /** Failures in a row of the provider or the store. */
  #failures = 0;
  /** How often the row that is next was tried in vain. */
  #tries = 0;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#loop = new Loop(() => this.#step(), options.timer);
  }

  /** A job began or goes on. */
  wake(): void {
    this.#loop.wake();
  }

  /** Ends once the row under way has its result. */
  async close(): Promise<void> {
    this.#closing.abort(new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'The gateway is ending.' }));
    await this.#loop.close();
    await this.#options.turn.give();
  }

  async #step(): Promise<number> {
    const { store, turn, reportFault } = this.#options;
    try {
      if ((await store.active()).length === 0) return LOOK_EVERY_MS;
      const pauseMs = await turn.run(async () => {
        const job = await this.#nextJob();
        return job && this.#addNext(job);
      });
      return pauseMs ?? LOOK_EVERY_MS;
    } catch (error) {
      if (!(error instanceof GatewayError)) reportFault(error);
      return this.#nextPause();
    }
  }

  /** The running job after the last one; those that are over leave the list. */
  async #nextJob(): Promise<ImportJob | null> {
    const { store } = this.#options;
    const keys = await store.active();
    const last = keys.findIndex(({ id }) => id === this.#lastId);
    for (const key of [...keys.slice(last + 1), ...keys.slice(0, last + 1)]) {
      const job = await store.find(key);
      if (job === null || isOver(job)) await store.delist(key);
      else if (job.state === 'RUNNING') {
        if (job.id !== this.#lastId) this.#tries = 0;
        this.#lastId = job.id;
        return job;
      }
    }
    return null;
  }

  async #addNext(job: ImportJob): Promise<number> {
    const { store, account } = this.#options;
    const [rows, held] = await Promise.all([store.rows(job), store.results(job)]);
    const index = held && nextRow(held.value);
    const request = rows?.[index ?? -1]?.request ?? null;
    if (held === null || index === null || request === null) {
      await this.#note(job, held?.value ?? [], true);
      return 0;
    }
    const results = [...held.value];
    const options: ReadOptions = { priority: 'background', tenant: job.createdBy, signal: this.#closing.signal };
    let { version } = held;
    let outcome = results[index]?.state === 'ADDING' ? null : await foundBefore(account, job, request, options);
    if (outcome === null) {
      if (results[index]?.state !== 'ADDING') {
        results[index] = { state: 'ADDING' };
        const marked = await store.writeResults(job, results, version);
        // Another has the turn.
        if (marked === null) return LOOK_EVERY_MS;
        version = marked;
      }
      outcome = await addRow(account, job, index, request, options);
    }
    if (this.#closing.signal.aborted && !('result' in outcome)) return 0;
    if ('pausedBy' in outcome) {
      const { pausedBy } = outcome;
      await this.#setProblem(job, pausedBy, true);
      return 0;
    }
    const result = this.#resultOf(outcome);
    if (result === null) return this.#pauseOf(job, outcome);
    this.#failures = 0;
    this.#tries = 0;
    results[index] = result;
    if ((await store.writeResults(job, results, version)) === null) return LOOK_EVERY_MS;
    const pending = await this.#note(job, results, false);
    // A long job spreads its adds, so that nobody else waits for a place much longer than for one of them.
    return result.state === 'ADDED' && pending > QUOTAS.ADD.calls ? MS_PER_ADD : 0;
  }

  /** Null where the row is to be tried again. */
  #resultOf(outcome: Exclude<RowOutcome, { pausedBy: unknown }>): RowResult | null {
    if ('result' in outcome) return outcome.result;
    if (outcome.problem.code !== 'OUTCOME_UNKNOWN') return null;
    this.#tries += 1;
    return this.#tries < MAX_TRIES ? null : { state: 'FAILED', problem: outcome.problem };
  }

  async #pauseOf(job: ImportJob, outcome: RowOutcome): Promise<number> {
    if (!('problem' in outcome)) return 0;
    const { againAfterMs, problem } = outcome;
    // Waiting for a place in the limits is how an import goes.
    if (problem.code !== 'RATE_LIMITED') await this.#setProblem(job, problem, false);
    return againAfterMs === null ? this.#nextPause() : againAfterMs + PEOPLE_FIRST_MS;
  }

  #nextPause(): number {
    this.#failures += 1;
    return Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** (this.#failures - 1));
  }

  async #setProblem(key: ImportJob, problem: ImportProblem, paused: boolean): Promise<void> {
    await this.#options.store.change(key, (job) => {
      if (job.state !== 'RUNNING' || (!paused && job.problem?.code === problem.code)) return null;
      return { ...job, problem, state: paused ? 'PAUSED' : job.state };
    });
  }

  /** Counts the results into the job; one with no row left is finished. @returns the rows that are left */
  async #note(key: ImportJob, results: readonly RowResult[], isEmpty: boolean): Promise<number> {
    const counts = countsOf(results);
    const pending = counts.total - counts.done - counts.failed;
    const isDone = isEmpty || pending === 0;
    const { store } = this.#options;
    await store.change(key, (job, now) => ({
      ...job,
      ...(isEmpty ? {} : counts),
      problem: null,
      ...(isDone && !isOver(job) ? { state: 'FINISHED', finishedAt: now } : {}),
    }));
    if (isDone) await store.delist(key);
    return pending;
  }
}
