import { type KnownOperator, OPERATORS } from '../domain/operators.ts';
import { REGISTRATIONS } from '../domain/registrations.ts';
import { rowsOf } from '../domain/table.ts';

export type Column = (typeof OPERATORS)[KnownOperator]['column'];

/** The operator columns in the order of fmt=3; a sender's operators stand in an array of this order. */
export const COLUMNS: readonly Column[] = rowsOf(OPERATORS).map(([, operator]) => operator.column);

const indexes: ReadonlyMap<string, number> = new Map(COLUMNS.map((column, index) => [column, index]));

/** Where a column stands in COLUMNS; undefined for a word that is no column. */
export const columnIndex = (column: string): number | undefined => indexes.get(column);

/** Columns whose registration costs a fee: only there can money be lacking. */
export const PAID_COLUMNS: ReadonlySet<string> = new Set(
  rowsOf(REGISTRATIONS)
    .filter(([, registration]) => registration.fee === 'PAID')
    .map(([, registration]) => OPERATORS[registration.operator].column),
);
