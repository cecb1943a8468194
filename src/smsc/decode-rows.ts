import { OPERATORS, operatorCodeOf } from '../domain/operators.ts';
import type { FileReading, OperatorReading, SenderReading } from '../domain/sender.ts';
import { idOf, isRecord, wholeNumber } from './answer.ts';

type Row = Readonly<Record<string, unknown>>;

/** Keys of a row that belong to no operator. */
const OWN_KEYS = new Set(['sender', 'id', 'status', 'files']);

/** A row of a list; null for one that names no sender. */
export function decodeRow(row: Row): SenderReading | null {
  const name = textOf(row.sender);
  if (name === null) return null;
  return {
    smscId: idOf(row.id),
    name,
    status: wholeNumber(row.status),
    operators: decodeOperators(row),
    files: decodeFiles(row.files),
  };
}

/**
 * Every key that is not the sender's own is an operator's. The replacement names are announced by the provider and shown nowhere, so this
 * is a guess that loses nothing: text under a known column, or under a key made of one (`mts_step_name`), is that operator's replacement
 * name; under any other key it becomes a column of its own.
 */
function decodeOperators(row: Row): OperatorReading[] {
  const cells = new Map<string, { status: number | null; replacementName: string | null }>();
  const cell = (column: string) => {
    const known = cells.get(column) ?? { status: null, replacementName: null };
    cells.set(column, known);
    return known;
  };
  const read = (key: string, value: unknown): void => {
    if (isRecord(value)) {
      for (const [inner, innerValue] of Object.entries(value)) read(inner, innerValue);
      return;
    }
    const status = wholeNumber(value);
    const text = textOf(value);
    if (status !== null) cell(key).status = status;
    else if (text !== null) cell(columnOfReplacement(key)).replacementName = text;
    else cell(key);
  };
  for (const [key, value] of Object.entries(row)) if (!OWN_KEYS.has(key)) read(key, value);
  return [...cells].map(([column, { status, replacementName }]) => ({ column, status, replacementName }));
}

/** Longest first: `tele2_step_name` is of tele2_step, not of tele2. */
const COLUMNS = Object.values(OPERATORS)
  .map(({ column }) => column)
  .sort((a, b) => b.length - a.length);

const columnOfReplacement = (key: string): string =>
  operatorCodeOf(key) === 'UNKNOWN' ? (COLUMNS.find((column) => key.startsWith(`${column}_`) || key.endsWith(`_${column}`)) ?? key) : key;

function decodeFiles(files: unknown): FileReading[] {
  if (!Array.isArray(files)) return [];
  return files.filter(isRecord).flatMap((file) => {
    const smscId = idOf(file.fid);
    if (smscId === null) return [];
    return [{ smscId, name: textOf(file.file) ?? '', status: wholeNumber(file.fstatus), comment: textOf(file.fcomment) }];
  });
}

/** Text that says something; a number is text too. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
