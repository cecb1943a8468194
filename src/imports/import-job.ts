import type { ErrorCode } from '../domain/error-codes.ts';
import { IMPORT_JOB_STATES, IMPORT_ROW_STATES, type ImportJobState, type ImportRowState } from '../domain/imports.ts';
import { QUOTAS } from '../domain/quotas.ts';
import type { AddRequest } from '../smsc/api.ts';

/** Names a job within its account. */
export interface ImportKey {
  readonly id: string;
  /** Where its senders go; null: the account itself. */
  readonly subclient: string | null;
}

/** What is added of a row; the job has the subclient, and documents can't be imported. */
export type RowRequest = Omit<AddRequest, 'document' | 'documentInfo' | 'subclient'>;

/** A fault of a row. */
export interface RowIssue {
  /** The column of the file, or the field: `belarus.occupation`. */
  readonly column: string;
  readonly message: string;
}

/** What stops a row or a job. Holds no secret. */
export interface ImportProblem {
  readonly code: ErrorCode;
  readonly message: string;
}

/** A row as it was given. */
export interface ImportRow {
  /** Where it begins in the file, from 1; null where no file was sent. */
  readonly line: number | null;
  readonly name: string;
  /** Null where it breaks a rule. */
  readonly request: RowRequest | null;
}

/** What became of a row so far. */
export interface RowResult {
  /** CANCELLED is never stored: the job's state says it. */
  readonly state: ImportRowState;
  readonly issues?: readonly RowIssue[];
  readonly problem?: ImportProblem;
  /** The sender that has the name, where it is known. */
  readonly smscId?: string;
  /** Of ADDING: how often it was asked for without learning what became of it. Left out: never. */
  readonly unknownOutcomes?: number;
}

export interface JudgedRow {
  readonly row: ImportRow;
  readonly result: RowResult;
}

export interface ImportCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** A job without its rows. Times are milliseconds by the store's clock. */
export interface ImportJob extends ImportKey, ImportCounts {
  readonly state: ImportJobState;
  readonly createdAt: number;
  /** The name of the token that began it. */
  readonly createdBy: string;
  /** Null until it is over. */
  readonly finishedAt: number | null;
  /** What it waits for, or why it is paused; null where nothing is wrong. */
  readonly problem: ImportProblem | null;
  /** Tells whether the same idempotency key came with the same input. */
  readonly inputHash: string;
}

export const isOver = ({ state }: Pick<ImportJob, 'state'>): boolean => IMPORT_JOB_STATES[state].over;

export function countsOf(results: readonly RowResult[]): ImportCounts {
  const outcomes = results.map(({ state }) => IMPORT_ROW_STATES[state].outcome);
  const count = (wanted: (typeof outcomes)[number]) => outcomes.filter((outcome) => outcome === wanted).length;
  return { total: results.length, done: count('done'), failed: count('failed') };
}

const ADD_WINDOW_MS = QUOTAS.ADD.windowSeconds * 1_000;
/** The provider's pace. */
export const MS_PER_ADD = ADD_WINDOW_MS / QUOTAS.ADD.calls;

/**
 * When the last row will have its result if nobody else adds and no other job runs; null where the job does not run.
 * @param now by the store's clock
 * @param free places in the provider's limit that can be had at once
 */
export function estimatedFinish({ state, total, done, failed }: ImportJob, now: number, free: number): number | null {
  return state === 'RUNNING' ? now + Math.max(0, total - done - failed - free) * MS_PER_ADD : null;
}

/** The row that is next: one that was begun before goes first, so that it is settled what became of it. */
export function nextRow(results: readonly RowResult[]): number | null {
  for (const wanted of ['ADDING', 'PENDING']) {
    const index = results.findIndex(({ state }) => state === wanted);
    if (index >= 0) return index;
  }
  return null;
}
