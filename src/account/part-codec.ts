import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { FileReading, OperatorReading } from '../domain/sender.ts';
import { mapInTurns } from '../in-turns.ts';
import type { Part } from './account.ts';
import { type FetchedPart, type HeldRow, orNone } from './held-part.ts';
import { sharedCells } from './shared-cells.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Grows where the shape changes: what an older or newer gateway stored is then fetched anew. */
const FORMAT = 2;

/** The first line of a stored part. Each different cell stands here once. */
interface StoredHead {
  readonly format: number;
  readonly version: number;
  readonly fetchedAt: number;
  readonly askedAfter: number;
  readonly cells: readonly OperatorReading[];
}

/** Each line after it. Cells by their index in the head. */
type StoredRow = readonly [smscId: string, name: string, status: number | null, cells: readonly number[], files: readonly FileReading[]];

/** A part in few bytes: lines of JSON, compressed. */
export async function encodePart({ version, fetchedAt, askedAfter, rows }: FetchedPart): Promise<Uint8Array> {
  const shared = sharedCells();
  const indexes = new Map<OperatorReading, number>();
  const indexOf = (cell: OperatorReading): number => {
    const one = shared(cell);
    const index = indexes.get(one) ?? indexes.size;
    indexes.set(one, index);
    return index;
  };
  const lines = await mapInTurns(rows, ({ sender, operators, files }) => {
    const row: StoredRow = [sender.smscId, sender.name, sender.status, operators.map(indexOf), files];
    return JSON.stringify(row);
  });
  const head: StoredHead = { format: FORMAT, version, fetchedAt, askedAfter, cells: [...indexes.keys()] };
  return compress([JSON.stringify(head), ...lines].join('\n'), { level: constants.Z_BEST_SPEED });
}

/** @returns null for what another version of the gateway stored */
export async function decodePart(bytes: Uint8Array, part: Part, subclient: string | null): Promise<FetchedPart | null> {
  const [first = '', ...lines] = (await decompress(bytes)).toString().split('\n');
  const { format, version, fetchedAt, askedAfter, cells } = JSON.parse(first) as StoredHead;
  if (format !== FORMAT) return null;
  const rows = await mapInTurns(lines, (line): HeldRow => {
    const [smscId, name, status, indexes, files] = JSON.parse(line) as StoredRow;
    return {
      sender: { smscId, name, subclient, status },
      operators: orNone(indexes.map((index) => cells[index]).filter((cell) => cell !== undefined)),
      files: orNone(files),
    };
  });
  return { part, version, rows, fetchedAt, askedAfter };
}
