import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import { mapInSlices } from '../concurrency/yielding.ts';
import { BELARUS_FIELDS, REGIONAL_TARIFFS, REGISTRATIONS, UKRAINE_FIELDS } from '../domain/registrations.ts';
import { keysOf } from '../domain/table.ts';
import type { CsvRecord, CsvTable } from '../imports/csv-file.ts';
import type { RowIssue } from '../imports/import-job.ts';
import type { GivenRow } from './import-rows.ts';

const FORMS = {
  ukraine: ['tariff', ...keysOf(UKRAINE_FIELDS)],
  belarus: ['tariff', ...keysOf(BELARUS_FIELDS)],
} as const;

/** Every column that a file may have, in the order of the docs. */
export const CSV_COLUMNS: readonly string[] = [
  'name',
  'comment',
  'emailOwner',
  'registrations',
  ...(['ukraine', 'belarus'] as const).flatMap((form) => FORMS[form].map((field) => `${form}.${field}`)),
];

/** Columns of unknown names that are told. */
const MOST_UNKNOWN = 5;

/** What is wrong with a file's columns; empty where nothing is. Tells places, not what stands there. */
export function headerFaults(header: readonly string[]): string[] {
  const columns = header.map(columnOf);
  const unknown = columns.flatMap((column, index) => (column === undefined ? [index + 1] : []));
  const twice = new Set(columns.filter((column, index) => column !== undefined && columns.indexOf(column) < index));
  const places = `${unknown.slice(0, MOST_UNKNOWN).join(', ')}${unknown.length > MOST_UNKNOWN ? ', …' : ''}`;
  return [
    ...(columns.includes('name') ? [] : ['has no column `name`: its first line must name the columns']),
    ...(unknown.length === 0 ? [] : [`has unknown columns (${places}). Known are ${CSV_COLUMNS.join(', ')}`]),
    ...[...twice].map((column) => `has the column ${column} twice`),
  ];
}

/** The rows of a table whose header has no fault. */
export function rowsOfCsv({ header, records }: CsvTable, slices: TimeSlices): Promise<GivenRow[]> {
  const columns = header.map(columnOf);
  return mapInSlices(records, slices, (record) => rowOf(record, columns));
}

/** Letter case does not matter in a header. */
const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(CSV_COLUMNS.map((column) => [column.toLowerCase(), column]));
const columnOf = (name: string): string | undefined => BY_LOWER_CASE.get(name.toLowerCase());

function rowOf({ line, cells }: CsvRecord, columns: readonly (string | undefined)[]): GivenRow {
  const issues: RowIssue[] = [];
  const values = new Map(columns.map((column, index) => [column, cells[index] ?? '']));
  const cell = (column: string) => values.get(column) ?? '';
  if (cells.slice(columns.length).some((extra) => extra !== ''))
    issues.push({ column: '', message: `has ${cells.length} cells; the header has ${columns.length}: quote those that hold a separator` });

  /** A form is meant where any of its columns is filled in. */
  const form = <Form extends keyof typeof FORMS>(name: Form) =>
    FORMS[name].some((field) => cell(`${name}.${field}`) !== '') ? (field: (typeof FORMS)[Form][number]) => cell(`${name}.${field}`) : null;
  const tariff = (column: string) => {
    const found = keysOf(REGIONAL_TARIFFS).find((key) => key === cell(column).toUpperCase());
    if (found === undefined) issues.push({ column, message: `must be ${keysOf(REGIONAL_TARIFFS).join(' or ')}` });
    return found ?? 'NATIONAL';
  };
  const number = (column: string) => {
    if (!/^\d{1,9}$/.test(cell(column))) issues.push({ column, message: 'must be a whole number' });
    return Number(cell(column));
  };
  const ukraine = form('ukraine');
  const belarus = form('belarus');

  return {
    line,
    issues,
    input: {
      name: cell('name'),
      comment: cell('comment') || null,
      emailOwner: cell('emailOwner') || null,
      registrations: registrationsIn(cell('registrations'), issues),
      ukraine: ukraine && {
        tariff: tariff('ukraine.tariff'),
        organization: ukraine('organization'),
        taxId: ukraine('taxId'),
        website: ukraine('website'),
        email: ukraine('email'),
        address: ukraine('address'),
        services: ukraine('services'),
        purpose: ukraine('purpose'),
      },
      belarus: belarus && {
        tariff: tariff('belarus.tariff'),
        organization: belarus('organization'),
        taxId: belarus('taxId'),
        address: belarus('address'),
        occupation: number('belarus.occupation'),
        mailingType: number('belarus.mailingType'),
        sampleMessage: belarus('sampleMessage'),
        website: belarus('website'),
      },
    },
  };
}

/** All registrations there are need less. */
const LONGEST_CELL = 1_000;

/** Several stand in one cell, with spaces or `|` between them, or the file's other separator in quotes. */
function registrationsIn(cell: string, issues: RowIssue[]) {
  const known = keysOf(REGISTRATIONS);
  if (cell.length > LONGEST_CELL) {
    issues.push({ column: 'registrations', message: `has ${cell.length} characters; ${LONGEST_CELL} at most` });
    return [];
  }
  const asked = cell
    .toUpperCase()
    .split(/[\s,;|]+/)
    .filter((name) => name !== '');
  const unknown = asked.filter((name) => !known.some((key) => key === name));
  if (unknown.length > 0)
    issues.push({ column: 'registrations', message: `has ${unknown.length} unknown ones. See Query.registrationOptions` });
  return known.filter((key) => asked.includes(key));
}
