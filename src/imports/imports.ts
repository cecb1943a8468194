import type { Account } from '../account/account.ts';
import { digest } from '../account/quota/quota-key.ts';
import { leaseStore } from '../account/stored-state.ts';
import { Leases } from '../concurrency/lease.ts';
import { TIMER, type Timer } from '../concurrency/timer.ts';
import { MAX_ACTIVE_IMPORTS } from '../domain/imports.ts';
import { GatewayError, InvalidInputError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import {
  countsOf,
  estimatedFinish,
  type ImportJob,
  type ImportKey,
  type ImportProblem,
  isOver,
  type JudgedRow,
  type RowResult,
} from './import-job.ts';
import { ImportRunner } from './import-runner.ts';
import { ImportStore } from './import-store.ts';

export interface ImportOrder {
  readonly subclient: string | null;
  /** At least one. */
  readonly rows: readonly JudgedRow[];
  /** The name of the token that asks. */
  readonly createdBy: string;
  /** The same key with the same rows is the same job, for as long as the job is kept. */
  readonly idempotencyKey: string | null;
}

/** The import jobs of an account. Every method throws GatewayErrors only. */
export interface Imports {
  /** Makes a job. @throws GatewayError IDEMPOTENCY_CONFLICT; InvalidInputError where there are too many already */
  begin(order: ImportOrder): Promise<{ readonly job: ImportJob; readonly replayed: boolean }>;
  /** Null where there is none, or none any more. */
  find(key: ImportKey): Promise<ImportJob | null>;
  /** Those that are running or paused, the oldest first. */
  active(subclient: string | null): Promise<readonly ImportJob[]>;
  /** The rows of a job with what became of each so far, in their order. */
  rows(job: ImportJob): Promise<readonly JudgedRow[]>;
  /** Each leaves a job as it is that is over. @returns the job after it; null where there is none */
  pause(key: ImportKey): Promise<ImportJob | null>;
  resume(key: ImportKey): Promise<ImportJob | null>;
  cancel(key: ImportKey): Promise<ImportJob | null>;
  /** The listener hears of every change by any instance, at once or soon, sometimes for nothing. @returns ends it */
  watch(key: ImportKey, listener: () => void): () => void;
  /** When a job will be over, by the store's clock: see estimatedFinish. */
  estimate(job: ImportJob): Promise<number | null>;
  close(): Promise<void>;
}

export interface ImportsOptions {
  readonly store: Store;
  readonly account: Account;
  /** What begins all keys of the account in the store. */
  readonly key: string;
  readonly randomId: () => string;
  readonly reportFault: (fault: unknown) => void;
  readonly timer?: Timer;
}

/** Looks for jobs that an earlier start left, and works on them from now on. */
export function startImports({ store: engine, account, key, randomId, reportFault, timer = TIMER }: ImportsOptions): Imports {
  const store = new ImportStore(engine, key);
  const lease = new Leases({ store: leaseStore(engine), timer, randomId }).of(JSON.stringify([key, null, 'imports', 'turn']));
  const runner = new ImportRunner({ store, account, timer, lease, reportFault });

  const moveTo = (state: 'PAUSED' | 'RUNNING' | 'CANCELLED') => async (jobKey: ImportKey) => {
    const changed = await store.change(jobKey, (job, now) =>
      isOver(job) || job.state === state ? null : { ...job, state, problem: null, finishedAt: state === 'CANCELLED' ? now : null },
    );
    if (changed !== null) runner.wake();
    return changed;
  };

  return {
    async begin({ subclient, rows, createdBy, idempotencyKey }) {
      const { slices } = account;
      const results = rows.map(({ result }) => result);
      await slices.yieldIfDue();
      const now = await store.now();
      const counts = countsOf(results);
      const isDone = counts.done + counts.failed === counts.total;
      const job: ImportJob = {
        id: idempotencyKey === null ? randomId() : digest(idempotencyKey),
        subclient,
        ...counts,
        state: isDone ? 'FINISHED' : 'RUNNING',
        createdAt: now,
        createdBy,
        finishedAt: isDone ? now : null,
        problem: null,
        inputHash: digest(JSON.stringify(rows.map(({ row }) => row))),
      };
      await slices.yieldIfDue();
      const earlier = (await store.find(job)) ?? (await create(job, rows, results));
      if (earlier !== null && earlier.inputHash !== job.inputHash) throw new GatewayError('IDEMPOTENCY_CONFLICT');
      const current = earlier ?? job;
      // Also for a repeat: the first attempt may have ended before this.
      if (!isOver(current)) await store.enlist(current);
      runner.wake();
      return { job: current, replayed: earlier !== null };
    },
    find: (jobKey) => store.find(jobKey),
    async active(subclient) {
      const keys = (await store.active()).filter((jobKey) => jobKey.subclient === subclient);
      const jobs = await Promise.all(keys.map((jobKey) => store.find(jobKey)));
      return jobs.filter((job) => job !== null).filter((job) => !isOver(job));
    },
    async rows(job) {
      // A job of 2,000 rows is a megabyte to read, and an operation may ask for thirty.
      await account.slices.yieldIfDue();
      const [rows, results] = await Promise.all([store.rows(job), store.results(job)]);
      return (rows ?? []).map((row, index) => ({ row, result: shown(job, results?.value[index] ?? { state: 'PENDING' }) }));
    },
    pause: moveTo('PAUSED'),
    resume: moveTo('RUNNING'),
    cancel: moveTo('CANCELLED'),
    watch: (jobKey, listener) => store.watch(jobKey, listener),
    async estimate(job) {
      if (job.state !== 'RUNNING') return null;
      const [now, { buckets }] = await Promise.all([store.now(), account.quota()]);
      return estimatedFinish(job, now, buckets.find(({ name }) => name === 'ADD')?.remaining ?? 0);
    },
    close: () => runner.close(),
  };

  /** @returns the job that has the id already; null where this one has it now */
  async function create(job: ImportJob, rows: readonly JudgedRow[], results: readonly RowResult[]): Promise<ImportJob | null> {
    if (!isOver(job) && (await store.active()).length >= MAX_ACTIVE_IMPORTS)
      throw new InvalidInputError([
        { path: ['input'], message: `${MAX_ACTIVE_IMPORTS} imports are under way already: wait until one is over, or cancel one` },
      ]);
    const created = await store.create(
      job,
      rows.map(({ row }) => row),
      results,
    );
    return created ? null : store.find(job);
  }
}

/** The rows that a cancelled job left pending were cancelled with it; one that was under way may have been done. */
function shown({ state: jobState }: ImportJob, result: RowResult): JudgedRow['result'] {
  if (jobState !== 'CANCELLED') return result;
  if (result.state === 'PENDING') return { state: 'CANCELLED' };
  return result.state === 'ADDING' ? { state: 'FAILED', problem: CANCELLED_UNDER_WAY } : result;
}

const CANCELLED_UNDER_WAY: ImportProblem = {
  code: 'OUTCOME_UNKNOWN',
  message: 'The job was cancelled while this row was being added. List the senders to see whether it was.',
};
