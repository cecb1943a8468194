import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { mapInSlices } from '../../concurrency/yielding.ts';
import type { FileReading, OperatorReading, SenderReading } from '../../domain/sender.ts';
import type { HeldSender, Part } from '../account.ts';
import { confirmAfter, type Doubts, NO_DOUBTS } from './doubts.ts';

/** One sender of a part. What the part's question does not ask for is empty. */
export interface HeldRow {
  readonly sender: HeldSender;
  readonly operators: readonly OperatorReading[];
  readonly files: readonly FileReading[];
}

/** One part of one subclient as the provider answered. */
export interface FetchedPart {
  readonly part: Part;
  /** Newest first. */
  readonly rows: readonly HeldRow[];
  /** When the answer came, in ms since 1970. */
  readonly fetchedAt: number;
  /** The last write that was answered before the question went out: later ones may not be in `rows`. */
  readonly askedAfter: number;
  /** Grows with every fetch. */
  readonly version: number;
  /** Rows, or parts of rows, that the last lists lacked. */
  readonly doubts?: Doubts;
  /** True where the provider answered with error 3 for a subclient of which it never had anything else: there may be no such subclient. */
  readonly notFound?: boolean;
  /** Rows of the answer that could not be read: they are kept out. */
  readonly unreadableRows?: number;
  /** True where the answer is known not to be all, and nothing was held that could complete it. */
  readonly partial?: boolean;
  /** True where the log of writes since was lost. Never stored. */
  readonly missesWrites?: boolean;
}

/** What a write changed of the held data, as far as its answer tells. */
export type WriteEffect =
  | { readonly kind: 'added'; readonly sender: HeldSender; readonly outdates: readonly Part[] }
  | { readonly kind: 'removed'; readonly smscId: string }
  /** Something changed that only a fetch can show. */
  | { readonly kind: 'changed'; readonly outdates: readonly Part[] };

/** A write in the order of the answers; `sequence` starts at 1 and grows by 1. */
export interface LoggedWrite {
  readonly sequence: number;
  /** In ms since 1970. */
  readonly at: number;
  readonly effect: WriteEffect;
}

export interface RowIndex {
  readonly rows: readonly HeldRow[];
  readonly senders: readonly HeldSender[];
  readonly bySmscId: ReadonlyMap<string, HeldRow>;
  readonly byName: ReadonlyMap<string, HeldRow>;
}

/** A part as it is held: what was fetched and the writes since. Immutable. */
export interface HeldPart extends RowIndex {
  readonly part: Part;
  readonly fetchedAt: number;
  /** True where only another fetch can show how it is: a write since changed something, or the last list lacked something. */
  readonly outdated: boolean;
  readonly version: number;
  readonly doubts: Doubts;
  /** How long to wait before the list is asked for again that confirms what is in doubt; null where nothing is. */
  readonly confirmAfterMs: number | null;
  readonly notFound: boolean;
  readonly unreadableRows: number;
}

const STAND_IN = 'name:';

/** Stands in for the id where the provider sent none (answers of 2013). Real ids are digits only. */
const standInId = (name: string): string => `${STAND_IN}${name}`;
/** The name in a stand-in id; null for a real id. */
export const nameInStandIn = (smscId: string): string | null => (smscId.startsWith(STAND_IN) ? smscId.slice(STAND_IN.length) : null);

const NONE: readonly never[] = [];
/** Empty lists are most of what is held: all are the same one. */
export const orNone = <Item>(items: readonly Item[]): readonly Item[] => (items.length === 0 ? NONE : items);

/**
 * Turns an answer into rows. A sender that is as it was keeps its row, and a list that is as it was stays the same one: most of most
 * answers, so that what is derived of them stands.
 * @param before the rows of the answer before this one
 */
export async function rowsFrom(
  readings: readonly SenderReading[],
  subclient: string | null,
  slices: TimeSlices,
  before: readonly HeldRow[] = NONE,
): Promise<readonly HeldRow[]> {
  const known = indexOf(before);
  const listed = await mapInSlices(readings, slices, (reading): HeldRow => {
    const { name, status, operators, files } = reading;
    const smscId = reading.smscId ?? known.byName.get(name)?.sender.smscId ?? standInId(name);
    const old = known.bySmscId.get(smscId);
    if (old !== undefined && isAsBefore(old, reading)) return old;
    return { sender: { smscId, name, subclient, status }, operators: orNone(operators), files: orNone(files) };
  });
  const rows = withoutRepeats(listed);
  return rows.length === before.length && rows.every((row, index) => row === before[index]) ? before : rows;
}

/** A sender that stands twice in an answer is one. */
function withoutRepeats(rows: readonly HeldRow[]): readonly HeldRow[] {
  if (indexOf(rows).bySmscId.size === rows.length) return rows;
  const seen = new Set<string>();
  return rows.filter(({ sender }) => !seen.has(sender.smscId) && seen.add(sender.smscId));
}

const isAsBefore = ({ sender, operators, files }: HeldRow, reading: SenderReading): boolean =>
  sender.name === reading.name &&
  sender.status === reading.status &&
  areEqual(operators, reading.operators, isEqualCell) &&
  areEqual(files, reading.files, isEqualFile);

const areEqual = <Item>(items: readonly Item[], others: readonly Item[], isEqual: (a: Item, b: Item) => boolean): boolean =>
  items.length === others.length &&
  items.every((item, index) => {
    const other = others[index];
    return other !== undefined && isEqual(item, other);
  });

const isEqualCell = (a: OperatorReading, b: OperatorReading): boolean =>
  a.column === b.column && a.status === b.status && a.replacementName === b.replacementName;

const isEqualFile = (a: FileReading, b: FileReading): boolean =>
  a.smscId === b.smscId && a.name === b.name && a.status === b.status && a.comment === b.comment;

/** Lays the writes since the question over what was fetched. */
export function heldPart(fetched: FetchedPart, log: readonly LoggedWrite[]): HeldPart {
  const { part, fetchedAt, version, askedAfter, missesWrites = false, notFound = false, unreadableRows = 0, partial = false } = fetched;
  const writes = log.filter(({ sequence }) => sequence > askedAfter);
  const index = indexOf(writes.reduce(applyWrite, fetched.rows));
  const doubts = stillIn(index, fetched.doubts ?? NO_DOUBTS);
  const isChanged = writes.some(({ effect }) => effect.kind !== 'removed' && effect.outdates.includes(part));
  return {
    part,
    fetchedAt,
    outdated: missesWrites || isChanged || doubts.size > 0 || partial,
    version: version + (writes.at(-1)?.sequence ?? askedAfter),
    doubts,
    confirmAfterMs: confirmAfter(doubts, index.rows.length, partial),
    notFound: notFound && index.rows.length === 0,
    unreadableRows,
    ...index,
  };
}

const stillIn = ({ bySmscId }: RowIndex, doubts: Doubts): Doubts =>
  doubts.size === 0 ? doubts : new Map([...doubts].filter(([smscId]) => bySmscId.has(smscId)));

const indexes = new WeakMap<readonly HeldRow[], RowIndex>();

/** The senders of rows, and where each is found; made once for the same rows. */
export function indexOf(rows: readonly HeldRow[]): RowIndex {
  const known = indexes.get(rows);
  if (known !== undefined) return known;
  const index = {
    rows,
    senders: rows.map(({ sender }) => sender),
    bySmscId: new Map(rows.map((row) => [row.sender.smscId, row])),
    // A list holds a name once; should it stand twice, the newest counts.
    byName: new Map(rows.toReversed().map((row) => [row.sender.name, row])),
  };
  indexes.set(rows, index);
  return index;
}

/** Lays one write over rows. */
export function applyWrite(rows: readonly HeldRow[], { effect }: LoggedWrite): readonly HeldRow[] {
  switch (effect.kind) {
    case 'added': {
      // The question may have been answered after the write all the same: the provider's own row is the better one.
      if (rows.some(({ sender }) => sender.smscId === effect.sender.smscId)) return rows;
      return [{ sender: effect.sender, operators: NONE, files: NONE }, ...rows];
    }
    case 'removed':
      return rows.filter(({ sender }) => sender.smscId !== effect.smscId);
    case 'changed':
      return rows;
  }
}
