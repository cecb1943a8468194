import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { mapInSlices } from '../../concurrency/yielding.ts';
import type { FileReading, OperatorReading } from '../../domain/sender.ts';
import type { HeldSender, Part } from '../account.ts';
import type { SenderEvent } from '../events/events.ts';
import { type HeldRow, indexOf, nameInStandIn, type RowIndex } from './held-part.ts';

/** The provider's number of a registration that waits to be sent: where every cell begins, so one that appears with it tells nothing. */
const NOT_BEGUN = 0;

type Diff = (before: readonly HeldRow[], after: readonly HeldRow[], slices: TimeSlices) => Promise<readonly SenderEvent[]>;

/** What happened between two readings of a part; senders in the order in which they were created. */
export const diffOf = async (
  part: Part,
  before: readonly HeldRow[],
  after: readonly HeldRow[],
  slices: TimeSlices,
): Promise<readonly SenderEvent[]> => (before === after ? [] : DIFFS[part](before, after, slices));

const DIFFS: Record<Part, Diff> = {
  names: async (before, after, slices) => {
    const is = indexOf(after);
    const removed = before.filter(({ sender: { smscId } }) => !is.bySmscId.has(smscId) && !is.byName.has(nameInStandIn(smscId) ?? ''));
    const others = await changes(before, after, slices, ({ sender }, old) =>
      old === null ? [addition(sender)] : moderation(old.sender, sender),
    );
    return [...removed.map(({ sender }) => removal(sender)), ...others];
  },
  operators: (before, after, slices) =>
    changes(before, after, slices, (row, old) =>
      isEqual(row.operators, old?.operators ?? []) ? [] : cellChanges(row.sender, old?.operators ?? [], row.operators),
    ),
  files: (before, after, slices) => changes(before, after, slices, (row, old) => fileChanges(row.sender, old?.files ?? [], row.files)),
};

/** Most senders of most fetches are as they were: nothing is built for them. */
const isEqual = (cells: readonly OperatorReading[], others: readonly OperatorReading[]): boolean =>
  cells === others ||
  (cells.length === others.length &&
    cells.every(({ column, status }, index) => column === others[index]?.column && status === others[index].status));

async function changes(
  before: readonly HeldRow[],
  after: readonly HeldRow[],
  slices: TimeSlices,
  compare: (row: HeldRow, old: HeldRow | null) => readonly SenderEvent[],
): Promise<readonly SenderEvent[]> {
  const was = indexOf(before);
  const changed = await mapInSlices(after.toReversed(), slices, (row) => {
    const old = was.bySmscId.get(row.sender.smscId) ?? withoutItsId(was, row) ?? null;
    return row === old ? [] : compare(row, old);
  });
  return changed.flat();
}

/** The row of a sender that was listed with no id before. */
function withoutItsId({ byName }: RowIndex, { sender: { name } }: HeldRow): HeldRow | undefined {
  const namesake = byName.get(name);
  return namesake !== undefined && nameInStandIn(namesake.sender.smscId) !== null ? namesake : undefined;
}

const subjectOf = ({ subclient, smscId, name }: HeldSender) => ({ subclient, smscId, name });

const addition = (sender: HeldSender): SenderEvent => ({ kind: 'SENDER_ADDED', ...subjectOf(sender), after: sender.status });

const removal = (sender: HeldSender): SenderEvent => ({ kind: 'SENDER_REMOVED', ...subjectOf(sender), before: sender.status });

const moderation = ({ status: before }: HeldSender, sender: HeldSender): SenderEvent[] =>
  before === sender.status ? [] : [{ kind: 'SENDER_STATUS_CHANGED', ...subjectOf(sender), before, after: sender.status }];

function cellChanges(sender: HeldSender, before: readonly OperatorReading[], after: readonly OperatorReading[]): SenderEvent[] {
  const was = new Map(before.map(({ column, status }) => [column, status]));
  const is = new Map(after.map(({ column, status }) => [column, status]));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((column): SenderEvent[] => {
    const change = { before: was.get(column) ?? null, after: is.get(column) ?? null };
    if ((change.before ?? NOT_BEGUN) === (change.after ?? NOT_BEGUN)) return [];
    return [{ kind: 'OPERATOR_STATUS_CHANGED', ...subjectOf(sender), column, ...change }];
  });
}

function fileChanges(sender: HeldSender, before: readonly FileReading[], after: readonly FileReading[]): SenderEvent[] {
  const was = new Map(before.map((file) => [file.smscId, file]));
  return after.flatMap(({ smscId, name, status }): SenderEvent[] => {
    const old = was.get(smscId);
    const file = { smscId, name };
    if (old === undefined) return [{ kind: 'FILE_ADDED', ...subjectOf(sender), file, after: status }];
    if (old.status === status) return [];
    return [{ kind: 'FILE_STATUS_CHANGED', ...subjectOf(sender), file, before: old.status, after: status }];
  });
}
