import type { HeldSender, Snapshot } from '../account/account.ts';
import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import { mapInSlices, sortInSlices } from '../concurrency/yielding.ts';
import { type OperatorCode, operatorCodeOf } from '../domain/operators.ts';
import { type OperatorReading, type SenderKind, senderKindOf } from '../domain/sender.ts';
import { type RegistrationStatus, registrationStatusOf, SENDER_STATUSES, type SenderStatus, senderStatusOf } from '../domain/statuses.ts';
import { keysOf } from '../domain/table.ts';
import type { Ordering } from './page.ts';

export interface SenderFilter {
  readonly status?: readonly SenderStatus[] | null | undefined;
  readonly kind?: readonly SenderKind[] | null | undefined;
  /** Letter case does not matter. */
  readonly nameContains?: string | null | undefined;
  readonly operator?: { readonly code: OperatorCode; readonly status: readonly RegistrationStatus[] } | null | undefined;
  /** YYYY-MM-DD. */
  readonly statusChangedSince?: string | null | undefined;
}

export type SenderOrderField = 'NAME' | 'CREATED' | 'STATUS';
export interface SenderOrder {
  readonly field: SenderOrderField;
  readonly direction: 'ASC' | 'DESC';
}

/** Newest first, as the provider lists them. */
export const DEFAULT_ORDER: SenderOrder = { field: 'CREATED', direction: 'DESC' };

/** Narrows a list by what the names part knows. */
export function bySenderFilter({ status, kind, nameContains }: SenderFilter): (sender: HeldSender) => boolean {
  const needle = nameContains?.toLowerCase();
  // A list may name a value any number of times.
  const statuses = status == null ? null : new Set(status);
  const kinds = kind == null ? null : new Set(kind);
  return (sender) =>
    (statuses === null || statuses.has(senderStatusOf(sender.status))) &&
    (kinds === null || kinds.has(senderKindOf(sender.name))) &&
    (needle === undefined || sender.name.toLowerCase().includes(needle));
}

/** Narrows a list by an operator's status, which needs the operators part. */
export function byOperator({ code, status }: NonNullable<SenderFilter['operator']>, operators: Snapshot): (sender: HeldSender) => boolean {
  const statuses = new Set(status);
  // Equal cells are one object: 15,000 senders have 285,000 cells, but few different ones.
  const verdicts = new Map<OperatorReading, boolean>();
  const isMeant = (cell: OperatorReading): boolean => {
    const known = verdicts.get(cell);
    if (known !== undefined) return known;
    const verdict = operatorCodeOf(cell.column) === code && statuses.has(registrationStatusOf(cell.status));
    verdicts.set(cell, verdict);
    return verdict;
  };
  return ({ smscId }) => operators.operatorsOf(smscId).some(isMeant);
}

/** The sort key of a sender: the field's value, then the id, which makes it unique. */
type SenderKey = readonly [value: string | number, smscId: string];

const STATUS_RANKS = keysOf(SENDER_STATUSES);
const isSenderKey =
  (type: 'string' | 'number') =>
  (key: readonly unknown[]): key is SenderKey =>
    key.length === 2 && typeof key[0] === type && typeof key[1] === 'string';
const KEYS: Record<SenderOrderField, (sender: HeldSender) => SenderKey> = {
  NAME: ({ name, smscId }) => [name.toLowerCase(), smscId],
  // Ids are given out in the order of creation.
  CREATED: ({ smscId }) => [0, smscId],
  STATUS: ({ status, smscId }) => [STATUS_RANKS.indexOf(senderStatusOf(status)), smscId],
};

/** Ids are decimal strings of any length: the longer is the greater. */
const compareIds = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
const compareValues = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);

/** @param subclient whose list it is: a cursor of another's is refused */
export function senderOrdering({ field, direction }: SenderOrder, subclient: string | null): Ordering<HeldSender, SenderKey> {
  const sign = direction === 'ASC' ? 1 : -1;
  return {
    list: `senders ${field} ${direction} ${subclient ?? ''}`,
    isKey: isSenderKey(field === 'NAME' ? 'string' : 'number'),
    keyOf: KEYS[field],
    compare: (a, b) => sign * (compareValues(a[0], b[0]) || compareIds(a[1], b[1])),
  };
}

type Sorted = readonly HeldSender[] | Promise<readonly HeldSender[]>;
const sortedLists = new WeakMap<readonly HeldSender[], Map<string, Sorted>>();

/** True where the senders of a snapshot stand in an order already. */
export const isSorted = ({ senders }: Snapshot, { list }: Ordering<HeldSender, SenderKey>): boolean =>
  sortedLists.get(senders)?.has(list) === true;

/**
 * All senders of a snapshot in an order; sorted once for the same senders, which most refreshes leave as they are. There at once where they
 * were sorted before: a list that is asked for again waits for nothing.
 */
export function sortedSenders({ senders }: Snapshot, ordering: Ordering<HeldSender, SenderKey>, slices: TimeSlices): Sorted {
  const lists = sortedLists.get(senders) ?? new Map<string, Sorted>();
  sortedLists.set(senders, lists);
  const held = lists.get(ordering.list);
  if (held !== undefined) return held;
  const sorting = sort(senders, ordering, slices).then((sorted) => {
    lists.set(ordering.list, sorted);
    return sorted;
  });
  lists.set(ordering.list, sorting);
  return sorting;
}

async function sort(
  senders: readonly HeldSender[],
  { keyOf, compare }: Ordering<HeldSender, SenderKey>,
  slices: TimeSlices,
): Promise<readonly HeldSender[]> {
  const keyed = await mapInSlices(senders, slices, (sender) => ({ sender, key: keyOf(sender) }));
  const sorted = await sortInSlices(keyed, slices, (a, b) => compare(a.key, b.key));
  return mapInSlices(sorted, slices, ({ sender }) => sender);
}
