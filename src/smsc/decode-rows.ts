import { type OperatorCells, operatorCells } from '../domain/operator-cells.ts';
import { OPERATORS, operatorCodeOf } from '../domain/operators.ts';
import type { FileReading, OperatorReading, SenderReading } from '../domain/sender.ts';
import { idOf, isRecord, wholeNumber } from './answer.ts';

type Row = Readonly<Record<string, unknown>>;

/** Keys of a row that belong to no operator. */
const OWN_KEYS = new Set(['sender', 'id', 'status', 'files']);

/** Reads the rows of one list: null for one that names no sender. Equal cells are one object. */
export function rowReader(): (row: Row) => SenderReading | null {
  const cellOf = operatorCells();
  const ownerOf = ownersOfKeys();
  return (row) => {
    const name = textOf(row.sender);
    if (name === null) return null;
    return {
      smscId: idOf(row.id),
      name,
      status: wholeNumber(row.status),
      operators: decodeOperators(row, ownerOf, cellOf),
      files: decodeFiles(row.files),
    };
  };
}

/** The column that a key is of, or stands beside; null for a key that says nothing of a known column. */
type OwnerOf = (key: string) => string | null;

function ownersOfKeys(): OwnerOf {
  const owners = new Map<string, string | null>();
  return (key) => {
    const known = owners.get(key);
    if (known !== undefined) return known;
    const owner = operatorCodeOf(key) === 'UNKNOWN' ? columnWithin(key) : key;
    owners.set(key, owner);
    return owner;
  };
}

/**
 * Every key that is not the sender's own is an operator's. The replacement names are announced by the provider and shown nowhere, so this
 * is a guess that loses nothing: text under a known column, also beside the status in an object, or under a key made of one
 * (`bee_step_name`), is that operator's replacement name; any other key that says something becomes a column of its own.
 */
function decodeOperators(row: Row, ownerOf: OwnerOf, cellOf: OperatorCells): readonly OperatorReading[] {
  const cells: OperatorReading[] = [];
  for (const key in row) {
    if (OWN_KEYS.has(key)) continue;
    const owner = ownerOf(key);
    if (owner !== null && owner !== key) return mergeOperators(row, ownerOf, cellOf);
    const { status, text } = readCell(row[key]);
    if (owner === key || status !== null || text !== null) cells.push(cellOf(key, status, text));
  }
  return cells;
}

/** The same where keys speak of columns that have keys of their own. */
function mergeOperators(row: Row, ownerOf: OwnerOf, cellOf: OperatorCells): readonly OperatorReading[] {
  const cells = new Map<string, Cell>();
  const merge = (column: string, { status, text }: Cell): void => {
    const before = cells.get(column) ?? EMPTY;
    cells.set(column, { status: status ?? before.status, text: text ?? before.text });
  };
  for (const [key, value] of Object.entries(row)) {
    if (OWN_KEYS.has(key)) continue;
    const cell = readCell(value);
    const owner = ownerOf(key);
    if (owner === key) merge(key, cell);
    else if (owner !== null && cell.text !== null) merge(owner, { status: null, text: cell.text });
    else if (cell.status !== null || cell.text !== null) merge(key, cell);
  }
  return Array.from(cells, ([column, { status, text }]) => cellOf(column, status, text));
}

interface Cell {
  readonly status: number | null;
  readonly text: string | null;
}

/** The status and the text of a cell; of an object or an array, the last of each. Looks one level deep: the depth is the provider's. */
const readCell = (value: unknown): Cell =>
  typeof value === 'object' && value !== null
    ? Object.values(value)
        .map(readPlain)
        .reduce((before, { status, text }) => ({ status: status ?? before.status, text: text ?? before.text }), EMPTY)
    : readPlain(value);

const EMPTY: Cell = { status: null, text: null };

function readPlain(value: unknown): Cell {
  const status = wholeNumber(value);
  return { status, text: status === null ? textOf(value) : null };
}

/** Longest first: `tele2_step_name` is of tele2_step, not of tele2. */
const COLUMNS = Object.values(OPERATORS)
  .map(({ column }) => column)
  .sort((a, b) => b.length - a.length);

/** The known column that an unknown key is made of: bee_step of `bee_step_name` and of `name_bee_step`. */
const columnWithin = (key: string): string | null =>
  COLUMNS.find((column) => key.startsWith(`${column}_`) || key.endsWith(`_${column}`)) ?? null;

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
