import type { FileReading, OperatorReading, SenderReading } from '../domain/sender.ts';
import type { HeldSender, Part } from './account.ts';

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

/** A part as it is held: what was fetched and the writes since. Immutable. */
export interface HeldPart {
  readonly part: Part;
  readonly fetchedAt: number;
  /** True where a write since the fetch changed what only another fetch can show. */
  readonly outdated: boolean;
  readonly version: number;
  readonly senders: readonly HeldSender[];
  readonly bySmscId: ReadonlyMap<string, HeldRow>;
  readonly byName: ReadonlyMap<string, HeldRow>;
}

const STAND_IN = 'name:';

/** Stands in for the id where the provider sent none (answers of 2013). Real ids are digits only. */
const standInId = (name: string): string => `${STAND_IN}${name}`;
/** The name in a stand-in id; null for a real id. */
export const nameInStandIn = (smscId: string): string | null => (smscId.startsWith(STAND_IN) ? smscId.slice(STAND_IN.length) : null);

const NONE: readonly never[] = [];
/** Empty lists are most of what is held: all are the same one. */
export const orNone = <Item>(items: readonly Item[]): readonly Item[] => (items.length === 0 ? NONE : items);

/** Turns an answer into rows, sharing equal operator cells: 15,000 senders have 285,000 cells, but few different ones. */
export function rowsFrom(readings: readonly SenderReading[], subclient: string | null): readonly HeldRow[] {
  const cells = new Map<string, OperatorReading>();
  const shared = (cell: OperatorReading): OperatorReading => {
    const key = `${cell.column} ${cell.status} ${cell.replacementName ?? ''}`;
    const known = cells.get(key);
    if (known === undefined) cells.set(key, cell);
    return known ?? cell;
  };
  return readings.map(({ smscId, name, status, operators, files }) => ({
    sender: { smscId: smscId ?? standInId(name), name, subclient, status },
    operators: orNone(operators.map(shared)),
    files: orNone(files),
  }));
}

/** Lays the writes since the question over what was fetched. */
export function heldPart(fetched: FetchedPart, log: readonly LoggedWrite[]): HeldPart {
  const writes = log.filter(({ sequence }) => sequence > fetched.askedAfter);
  const rows = writes.reduce(applyWrite, fetched.rows);
  const bySmscId = new Map(rows.map((row) => [row.sender.smscId, row]));
  // A list holds a name once; should it stand twice, the newest counts.
  const byName = new Map(rows.toReversed().map((row) => [row.sender.name, row]));
  return {
    part: fetched.part,
    fetchedAt: fetched.fetchedAt,
    outdated: writes.some(({ effect }) => effect.kind !== 'removed' && effect.outdates.includes(fetched.part)),
    version: fetched.version + (writes.at(-1)?.sequence ?? fetched.askedAfter),
    senders: rows.map(({ sender }) => sender),
    bySmscId,
    byName,
  };
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
