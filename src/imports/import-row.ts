import type { Account, HeldSender, Idempotency, ReadOptions } from '../account/account.ts';
import { digest } from '../account/quota/quota-key.ts';
import type { ErrorCode } from '../domain/error-codes.ts';
import { GatewayError, OutcomeUnknownError, SenderExistsError } from '../errors.ts';
import type { ImportJob, ImportProblem, ImportRow, RowRequest, RowResult } from './import-job.ts';

/** What came of asking for a row: its result; or that it must be tried again; or that nothing goes on until someone mends it. */
export type RowOutcome =
  | { readonly result: RowResult }
  | { readonly againAfterMs: number | null; readonly problem: ImportProblem }
  | { readonly pausedBy: ImportProblem };

/** What a failure means for the job; any other code is the row's own. */
const VERDICTS: Partial<Readonly<Record<ErrorCode, 'again' | 'pause'>>> = {
  RATE_LIMITED: 'again',
  IP_BLOCKED: 'again',
  UPSTREAM_UNAVAILABLE: 'again',
  UPSTREAM_UNAUTHORIZED: 'pause',
};

/** All results, with those of rows whose names the account has. */
export interface ExistingRows {
  readonly results: readonly RowResult[];
}

/**
 * Finds out, at no cost of an add, which rows that were never asked for name a sender that the account has: all at once, for each step reads
 * and writes what is known of all rows.
 * @returns null where it seems to have none of them
 */
export async function findExisting(
  account: Account,
  { subclient }: ImportJob,
  rows: readonly ImportRow[],
  results: readonly RowResult[],
  options: ReadOptions,
): Promise<ExistingRows | RowOutcome | null> {
  try {
    const names = await account.snapshot(subclient, ['names'], options);
    if (names.freshness.stale) return null;
    const settled = results.map((result, index): RowResult => {
      const { name } = rows[index] ?? {};
      const existing = name === undefined || result.state !== 'PENDING' ? null : names.byName(name);
      return existing === null ? result : { state: 'EXISTS', smscId: existing.smscId };
    });
    return settled.every((result, index) => result === results[index]) ? null : { results: settled };
  } catch (failure) {
    return outcomeOf(failure);
  }
}

/** Adds a row's sender. The same row of the same job is never added twice, whoever asks, and however often. */
export async function addRow(
  account: Account,
  job: ImportJob,
  index: number,
  request: RowRequest,
  options: ReadOptions,
): Promise<RowOutcome> {
  const idempotency: Idempotency = { key: `import:${job.id}:${index}`, inputHash: digest(JSON.stringify(request)) };
  try {
    const { sender } = await account.add(
      { ...request, document: null, documentInfo: null, subclient: job.subclient },
      idempotency,
      options,
    );
    return { result: { state: 'ADDED', smscId: sender.smscId } };
  } catch (failure) {
    return outcomeOf(failure);
  }
}

/** @throws what is no GatewayError */
function outcomeOf(failure: unknown): RowOutcome {
  if (!(failure instanceof GatewayError)) throw failure;
  if (failure instanceof SenderExistsError) {
    const { existing } = failure as SenderExistsError<HeldSender>;
    return { result: { state: 'EXISTS', smscId: existing.smscId } };
  }
  const problem = { code: failure.code, message: failure.message };
  if (failure instanceof OutcomeUnknownError) {
    const { sender, checkAfterMs } = failure as OutcomeUnknownError<HeldSender>;
    // The provider is through with it, and the name is registered since.
    if (sender !== null && checkAfterMs === 0) return { result: { state: 'ADDED', smscId: sender.smscId, problem } };
    return { againAfterMs: checkAfterMs, problem };
  }
  switch (VERDICTS[failure.code]) {
    case 'again':
      return { againAfterMs: failure.retryAfterMs, problem };
    case 'pause':
      return { pausedBy: problem };
    default:
      return { result: { state: 'FAILED', problem } };
  }
}
