import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import { type CsvBounds, CsvFileError, requireBounds } from './csv-bounds.ts';

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

/** So many characters are read before others may have their turn. */
const PIECE = 16_384;

/**
 * Reads a table with a header: comma or semicolon between the cells, quotes around those that hold one, UTF-8 with or without a byte order
 * mark, or windows-1251, as spreadsheets write it.
 * @throws CsvFileError
 */
export async function readCsv(bytes: Uint8Array, bounds: CsvBounds, slices: TimeSlices): Promise<CsvTable> {
  const text = textOf(bytes);
  const delimiter = delimiterOf(text);
  await slices.yieldIfDue();
  requireBounds(text, delimiter, bounds);
  const [head, ...records] = await recordsOf(text, delimiter, slices);
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

async function recordsOf(text: string, delimiter: string, slices: TimeSlices): Promise<CsvRecord[]> {
  const parser = Readable.from(piecesOf(text)).pipe(
    parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }),
  );
  const records: CsvRecord[] = [];
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      await slices.yieldIfDue();
      if (record.some((cell) => cell !== '')) records.push({ line: info.lines, cells: record });
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CsvFileError(`can’t be read from line ${error.lines ?? '?'} on: a quote is not closed there, or stands within a cell`);
  }
  return records;
}

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}
