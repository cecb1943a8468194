import type { Account, ReadOptions } from '../account/account.ts';
import type { Lease } from '../concurrency/lease.ts';
import { Loop } from '../concurrency/loop.ts';
import type { Timer } from '../concurrency/timer.ts';
import { QUOTAS } from '../domain/quotas.ts';
import { GatewayError } from '../errors.ts';
import {
  countsOf,
  type ImportJob,
  type ImportProblem,
  isOver,
  MS_PER_ADD,
  nextRow,
  type RowRequest,
  type RowResult,
} from './import-job.ts';
import { addRow, findExisting, type RowOutcome } from './import-row.ts';
import type { Held, ImportStore } from './import-store.ts';

export interface RunnerOptions {
  readonly store: ImportStore;
  readonly account: Account;
  readonly timer: Timer;
  /** To work on the account's jobs. */
  readonly lease: Lease;
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
/** How long the end of the gateway waits for a row that is being added. */
const LAST_ROW_MS = 5_000;
/** A row whose outcome stays unknown is asked for this often. */
const MAX_UNKNOWN_OUTCOMES = 5;

/**
 * Works on the import jobs of an account, a row at a time, the jobs in turn. Of all instances one has the lease. Whatever it
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

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#loop = new Loop(() => this.#step(), options.timer, options.account.slices);
  }

  /** A job began or goes on. */
  wake(): void {
    this.#loop.wake();
  }

  /** Waits for the row under way, but not long: what became of it can be found out later. */
  async close(): Promise<void> {
    const { timer, lease } = this.#options;
    this.#closing.abort(new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'The gateway is ending.' }));
    const late = Promise.withResolvers<void>();
    const cancel = timer.after(LAST_ROW_MS, late.resolve);
    await Promise.race([this.#loop.close(), late.promise]);
    cancel();
    await lease.release();
  }

  async #step(): Promise<number> {
    const { store, lease, reportFault } = this.#options;
    try {
      if ((await store.active()).length === 0) return LOOK_EVERY_MS;
      const pauseMs = await lease.run(async () => {
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
        this.#lastId = job.id;
        return job;
      }
    }
    return null;
  }

  /** @returns how long to wait before the next row */
  async #addNext(job: ImportJob): Promise<number> {
    const { store, account } = this.#options;
    const [rows, held] = await Promise.all([store.rows(job), store.results(job)]);
    const index = held && nextRow(held.value);
    const request = (index !== null && rows?.[index]?.request) || null;
    if (held === null || rows === null || index === null || request === null) {
      await this.#end(job, held?.value ?? null);
      return 0;
    }
    const options: ReadOptions = { priority: 'background', tenant: job.createdBy, signal: this.#closing.signal };
    const isBegun = held.value[index]?.state === 'ADDING';
    const found = isBegun ? null : await findExisting(account, job, rows, held.value, options);
    if (found !== null && 'results' in found) {
      if ((await store.writeResults(job, found.results, held.version)) === null) return LOOK_EVERY_MS;
      await this.#count(job, found.results);
      return 0;
    }
    const asked =
      found === null ? await this.#ask(job, index, request, held, options) : { outcome: found, results: held.value, version: held.version };
    // Another has the lease.
    if (asked === null) return LOOK_EVERY_MS;
    const { outcome } = asked;
    if (!('result' in outcome) && this.#closing.signal.aborted) return 0;
    const result = resultOf(outcome, asked.results[index]);
    const results = asked.results.with(index, result);
    const isNews = result.state !== asked.results[index]?.state || result.unknownOutcomes !== undefined;
    if (isNews && (await store.writeResults(job, results, asked.version)) === null) return LOOK_EVERY_MS;
    if (!('result' in outcome) && result.state !== 'FAILED') return this.#waitFor(job, outcome);
    this.#failures = 0;
    const pending = await this.#count(job, results);
    // A long job spreads its adds, so that nobody else waits for a place much longer than for one of them.
    return result.state === 'ADDED' && pending > QUOTAS.ADD.calls ? MS_PER_ADD : 0;
  }

  /**
   * Asks for a row, noting before that it will be asked for: whoever comes after a crash must know.
   * @returns what came of it, and the results as they are stored now; null where another wrote them meanwhile
   */
  async #ask(
    job: ImportJob,
    index: number,
    request: RowRequest,
    { value: results, version }: Held<readonly RowResult[]>,
    options: ReadOptions,
  ): Promise<{ readonly outcome: RowOutcome; readonly results: readonly RowResult[]; readonly version: number } | null> {
    const { store, account } = this.#options;
    if (results[index]?.state === 'ADDING') return { outcome: await addRow(account, job, index, request, options), results, version };
    const marked = results.with(index, { state: 'ADDING' });
    const markedVersion = await store.writeResults(job, marked, version);
    if (markedVersion === null) return null;
    return { outcome: await addRow(account, job, index, request, options), results: marked, version: markedVersion };
  }

  /** @returns how long to wait before the row is tried again */
  async #waitFor(job: ImportJob, outcome: Extract<RowOutcome, { againAfterMs: unknown } | { pausedBy: unknown }>): Promise<number> {
    if ('pausedBy' in outcome) {
      await this.#note(job, outcome.pausedBy, 'PAUSED');
      return 0;
    }
    const { againAfterMs, problem } = outcome;
    // Waiting for a place in the limits is how an import goes.
    if (problem.code !== 'RATE_LIMITED') await this.#note(job, problem, 'RUNNING');
    return againAfterMs === null ? this.#nextPause() : againAfterMs + PEOPLE_FIRST_MS;
  }

  #nextPause(): number {
    this.#failures += 1;
    return Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** (this.#failures - 1));
  }

  async #note(key: ImportJob, problem: ImportProblem, state: 'RUNNING' | 'PAUSED'): Promise<void> {
    await this.#options.store.change(key, (job) => {
      if (job.state !== 'RUNNING' || (state === 'RUNNING' && job.problem?.code === problem.code)) return null;
      return { ...job, problem, state };
    });
  }

  /** Counts the results into the job. @returns the rows that are left; where there is none, the job is finished */
  async #count(key: ImportJob, results: readonly RowResult[]): Promise<number> {
    const { total, done, failed } = countsOf(results);
    if (done + failed === total) await this.#end(key, results);
    else await this.#options.store.change(key, (job) => ({ ...job, done, failed, problem: null }));
    return total - done - failed;
  }

  /** @param results null where they were kept long enough */
  async #end(key: ImportJob, results: readonly RowResult[] | null): Promise<void> {
    const { store } = this.#options;
    await store.change(key, (job, now) => ({
      ...job,
      ...(results && countsOf(results)),
      problem: null,
      // One that was cancelled while its last row was added stays so.
      ...(isOver(job) ? {} : { state: 'FINISHED', finishedAt: now }),
    }));
    await store.delist(key);
  }
}

/**
 * What is noted of a row after it was asked for. One that was certainly not added is pending again. Unknown outcomes are counted in the store,
 * over jobs that take turns and over restarts, so that a row of which nobody learns anything fails in the end.
 */
function resultOf(outcome: RowOutcome, before: RowResult | undefined): RowResult {
  if ('result' in outcome) return outcome.result;
  if (!('problem' in outcome) || outcome.problem.code !== 'OUTCOME_UNKNOWN') return { state: 'PENDING' };
  const unknownOutcomes = (before?.unknownOutcomes ?? 0) + 1;
  return unknownOutcomes < MAX_UNKNOWN_OUTCOMES ? { state: 'ADDING', unknownOutcomes } : { state: 'FAILED', problem: outcome.problem };
}
