import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import { MOST_ISSUES } from '../errors.ts';
import type { JudgedRow, RowIssue } from '../imports/import-job.ts';
import type { AddSenderShape } from './sender-inputs.ts';
import { detailsOf } from './sender-mutations.ts';
import { addSenderRules, faultsOf } from './sender-rules.ts';

/** A row as it was sent. */
export interface GivenRow {
  /** Null where no file was sent. */
  readonly line: number | null;
  readonly input: Omit<AddSenderShape, 'document' | 'documentInfo' | 'subclient' | 'idempotencyKey'>;
  /** What is wrong with it before its values are judged. */
  readonly issues: readonly RowIssue[];
}

/** Judges rows by the rules of addSender, all of them, and finds names that stand there twice. Asks nobody. Two thousand take a tenth of a second. */
export async function judgeRows(given: readonly GivenRow[], slices: TimeSlices): Promise<readonly JudgedRow[]> {
  const seen = new Set<string>();
  const judged: JudgedRow[] = [];
  for (const { line, input, issues: before } of given) {
    await slices.yieldIfDue();
    const faults = await faultsOf(addSenderRules, { input });
    // What could not be read is not judged too.
    const later = faults
      .map(({ path, message }) => ({ column: path.slice(1).join('.'), message }))
      .filter(({ column }) => !before.some((issue) => issue.column === column));
    const issues = [...before, ...later].slice(0, MOST_ISSUES);
    const { name } = input;
    if (issues.length > 0) judged.push({ row: { line, name, request: null }, result: { state: 'INVALID', issues } });
    else if (seen.has(name)) judged.push({ row: { line, name, request: null }, result: { state: 'DUPLICATE' } });
    else {
      seen.add(name);
      const { document: _, documentInfo: __, subclient: ___, ...details } = await detailsOf(input);
      const request = { ...details, name, emailOwner: input.emailOwner ?? null };
      judged.push({ row: { line, name, request }, result: { state: 'PENDING' } });
    }
  }
  return judged;
}

/** Marks the rows whose name is held already. */
export const markExisting = (rows: readonly JudgedRow[], find: (name: string) => { readonly smscId: string } | null): JudgedRow[] =>
  rows.map(({ row, result }) => {
    const existing = result.state === 'PENDING' ? find(row.name) : null;
    return existing === null ? { row, result } : { row, result: { state: 'EXISTS', smscId: existing.smscId } };
  });
