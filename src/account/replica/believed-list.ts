import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { filterInSlices, forEachInSlices } from '../../concurrency/yielding.ts';
import type { Part } from '../account.ts';
import { type Doubts, listsToBelieve, NO_DOUBTS } from './doubts.ts';
import { type HeldRow, indexOf, nameInStandIn } from './held-part.ts';

export interface BelievedRows {
  readonly rows: readonly HeldRow[];
  readonly doubts: Doubts;
}

/** How far a list can be trusted to be all. */
export interface ListFaults {
  /** Rows of the list that can't be read: some that it seems to lack may be among them. */
  readonly unreadableRows: number;
  /** False where the answer itself shows that it is not all. */
  readonly whole: boolean;
}

/**
 * What a list says, as far as it is plausible. What it shows counts at once. What it lacks of what is held (senders, their statuses, columns,
 * documents) stays until further lists lack it too: the provider answers now and then with an empty, short or foreign list.
 * @param listed the list's rows; those that are as they were held are the same
 */
export async function believe(
  part: Part,
  held: BelievedRows,
  listed: readonly HeldRow[],
  { unreadableRows, whole }: ListFaults,
  slices: TimeSlices,
): Promise<BelievedRows> {
  if (held.rows === listed) return { rows: listed, doubts: NO_DOUBTS };
  const rowNow = finder(listed);
  const lacking = await filterInSlices(held.rows, slices, (row) => lacks(rowNow(row), row, part));
  const lists = listsToBelieve(lacking.length, held.rows.length, unreadableRows);
  const listsBefore = ({ sender }: HeldRow): number => held.doubts.get(sender.smscId) ?? 0;
  // Those in doubt for the longest are taken for the ones that can't be read.
  const mayBeUnreadable = new Set(lacking.toSorted((a, b) => listsBefore(b) - listsBefore(a)).slice(0, unreadableRows));
  const doubts = new Map(
    lacking
      .map((row) => ({ row, count: listsBefore(row) + 1 }))
      .filter(({ row, count }) => !whole || mayBeUnreadable.has(row) || count < lists)
      .map(({ row: { sender }, count }) => [sender.smscId, whole ? count : Math.max(1, count - 1)]),
  );
  if (doubts.size === 0) return { rows: listed, doubts: NO_DOUBTS };
  return { rows: await completed(held.rows, listed, doubts, slices), doubts };
}

/** The row of the same sender in a list; by its name where what is held has no id. */
function finder(listed: readonly HeldRow[]): (row: HeldRow) => HeldRow | undefined {
  const { bySmscId, byName } = indexOf(listed);
  return ({ sender }) => {
    const name = nameInStandIn(sender.smscId);
    return bySmscId.get(sender.smscId) ?? (name === null ? undefined : byName.get(name));
  };
}

function lacks(now: HeldRow | undefined, row: HeldRow, part: Part): boolean {
  if (now === row) return false;
  if (now === undefined) return true;
  if (part === 'names' && now.sender.status === null && row.sender.status !== null) return true;
  return lostOf(row.operators, now.operators, columnOf).length > 0 || lostOf(row.files, now.files, idOf).length > 0;
}

const columnOf = ({ column }: { readonly column: string }): string => column;
const idOf = ({ smscId }: { readonly smscId: string }): string => smscId;

function lostOf<Item>(before: readonly Item[], now: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  if (before === now || before.length === 0) return [];
  const kept = new Set(now.map(keyOf));
  return before.filter((item) => !kept.has(keyOf(item)));
}

/** A list with what it lacks of the rows in doubt, each where it was. */
async function completed(
  before: readonly HeldRow[],
  listed: readonly HeldRow[],
  doubts: Doubts,
  slices: TimeSlices,
): Promise<readonly HeldRow[]> {
  const rowNow = finder(listed);
  const missing: HeldRow[] = [];
  const missingBefore = new Map<HeldRow, readonly HeldRow[]>();
  const whole = new Map<HeldRow, HeldRow>();
  await forEachInSlices(before, slices, (row) => {
    const now = rowNow(row);
    const isDoubted = doubts.has(row.sender.smscId);
    if (now === undefined) {
      if (isDoubted) missing.push(row);
      return;
    }
    if (isDoubted) whole.set(now, withLost(now, row));
    if (missing.length > 0) missingBefore.set(now, missing.splice(0));
  });
  const rows: HeldRow[] = [];
  await forEachInSlices(listed, slices, (row) => {
    rows.push(...(missingBefore.get(row) ?? []), whole.get(row) ?? row);
  });
  return [...rows, ...missing];
}

function withLost(now: HeldRow, row: HeldRow): HeldRow {
  return {
    sender: now.sender.status === null ? { ...now.sender, status: row.sender.status } : now.sender,
    operators: [...now.operators, ...lostOf(row.operators, now.operators, columnOf)],
    files: [...now.files, ...lostOf(row.files, now.files, idOf)],
  };
}
