import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { mapInSlices } from '../../concurrency/yielding.ts';
import { operatorCells } from '../../domain/operator-cells.ts';
import type { FileReading, OperatorReading } from '../../domain/sender.ts';
import type { Part } from '../account.ts';
import { NO_DOUBTS } from './doubts.ts';
import { type FetchedPart, type HeldRow, orNone } from './held-part.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Grows where the shape changes: what an older or newer gateway stored is then fetched anew. */
const FORMAT = 3;

/** The first line of a stored part; the rest is compressed, and the same as long as the rows are. */
interface StoredHead {
  readonly format: number;
  readonly version: number;
  readonly fetchedAt: number;
  readonly askedAfter: number;
  /** Left out by older gateways, and where there are none. */
  readonly doubts?: readonly (readonly [smscId: string, lists: number])[];
  readonly notFound?: true;
  readonly unreadableRows?: number;
  readonly partial?: true;
}

/** The first of the compressed lines: each different cell once. */
type StoredCells = readonly OperatorReading[];

/** Each line after it. Cells by their index. */
type StoredRow = readonly [smscId: string, name: string, status: number | null, cells: readonly number[], files: readonly FileReading[]];

/** Made once for the same rows. */
const bodies = new WeakMap<readonly HeldRow[], Promise<Uint8Array>>();

/** A part in few bytes. */
export async function encodePart(fetched: FetchedPart, slices: TimeSlices): Promise<Uint8Array> {
  const { version, fetchedAt, askedAfter, rows, doubts = NO_DOUBTS, notFound = false, unreadableRows = 0, partial = false } = fetched;
  const head: StoredHead = {
    format: FORMAT,
    version,
    fetchedAt,
    askedAfter,
    ...(doubts.size > 0 && { doubts: [...doubts] }),
    ...(notFound && { notFound }),
    ...(unreadableRows > 0 && { unreadableRows }),
    ...(partial && { partial }),
  };
  const body = bodies.get(rows) ?? encodeRows(rows, slices);
  bodies.set(rows, body);
  return withHead(head, await body);
}

async function encodeRows(rows: readonly HeldRow[], slices: TimeSlices): Promise<Uint8Array> {
  const cellOf = operatorCells();
  const indexes = new Map<OperatorReading, number>();
  const indexOf = ({ column, status, replacementName }: OperatorReading): number => {
    const cell = cellOf(column, status, replacementName);
    const index = indexes.get(cell) ?? indexes.size;
    indexes.set(cell, index);
    return index;
  };
  const lines = await mapInSlices(rows, slices, ({ sender, operators, files }) => {
    const row: StoredRow = [sender.smscId, sender.name, sender.status, operators.map(indexOf), files];
    return JSON.stringify(row);
  });
  const cells: StoredCells = [...indexes.keys()];
  return compress([JSON.stringify(cells), ...lines].join('\n'), { level: constants.Z_BEST_SPEED });
}

/**
 * @param before rows that are kept where the stored ones are the same
 * @returns null for what another version of the gateway stored
 */
export async function decodePart(
  bytes: Uint8Array,
  part: Part,
  subclient: string | null,
  slices: TimeSlices,
  before: readonly HeldRow[] = [],
): Promise<FetchedPart | null> {
  const { head, rest } = withoutHead(bytes);
  const { format, version, fetchedAt, askedAfter, doubts, notFound, unreadableRows, partial } = (head ?? {}) as Partial<StoredHead>;
  if (format !== FORMAT || version === undefined || fetchedAt === undefined || askedAfter === undefined) return null;
  const fetched = {
    part,
    version,
    fetchedAt,
    askedAfter,
    ...(doubts && { doubts: new Map(doubts) }),
    ...(notFound && { notFound }),
    ...(unreadableRows && { unreadableRows }),
    ...(partial && { partial }),
  };
  const known = await bodies.get(before);
  if (known !== undefined && Buffer.compare(known, rest) === 0) return { ...fetched, rows: before };
  const rows = await decodeRows(rest, subclient, slices);
  bodies.set(rows, Promise.resolve(rest));
  return { ...fetched, rows };
}

async function decodeRows(body: Uint8Array, subclient: string | null, slices: TimeSlices): Promise<readonly HeldRow[]> {
  const [first = '', ...lines] = (await decompress(body)).toString().split('\n');
  const cells = JSON.parse(first) as StoredCells;
  return mapInSlices(lines, slices, (line): HeldRow => {
    const [smscId, name, status, indexes, files] = JSON.parse(line) as StoredRow;
    return {
      sender: { smscId, name, subclient, status },
      operators: orNone(indexes.map((index) => cells[index]).filter((cell) => cell !== undefined)),
      files: orNone(files),
    };
  });
}

const LINE_END = 0x0a;

/** A line of JSON and bytes. */
export const withHead = (head: unknown, rest: Uint8Array): Uint8Array => Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), rest]);

/** What `withHead` put together; null for the head of what it did not. */
export function withoutHead(bytes: Uint8Array): { readonly head: unknown; readonly rest: Uint8Array } {
  const end = bytes.indexOf(LINE_END);
  try {
    return { head: JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()), rest: bytes.subarray(end + 1) };
  } catch {
    return { head: null, rest: bytes };
  }
}
