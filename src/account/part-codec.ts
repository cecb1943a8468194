import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { FileReading, OperatorReading } from '../domain/sender.ts';
import type { Part } from './account.ts';
import { type FetchedPart, type HeldRow, orNone } from './held-part.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Grows where the shape changes: what an older or newer gateway stored is then fetched anew. */
const FORMAT = 1;

/** A part in few bytes: each different cell stands once, rows name it by its index. */
interface StoredPart {
  readonly format: number;
  readonly version: number;
  readonly fetchedAt: number;
  readonly askedAfter: number;
  readonly cells: readonly OperatorReading[];
  readonly rows: readonly (readonly [
    smscId: string,
    name: string,
    status: number | null,
    cells: readonly number[],
    files: readonly FileReading[],
  ])[];
}

export async function encodePart({ version, fetchedAt, askedAfter, rows }: FetchedPart): Promise<Uint8Array> {
  // Equal cells are one object already.
  const indexes = new Map<OperatorReading, number>();
  const cells: OperatorReading[] = [];
  const indexOf = (cell: OperatorReading): number => {
    const known = indexes.get(cell);
    if (known !== undefined) return known;
    indexes.set(cell, cells.length);
    return cells.push(cell) - 1;
  };
  const stored: StoredPart = {
    format: FORMAT,
    version,
    fetchedAt,
    askedAfter,
    cells,
    rows: rows.map(({ sender, operators, files }) => [sender.smscId, sender.name, sender.status, operators.map(indexOf), files]),
  };
  return compress(JSON.stringify(stored), { level: constants.Z_BEST_SPEED });
}

/** @returns null for what another version of the gateway stored */
export async function decodePart(bytes: Uint8Array, part: Part, subclient: string | null): Promise<FetchedPart | null> {
  const stored = JSON.parse((await decompress(bytes)).toString()) as StoredPart;
  if (stored.format !== FORMAT) return null;
  const { version, fetchedAt, askedAfter } = stored;
  const rows = stored.rows.map(
    ([smscId, name, status, cells, files]): HeldRow => ({
      sender: { smscId, name, subclient, status },
      operators: orNone(cells.map((index) => stored.cells[index]).filter((cell) => cell !== undefined)),
      files: orNone(files),
    }),
  );
  return { part, version, rows, fetchedAt, askedAfter };
}
