import { CsvError, parse } from 'csv-parse/sync';

/** A record with as many cells as its line has. */
export interface CsvRecord {
  /** The line of the file that it ends in, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  /** The first record that is not empty. */
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
}

/** What makes a whole file unreadable, for people. Quotes nothing of the file but line numbers. */
export class CsvFileError extends Error {
  override readonly name = 'CsvFileError';
}

/**
 * Reads a table with a header: comma or semicolon between the cells, quotes around those that hold one, UTF-8 with or without a byte order
 * mark, or windows-1251, as spreadsheets write it.
 * @throws CsvFileError
 */
export function readCsv(bytes: Uint8Array): CsvTable {
  const text = textOf(bytes);
  const [head, ...records] = recordsOf(text, delimiterOf(text));
  if (head === undefined) throw new CsvFileError('is empty: its first line must name the columns');
  return { header: head.cells, records };
}

/** Bytes that are no UTF-8 are windows-1251, which any bytes could be. */
function textOf(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('windows-1251').decode(bytes);
  }
  if (text.includes('\0')) throw new CsvFileError('is no text in UTF-8 or windows-1251: save it as CSV');
  return text;
}

/** No column has either in its name, so the header tells. */
const delimiterOf = (text: string): string => (/^[^\r\n]*;/.test(text.trimStart()) ? ';' : ',');

function recordsOf(text: string, delimiter: string): CsvRecord[] {
  try {
    const rows = parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return (rows as unknown as { info: { lines: number }; record: string[] }[])
      .map(({ info, record }) => ({ line: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CsvFileError(`can’t be read from line ${error.lines ?? '?'} on: a quote is not closed there, or stands within a cell`);
  }
}
