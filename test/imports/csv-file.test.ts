import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvFileError } from '../../src/imports/csv-bounds.ts';
import { readCsv } from '../../src/imports/csv-file.ts';

const NO_TURNS = { yieldIfDue: () => null };
const BOUNDS = { maxRows: 5, maxLines: 9, maxCells: 4 };
const NO_BOUNDS = { maxRows: 1e9, maxLines: 1e9, maxCells: 1e9 };
const read = (text: string, bounds = NO_BOUNDS) => readCsv(Buffer.from(text), bounds, NO_TURNS);

/** Files, right and broken. */
const FILE = fc
  .array(fc.constantFrom('a', 'b c', ',', ',', ',', '\n', '\n', '\r\n', '\r', '"', '"', '""', ' ', '"a,b"', '"a\nb"'), { maxLength: 40 })
  .map((pieces) => `name${pieces.join('')}`);

function tableBy(text: string): { lines: readonly number[]; cells: readonly (readonly string[])[] } | null {
  try {
    const rows = parse(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    const kept = rows.filter(({ record }) => record.some((cell) => cell !== ''));
    return { lines: kept.map(({ info }) => info.lines), cells: kept.map(({ record }) => record) };
  } catch {
    return null;
  }
}

describe('a file of senders', () => {
  it('is read within bounds exactly where it has no more rows and cells than they are', async () => {
    await fc.assert(
      fc.asyncProperty(FILE, async (text) => {
        const table = tableBy(text);
        const outcome = await read(text, BOUNDS).catch((error: unknown) => error);
        if (outcome instanceof CsvFileError) {
          const isBroken = table === null;
          const isTooLarge =
            table !== null && (table.cells.length > BOUNDS.maxRows + 1 || table.cells.some(({ length }) => length > BOUNDS.maxCells));
          const hasManyLines = text.split(/\r\n|\n|\r/).length > BOUNDS.maxLines;
          const isWide = text.split(/\r\n|\n|\r/).some((line) => line.split(',').length > BOUNDS.maxCells);
          expect(isBroken || isTooLarge || hasManyLines || isWide).toBe(true);
        } else {
          const { header, records } = outcome as Awaited<ReturnType<typeof read>>;
          expect([header, ...records.map(({ cells }) => cells)]).toEqual(table?.cells);
          expect(records.map(({ line }) => line)).toEqual(table?.lines.slice(1));
          expect(records.length).toBeLessThanOrEqual(BOUNDS.maxRows);
          expect(Math.max(header.length, ...records.map(({ cells }) => cells.length))).toBeLessThanOrEqual(BOUNDS.maxCells);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['commas', ','.repeat(1_000_000)],
    ['rows', `name\n${'a\n'.repeat(450_000)}`],
    ['empty rows', `name\n${',,\n'.repeat(330_000)}`],
    ['lines in quotes', `name\n"${'\n'.repeat(900_000)}"`],
  ])('with no end of %s is refused before it is parsed', async (_, text) => {
    const began = performance.now();
    await expect(read(text, { maxRows: 2_000, maxLines: 20_000, maxCells: 100 })).rejects.toThrow(CsvFileError);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('lets others have their turn while it is read', async () => {
    let turns = 0;
    const slices = {
      yieldIfDue() {
        turns += 1;
        return null;
      },
    };
    await readCsv(Buffer.from(`name\n${'a\n'.repeat(1_500)}`), NO_BOUNDS, slices);
    expect(turns).toBeGreaterThan(1_500);
  });
});
