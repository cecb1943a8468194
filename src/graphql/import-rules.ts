import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import { MAX_CSV_BYTES, MAX_CSV_CELLS, MAX_CSV_LINES, MAX_IMPORT_ROWS } from '../domain/imports.ts';
import { InvalidInputError } from '../errors.ts';
import { CsvFileError } from '../imports/csv-bounds.ts';
import { readCsv } from '../imports/csv-file.ts';
import { headerFaults, rowsOfCsv } from './import-csv.ts';
import type { ImportSendersShape } from './import-inputs.ts';
import type { GivenRow } from './import-rows.ts';
import { lineFaults } from './sender-rules.ts';

/**
 * The rows of an input, whichever way they were sent.
 * @throws InvalidInputError with every fault of the input as a whole; those of its rows are judged later
 */
export async function givenRows(input: ImportSendersShape, slices: TimeSlices): Promise<readonly GivenRow[]> {
  const { rows, csv, subclient, idempotencyKey } = input;
  const issues = [
    ...(subclient == null ? [] : lineFaults(['subclient'], subclient)),
    ...(idempotencyKey == null ? [] : lineFaults(['idempotencyKey'], idempotencyKey)),
    ...((rows == null) === (csv == null) ? [{ path: [], message: 'must hold either rows or csv' }] : []),
  ];
  const given = csv == null ? (rows ?? []).map((row) => ({ line: null, input: row, issues: [] })) : await rowsIn(csv, slices);
  if (typeof given === 'string') issues.push({ path: ['csv'], message: given });
  else if (issues.length === 0 && (given.length === 0 || given.length > MAX_IMPORT_ROWS))
    issues.push({ path: [csv == null ? 'rows' : 'csv'], message: `has ${given.length} rows; it must have 1 to ${MAX_IMPORT_ROWS}` });
  if (issues.length > 0 || typeof given === 'string')
    throw new InvalidInputError(issues.map(({ path, message }) => ({ path: ['input', ...path], message })));
  return given;
}

const BOUNDS = { maxRows: MAX_IMPORT_ROWS, maxLines: MAX_CSV_LINES, maxCells: MAX_CSV_CELLS };

/** @returns what is wrong with the file where it can't be used */
async function rowsIn(csv: NonNullable<ImportSendersShape['csv']>, slices: TimeSlices): Promise<GivenRow[] | string> {
  if (csv.size > MAX_CSV_BYTES) return `has ${csv.size} bytes; ${MAX_CSV_BYTES} at most`;
  try {
    const table = await readCsv(new Uint8Array(await csv.arrayBuffer()), BOUNDS, slices);
    const faults = headerFaults(table.header);
    return faults.length > 0 ? faults.join('; ') : await rowsOfCsv(table, slices);
  } catch (error) {
    if (!(error instanceof CsvFileError)) throw error;
    return error.message;
  }
}
