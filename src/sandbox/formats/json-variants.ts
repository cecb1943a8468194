// fmt=3 as the provider may write it where its page leaves that open: a row is put together cell by cell, and printed by hand.
import { ASSUMED, type AssumptionName, type Assumptions } from '../assumptions.ts';
import { COLUMNS, type Column } from '../columns.ts';
import type { ListedFile, ListedSender, Listing } from './format.ts';

/** A number tells whether the page shows it quoted. */
type Value = string | null | { readonly number: number; readonly quoted: boolean } | { readonly json: string };
type Cell = readonly [key: string, value: Value];

/** What makes a list another text than the page's. */
const OF_THE_TEXT: readonly AssumptionName[] = [
  'emptyList',
  'extraKeys',
  'columns',
  'replacement',
  'listShape',
  'filesShape',
  'numbers',
  'escapes',
  'ids',
  'statuses',
];

export const isVaried = <Sender extends ListedSender>({ assume, oddity, operators, statusBesideColumns }: Listing<Sender>): boolean =>
  oddity !== 'never' || (operators && statusBesideColumns) || OF_THE_TEXT.some((name) => assume[name] !== ASSUMED[name]);

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** How a text is put between quotation marks. */
const QUOTED: Readonly<Record<Assumptions['escapes'], (text: string) => string>> = {
  encoder: (text) => JSON.stringify(text),
  'raw-lines': (text) => JSON.stringify(text).replaceAll('\\n', '\n'),
  'raw-quotes': (text) => JSON.stringify(text).replaceAll('\\"', '"'),
  'raw-backslashes': (text) => JSON.stringify(text).replaceAll('\\\\', '\\'),
  html: (text) => JSON.stringify(text.replace(/[&<>"]/g, (character) => HTML[character] ?? character)),
  unicode: (text) => JSON.stringify(text).replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
};

function printed(value: Value, { escapes, numbers }: Assumptions): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return QUOTED[escapes](value);
  if ('json' in value) return value.json;
  if (numbers === 'spaced') return `" ${value.number}"`;
  return numbers === 'quoted' || (numbers === 'page' && value.quoted) ? `"${value.number}"` : String(value.number);
}

const objectOf = (cells: readonly Cell[], assume: Assumptions): string =>
  `{\n${cells.map(([key, value]) => `"${key}": ${printed(value, assume)}`).join(',\n')}\n}`;

const quoted = (number: number): Value => ({ number, quoted: true });
const bare = (number: number): Value => ({ number, quoted: false });

const EXTRA: Readonly<Record<Assumptions['extraKeys'], (sender: ListedSender) => readonly Cell[]>> = {
  none: () => [],
  details: ({ comment }) => [
    ['cmt', comment],
    ['date', '23.11.2026'],
    ['mail', ''],
    ['user', ''],
  ],
  numbers: () => [
    ['balance', bare(150)],
    ['sort', quoted(2)],
    ['type', bare(1)],
  ],
};

const ABSENT: Readonly<Record<Assumptions['columns'], (column: Column, waiting: Value) => readonly Cell[]>> = {
  zero: (column, waiting) => [[column, waiting]],
  additional: (column, waiting) => [[column, waiting]],
  missing: () => [],
  empty: (column) => [[column, '']],
  null: (column) => [[column, null]],
};

const WORDS = ['wait', 'active'] as const;
const UNPUBLISHED: Readonly<Record<number, number>> = { 3: 6, 8: 7 };

function statusOf(status: number, { statuses }: Assumptions): Value {
  if (statuses === 'words') return WORDS[status === 2 ? 1 : 0];
  return quoted(statuses === 'unpublished' ? (UNPUBLISHED[status] ?? status) : status);
}

/** The cells of a column that has a replacement name. */
const REPLACED: Readonly<
  Record<Assumptions['replacement'], (column: Column, status: Value, name: string, plain: number) => readonly Cell[]>
> = {
  'column-name': (column, status, name) => [
    [column, status],
    [`${column}_name`, name],
  ],
  digits: (column, status, name) => [
    [column, status],
    [`${column}_name`, quoted(1_000 + name.length)],
  ],
  'other-key': (column, status, name) => [
    [column, status],
    [`${column}_sender`, name],
  ],
  glued: (column, _, name, plain) => [[column, `${plain} (${name})`]],
  'column-object': (column, _, name, plain) => [[column, { json: `{"status": "${plain}", "name": ${JSON.stringify(name)}}` }]],
  'one-object': (column, status) => [[column, status]],
};

function columnCells<Sender extends ListedSender>(sender: Sender, listing: Listing<Sender>): readonly Cell[] {
  const { assume } = listing;
  const statuses = listing.operatorStatuses(sender);
  const cells = COLUMNS.flatMap((column, index) => {
    const status = statuses[index] ?? 0;
    const name = sender.replacements.get(column);
    if (name !== undefined) return REPLACED[assume.replacement](column, statusOf(status, assume), name, status);
    return status === 0 ? ABSENT[assume.columns](column, statusOf(status, assume)) : [[column, statusOf(status, assume)] as const];
  });
  const replace = assume.replacement === 'one-object' && sender.replacements.size > 0;
  return [
    ...cells,
    ...(assume.columns === 'additional' ? [['yota_step', quoted(2)] as const] : []),
    ...(replace ? [['replace', { json: JSON.stringify(Object.fromEntries(sender.replacements)) }] as const] : []),
  ];
}

const indexed = (texts: readonly string[]): string => `{${texts.map((text, index) => `"${index}": ${text}`).join(',\n')}}`;
const array = (texts: readonly string[]): string => `[${texts.join(',\n')}]`;

const NO_FILES: Readonly<Partial<Record<Assumptions['filesShape'], readonly Cell[]>>> = {
  absent: [],
  null: [['files', null]],
  'empty-text': [['files', '']],
};

function fileCells(files: readonly ListedFile[], assume: Assumptions): readonly Cell[] {
  const none = files.length === 0 ? NO_FILES[assume.filesShape] : undefined;
  if (none !== undefined) return none;
  const texts = files.map(({ fid, name, status, comment }) =>
    objectOf(
      [
        ['file', name],
        ['fid', bare(fid)],
        ['fstatus', bare(status)],
        ['fcomment', comment],
      ],
      assume,
    ),
  );
  const [only] = texts;
  if (assume.filesShape === 'by-index') return [['files', { json: indexed(texts) }]];
  return [['files', { json: assume.filesShape === 'bare-file' && texts.length === 1 && only !== undefined ? only : array(texts) }]];
}

function rowOf<Sender extends ListedSender>(sender: Sender, listing: Listing<Sender>): string {
  const { all, operators, statusBesideColumns, assume } = listing;
  const own = listing.status(sender);
  const status: Value =
    assume.statuses === 'words' ? WORDS[own === 1 ? 1 : 0] : bare(assume.statuses === 'unpublished' && own === 2 ? 3 : own);
  const cells: readonly Cell[] = [
    ['sender', sender.name],
    ...EXTRA[assume.extraKeys](sender),
    ...(listing.hasColumns(sender) ? columnCells(sender, listing) : []),
    ...(all && (!operators || statusBesideColumns) ? [['status', status] as const] : []),
    ...(assume.ids === 'present' ? [['id', { number: sender.id, quoted: operators }] as const] : []),
    ...(listing.files ? fileCells(listing.documents(sender), assume) : []),
  ];
  return objectOf(cells, assume);
}

const SHAPES: Readonly<Record<Assumptions['listShape'], (rows: readonly string[], ids: readonly number[]) => string>> = {
  array,
  // A gap, as a list has that rows were taken out of.
  'by-index': (rows) => `{${rows.map((row, index) => `"${index * 2}": ${row}`).join(',\n')}}`,
  'by-id': (rows, ids) => `{${rows.map((row, index) => `"${ids[index]}": ${row}`).join(',\n')}}`,
  'bare-row': (rows) => (rows.length === 1 ? (rows[0] ?? '') : array(rows)),
  wrapped: (rows) => `{"senders": ${array(rows)}}`,
};

const ERROR_ROW = '{\n"error": "save error",\n"error_code": 5\n}';

/** null where an empty list is error 3. */
export function variedList<Sender extends ListedSender>(listing: Listing<Sender>): string | null {
  const { senders, assume, oddity } = listing;
  if (senders.length === 0 && assume.emptyList !== 'brackets') return assume.emptyList === 'error-3' ? null : '{}';
  const rows = senders.map((sender) => rowOf(sender, listing));
  if (oddity === 'error-row') rows[0] = ERROR_ROW;
  const text = SHAPES[assume.listShape](
    rows,
    senders.map(({ id }) => id),
  );
  return oddity === 'cut-text' ? text.slice(0, Math.ceil(text.length * 0.6)) : text;
}
