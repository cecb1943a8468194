import { type OperatorCells, operatorCells } from '../domain/operator-cells.ts';
import { operatorCodeOf } from '../domain/operators.ts';
import type { OperatorReading, SenderReading } from '../domain/sender.ts';
import { idOf, isRecord, textOf, wholeNumber } from './answer.ts';
import type { ListTraits } from './api.ts';
import { filesOf } from './decode-files.ts';
import { type KeyMeaning, meaningOfKey } from './operator-keys.ts';
import { type CellValue, NOTHING, readCell, unlabelledName } from './operator-values.ts';

type Row = Readonly<Record<string, unknown>>;

const DIGITS = /^\d+$/;

/** The traits of a list while it is read. */
export type CountedTraits = { -readonly [Trait in Exclude<keyof ListTraits, 'strangeKeys' | 'newColumns'>]: ListTraits[Trait] } & {
  readonly strangeKeys: Map<string, number>;
  readonly newColumns: Set<string>;
};

export const noTraits = (): CountedTraits => ({
  withId: 0,
  withStatus: 0,
  withColumns: 0,
  withFiles: 0,
  unreadableFiles: 0,
  numberCells: 0,
  wordCells: 0,
  strangeKeys: new Map(),
  newColumns: new Set(),
});

/** Statuses are a handful; where there are more words, they are names. */
const MOST_WORDS = 32;

/** Reads the rows of one list. Equal cells are one object. */
export class RowReader {
  readonly traits = noTraits();
  readonly #cellOf: OperatorCells = operatorCells();
  readonly #meanings = new Map<string, KeyMeaning>();
  /** Words that stood in place of statuses. */
  readonly #words = new Set<string>();

  /** @returns null for a row that names no sender */
  read(row: Row): SenderReading | null {
    const name = textOf(row.sender);
    if (name === null) return null;
    const { traits } = this;
    const smscId = idOf(row.id);
    const status = wholeNumber(row.status);
    const operators = this.#operatorsOf(row);
    const { files, unreadable } = filesOf(row.files);
    if (smscId !== null) traits.withId += 1;
    if (row.status !== undefined) traits.withStatus += 1;
    if (operators.length > 0) traits.withColumns += 1;
    if (row.files !== undefined) traits.withFiles += 1;
    traits.unreadableFiles += unreadable;
    return { smscId, name, status, operators, files };
  }

  /**
   * The same rows where columns hold words in place of numbers, in all the list: then a word is no replacement name, but a status that
   * nobody can read.
   */
  withoutWords(rows: readonly SenderReading[]): readonly SenderReading[] {
    if (this.traits.numberCells > 0 || this.traits.wordCells === 0) return rows;
    const nameOf = (name: string | null) => (name === null || this.#words.has(name) ? null : name);
    return rows.map((row) => ({
      ...row,
      operators: row.operators.map(({ column, replacementName }) => this.#cellOf(column, null, nameOf(replacementName))),
    }));
  }

  #operatorsOf(row: Row): readonly OperatorReading[] {
    const cells: OperatorReading[] = [];
    for (const key in row) {
      const { kind, column } = this.#meaningOf(key);
      if (kind === 'OWN') continue;
      // Most rows have nothing but columns.
      if (kind !== 'COLUMN') return this.#mergedOf(row);
      const { status, name } = this.#counted(readCell(row[key]));
      if (this.#isNothingNew(column, status, name)) continue;
      cells.push(this.#cellOf(column, status, name));
    }
    return cells;
  }

  /** The same where other keys stand beside the columns. */
  #mergedOf(row: Row): readonly OperatorReading[] {
    const cells = new Map<string, CellValue>();
    const merge = (column: string, { status, name }: CellValue): void => {
      const before = cells.get(column) ?? NOTHING;
      cells.set(column, { status: status ?? before.status, name: name ?? before.name });
    };
    for (const key in row) {
      const { kind, column } = this.#meaningOf(key);
      const value = row[key];
      if (kind === 'COLUMN') merge(column, this.#counted(readCell(value)));
      else if (kind === 'STATUS') merge(column, { status: wholeNumber(value), name: null });
      else if (kind === 'NAME') merge(column, { status: null, name: textOf(value) });
      else if (kind !== 'OWN' && !this.#mergeBeside(row, column, value, merge)) this.#strange(key, value);
    }
    return [...cells].flatMap(([column, { status, name }]) => {
      if (this.#isNothingNew(column, status, name)) return [];
      // `mts_name` where there is no column `mts`, but mts_step: whose name it is nobody says.
      if (status === null && !(column in row) && operatorCodeOf(column) === 'UNKNOWN') {
        this.#strange(column, name);
        return [];
      }
      return [this.#cellOf(column, status, name)];
    });
  }

  /** A column that the catalogue has is there also where nothing stands in it. */
  #isNothingNew(column: string, status: number | null, name: string | null): boolean {
    return status === null && name === null && this.traits.newColumns.has(column);
  }

  /** @returns false where the key says nothing of an operator */
  #mergeBeside(row: Row, column: string | null, value: unknown, merge: (column: string, value: CellValue) => void): boolean {
    if (column !== null) {
      const name = unlabelledName(value);
      if (name !== null) merge(column, { status: null, name });
      return name !== null;
    }
    const named = namesByColumn(value, (key) => this.#meaningOf(key).kind === 'COLUMN');
    // A column of its own has the status; without one, a number here is it.
    for (const [of, item] of named) merge(of, of in row ? { status: null, name: textOf(item) } : readCell(item));
    return named.length > 0;
  }

  #strange(key: string, value: unknown): void {
    const saysNothing = value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (!saysNothing) this.traits.strangeKeys.set(key, (this.traits.strangeKeys.get(key) ?? 0) + 1);
  }

  #counted(value: CellValue): CellValue {
    if (value.status !== null) this.traits.numberCells += 1;
    else if (value.name !== null && !DIGITS.test(value.name)) {
      this.traits.wordCells += 1;
      if (this.#words.size < MOST_WORDS) this.#words.add(value.name);
    }
    return value;
  }

  #meaningOf(key: string): KeyMeaning {
    const known = this.#meanings.get(key);
    if (known !== undefined) return known;
    const meaning = meaningOfKey(key);
    this.#meanings.set(key, meaning);
    if (meaning.kind === 'COLUMN' && operatorCodeOf(key) === 'UNKNOWN') this.traits.newColumns.add(key);
    return meaning;
  }
}

/** Columns with what one value says of them: `{"mts_step": "COMMON"}`, or a list of `{"operator": "mts_step", "name": "COMMON"}`. */
function namesByColumn(value: unknown, isColumn: (key: string) => boolean): readonly (readonly [column: string, value: unknown])[] {
  if (Array.isArray(value))
    return value.filter(isRecord).flatMap((entry) => {
      const texts = Object.values(entry);
      const column = texts.find((text): text is string => typeof text === 'string' && isColumn(text));
      return column === undefined ? [] : [[column, texts.find((text) => text !== column)] as const];
    });
  return isRecord(value) ? Object.entries(value).filter(([key]) => isColumn(key)) : [];
}
