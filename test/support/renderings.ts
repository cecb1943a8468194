import fc from 'fast-check';
import iconv from 'iconv-lite';
import { OPERATORS } from '../../src/domain/operators.ts';
import type { FileReading, OperatorReading, SenderReading } from '../../src/domain/sender.ts';
import { REGISTRATION_STATUSES } from '../../src/domain/statuses.ts';

// Lists of senders, and every way that the vendor's page leaves to write them down as JSON.

const COLUMNS = Object.values(OPERATORS).map(({ column }) => column);
const STATUSES = Object.values(REGISTRATION_STATUSES).flatMap(({ wire }) => (wire === null ? [] : [wire]));

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{0,10}$/),
  fc.stringMatching(/^[1-9]\d{6,14}$/),
  fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.ru$/),
);

/** Pieces of what people write. No backslash is followed by a letter that makes an escape of it: as it stands, nobody could tell. */
const PIECES = [
  'ООО',
  '"Ромашка"',
  'a, b',
  'первая\nвторая',
  '\r\n',
  '\t',
  'C:\\docs',
  'конец\\',
  "it's",
  '<b>',
  'R&D',
  '№ 5',
  '{x}',
  '[1]',
  'да: нет',
  '«да», "нет"',
  '100%',
];
const text = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(' '))
  .filter((text) => text.trim() !== '');

const cell = (column: string): fc.Arbitrary<OperatorReading> =>
  fc.record({
    column: fc.constant(column),
    status: fc.constantFrom(...STATUSES),
    replacementName: fc.option(fc.oneof(fc.constantFrom('COMMON', 'INFO_SMS', 'sms.ru'), fc.stringMatching(/^[1-9]\d{2,5}$/)), { freq: 3 }),
  });
const cells = fc
  .subarray([...COLUMNS, 'yota_step', 'sber'], { minLength: 1 })
  .chain((columns) => fc.tuple(...columns.map(cell)))
  .map((all): OperatorReading[] => all);

const file: fc.Arbitrary<FileReading> = fc.record({
  smscId: fc.integer({ min: 1, max: 99_999 }).map(String),
  name: text,
  status: fc.constantFrom(0, 1, 2),
  comment: fc.option(text),
});
const files = fc.uniqueArray(file, { maxLength: 3, selector: ({ smscId }) => smscId });

/** Senders, each with its own id and name, the newest first. */
export const senders: fc.Arbitrary<SenderReading[]> = fc
  .uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 9_999_999 }), name, status: fc.constantFrom(0, 1, 2), operators: cells, files }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ id }) => id,
  })
  .map((rows) => rows.sort((a, b) => b.id - a.id).map(({ id, ...row }) => ({ smscId: String(id), ...row })));

const choice = <const Choice extends string>(...choices: Choice[]) => fc.constantFrom(...choices);

export const renderings = fc.record({
  shape: choice('array', 'by index', 'by id', 'wrapped', 'bare row'),
  numbers: choice('bare', 'quoted', 'spaced'),
  layout: choice('recorded', 'compact', 'spaced'),
  /** Turns the keys of each row by so many. */
  turn: fc.nat(20),
  replacement: choice('suffix', 'word', 'prefix', 'one object', 'list', 'glued', 'glued by a colon', 'cell object', 'cell list'),
  files: choice('array', 'by index', 'bare file'),
  noFiles: choice('empty array', 'absent', 'null', 'empty text'),
  extra: choice('none', 'details', 'numbers'),
  text: choice('encoder', 'raw lines', 'raw quotes', 'raw backslashes', 'all raw', 'unicode'),
  encoding: choice('labelled', 'unlabelled', 'bom', 'windows-1251', 'windows-1251 unlabelled'),
});
export type Rendering = typeof renderings extends fc.Arbitrary<infer Value> ? Value : never;

const TEXTS: Readonly<Record<Rendering['text'], (text: string) => string>> = {
  encoder: (text) => JSON.stringify(text),
  'raw lines': (text) =>
    JSON.stringify(text).replace(/(?<!\\)\\([nrt])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? ''),
  'raw quotes': (text) => JSON.stringify(text).replaceAll('\\"', '"'),
  'raw backslashes': (text) => JSON.stringify(text).replaceAll('\\\\', '\\'),
  'all raw': (text) => `"${text}"`,
  unicode: (text) => JSON.stringify(text).replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
};
const NUMBERS: Readonly<Record<Rendering['numbers'], (number: number) => string>> = {
  bare: String,
  quoted: (number) => `"${number}"`,
  spaced: (number) => `" ${number}"`,
};
const LAYOUTS: Readonly<Record<Rendering['layout'], readonly [open: string, between: string, close: string]>> = {
  recorded: ['\n', ',\n', '\n'],
  compact: ['', ',', ''],
  spaced: [' \t', ' ,\r\n  ', ' '],
};
type Member = readonly [key: string, json: string];

/** A reading as JSON, in one of the ways. */
class Printer {
  readonly #way: Rendering;

  constructor(way: Rendering) {
    this.#way = way;
  }

  number = (number: number | null): string => (number === null ? 'null' : NUMBERS[this.#way.numbers](number));
  text = (text: string | null): string => (text === null ? '""' : TEXTS[this.#way.text](text));

  object(members: readonly Member[]): string {
    const [open, between, close] = LAYOUTS[this.#way.layout];
    return `{${open}${members.map(([key, json]) => `"${key}": ${json}`).join(between)}${close}}`;
  }

  row(sender: SenderReading): string {
    const named = sender.operators.filter(({ replacementName }) => replacementName !== null);
    const members: Member[] = [
      ['sender', this.text(sender.name)],
      ['id', this.number(Number(sender.smscId))],
      ['status', this.number(sender.status)],
      ...this.#extra(),
      ...sender.operators.flatMap((cell) => this.#cell(cell)),
      ...this.#names(named),
      ...this.#files(sender.files),
    ];
    const from = this.#way.turn % members.length;
    return this.object([...members.slice(from), ...members.slice(0, from)]);
  }

  #cell({ column, status, replacementName: name }: OperatorReading): Member[] {
    if (name === null) return [[column, this.number(status)]];
    switch (this.#way.replacement) {
      case 'glued':
        return [[column, `"${status} (${name})"`]];
      case 'glued by a colon':
        return [[column, `"${status}: ${name}"`]];
      case 'cell object':
        return [
          [
            column,
            this.object([
              ['status', this.number(status)],
              ['name', this.#name(name)],
            ]),
          ],
        ];
      case 'cell list':
        return [[column, `[${this.number(status)}, ${this.#name(name)}]`]];
      case 'suffix':
        return [
          [column, this.number(status)],
          [`${column}_name`, this.#name(name)],
        ];
      case 'word':
        return [
          [column, this.number(status)],
          [`${column}_sender`, this.#name(name)],
        ];
      case 'prefix':
        return [
          [`replace_${column}`, this.#name(name)],
          [column, this.number(status)],
        ];
      default:
        return [[column, this.number(status)]];
    }
  }

  /** A name of digits may be written as a number. */
  #name = (name: string): string => (/^\d+$/.test(name) ? this.number(Number(name)).replace('" ', '"') : this.text(name));

  #names(cells: readonly OperatorReading[]): Member[] {
    const names = cells.map(({ column, replacementName }) => [column, this.#name(replacementName ?? '')] as const);
    if (names.length === 0) return [];
    if (this.#way.replacement === 'one object') return [['replace', this.object(names)]];
    const entries = names.map(([column, name]) =>
      this.object([
        ['operator', `"${column}"`],
        ['name', name],
      ]),
    );
    return this.#way.replacement === 'list' ? [['replacements', `[${entries.join(', ')}]`]] : [];
  }

  #files(files: readonly FileReading[]): Member[] {
    const [first, ...others] = files.map(({ smscId, name, status, comment }) =>
      this.object([
        ['file', this.text(name)],
        ['fid', this.number(Number(smscId))],
        ['fstatus', this.number(status)],
        ['fcomment', this.text(comment)],
      ]),
    );
    if (first === undefined)
      return {
        'empty array': [['files', '[]'] as const],
        absent: [],
        null: [['files', 'null'] as const],
        'empty text': [['files', '""'] as const],
      }[this.#way.noFiles];
    const all = [first, ...others];
    if (this.#way.files === 'by index') return [['files', this.object(all.map((file, index) => [String(index * 2), file]))]];
    return [['files', this.#way.files === 'bare file' && others.length === 0 ? first : `[${all.join(', ')}]`]];
  }

  #extra(): Member[] {
    if (this.#way.extra === 'none') return [];
    if (this.#way.extra === 'numbers')
      return [
        ['balance', '150'],
        ['sort', '"2"'],
        ['type', '1'],
      ];
    return [
      ['cmt', this.text('Магазин "Лён"\nи сад')],
      ['date', '"23.11.2026"'],
      ['mail', '""'],
      ['user', '"sub"'],
    ];
  }
}

/** Senders as one answer. A sender that is one of several, or whose keys are turned, is no bare row. */
export function rendered(rows: readonly SenderReading[], way: Rendering): string {
  const printer = new Printer(way);
  return wrapped(
    rows.map((row) => printer.row(row)),
    rows.map(({ smscId }) => smscId ?? ''),
    way,
  );
}

/** Rows that are JSON already, as one answer. */
export function wrapped(texts: readonly string[], ids: readonly string[], { shape, layout }: Rendering): string {
  const [open, between, close] = LAYOUTS[layout];
  const keyed = (keys: readonly string[]) => `{${open}${texts.map((text, index) => `"${keys[index]}": ${text}`).join(between)}${close}}`;
  const array = `[${texts.join(between)}]`;
  switch (shape) {
    case 'by index':
      return keyed(texts.map((_, index) => String(index * 2)));
    case 'by id':
      return keyed(ids);
    case 'wrapped':
      return `{"senders": ${array}}`;
    case 'bare row':
      return texts.length === 1 ? (texts[0] ?? '') : array;
    case 'array':
      return array;
  }
}

/** The bytes of an answer, and the Content-Type that they come with. */
export function encoded(text: string, { encoding }: Rendering): { readonly bytes: Buffer; readonly contentType: string } {
  const charset = encoding.startsWith('windows-1251') ? 'windows-1251' : 'utf-8';
  const bytes = iconv.encode(text, charset);
  return {
    bytes: encoding === 'bom' ? Buffer.concat([Buffer.from('\uFEFF'), bytes]) : bytes,
    contentType: encoding.endsWith('unlabelled') ? 'application/json' : `application/json; charset=${charset}`,
  };
}
