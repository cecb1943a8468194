/** What makes a whole file unreadable, for people. Quotes nothing of the file but line numbers. */
export class CsvFileError extends Error {
  override readonly name = 'CsvFileError';
}

export interface CsvBounds {
  /** Lines that hold something, the header beside them. */
  readonly maxRows: number;
  /** Lines in all: spreadsheets write empty ones behind their rows. */
  readonly maxLines: number;
  /** Cells of one line. */
  readonly maxCells: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;

/**
 * Counts lines and cells before any of them is made: a megabyte of commas takes a gigabyte as cells. A quote that stands where none may is left to
 * the parser, which stops there.
 * @throws CsvFileError
 */
export function requireBounds(text: string, delimiter: string, { maxRows, maxLines, maxCells }: CsvBounds): void {
  const separator = delimiter.charCodeAt(0);
  let isQuoted = false;
  let holds = false;
  let cells = 1;
  let rows = 0;
  let lines = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : LINE_FEED;
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === separator && !isQuoted) {
      cells += 1;
      if (cells > maxCells) throw new CsvFileError(`has more than ${maxCells} cells in line ${lines + 1}`);
    } else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
      // Within quotes a line counts, but ends no row.
      if (code === LINE_FEED && text.charCodeAt(at - 1) === CARRIAGE_RETURN) continue;
      lines += 1;
      if (lines > maxLines) throw new CsvFileError(`has more than ${maxLines} lines`);
      if (isQuoted) continue;
      if (holds) rows += 1;
      // The header is none.
      if (rows > maxRows + 1) throw new CsvFileError(`has more than ${maxRows} rows`);
      holds = false;
      cells = 1;
    } else if (code > SPACE) holds = true;
  }
}
