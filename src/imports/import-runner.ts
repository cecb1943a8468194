import type { Account, ReadOptions } from '../account/account.ts';
import type { Timer } from '../account/timer.ts';
import { QUOTAS } from '../domain/quotas.ts';
import { GatewayError } from '../errors.ts';
import { countsOf, type ImportJob, type ImportProblem, isOver, MS_PER_ADD, nextRow, type RowResult } from './import-job.ts';
import { addRow, foundBefore, type RowOutcome } from './import-row.ts';
import type { ImportStore } from './import-store.ts';

export interface RunnerOptions {
  readonly store: ImportStore;
  readonly account: Account;
  readonly timer: Timer;
  /** Names this instance among those who share the store. */
  readonly holder: string;
  /** Keeps a fault of ours for the operator. */
  readonly reportFault: (fault: unknown) => void;
}

/** An instance that dies leaves its turn behind for this long. */
const TURN_MS = 15_000;
const KEEP_TURN_EVERY_MS = TURN_MS / 3;
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
  #working: Promise<void> | null = null;
  #endPause: () => void = () => {};
  /** Set by what comes while a step runs. */
  #woken = false;
  /** The job whose turn was last. */
  #lastId = '';
  /** Failures in a row of the provider or the store. */
  #failures = 0;
  /** How often the row that is next was tried in vain. */
  #tries = 0;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#working ??= this.#work();
  }

  /** A job began or goes on. */
  wake(): void {
    this.#woken = true;
    this.#endPause();
  }

  /** Ends once the row under way has its result. */
  async close(): Promise<void> {
    this.#closing.abort(new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'The gateway is ending.' }));
    this.wake();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { store, holder } = this.#options;
    while (!this.#closing.signal.aborted) {
      this.#woken = false;
      let pauseMs: number;
      try {
        pauseMs = await this.#step();
      } catch (error) {
        if (!(error instanceof GatewayError)) this.#options.reportFault(error);
        pauseMs = this.#nextPause();
      }
      await this.#pause(pauseMs);
    }
    await store.giveTurn(holder).catch(() => {});
  }

  async #pause(ms: number): Promise<void> {
    if (ms === 0 || this.#woken) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.timer.after(ms, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  /** @returns how long to wait before the next one */
  async #step(): Promise<number> {
    const { store, holder, timer } = this.#options;
    const keys = await store.active();
    if (keys.length === 0 || !(await store.takeTurn(holder, TURN_MS))) return LOOK_EVERY_MS;
    let cancel = () => {};
    const keepTurn = () => {
      // A turn that is lost does no harm: results are written over their version alone, and an add has its key.
      store.keepTurn(holder, TURN_MS).catch(() => {});
      cancel = timer.after(KEEP_TURN_EVERY_MS, keepTurn);
    };
    cancel = timer.after(KEEP_TURN_EVERY_MS, keepTurn);
    try {
      const job = await this.#nextJob();
      return job === null ? LOOK_EVERY_MS : await this.#addNext(job);
    } finally {
      cancel();
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
