import type { HeldSender, Snapshot } from '../account/account.ts';
import { type OperatorCode, operatorCodeOf } from '../domain/operators.ts';
import { type SenderKind, senderKindOf } from '../domain/sender.ts';
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
  return (sender) =>
    (status == null || status.includes(senderStatusOf(sender.status))) &&
    (kind == null || kind.includes(senderKindOf(sender.name))) &&
    (needle === undefined || sender.name.toLowerCase().includes(needle));
}

/** Narrows a list by an operator's status, which needs the operators part. */
export const byOperator =
  ({ code, status }: NonNullable<SenderFilter['operator']>, operators: Snapshot) =>
  (sender: HeldSender): boolean =>
    operators
      .operatorsOf(sender.smscId)
      .some((cell) => operatorCodeOf(cell.column) === code && status.includes(registrationStatusOf(cell.status)));

/** The sort key of a sender: the field's value, then the id, which makes it unique. */
type SenderKey = readonly [value: string | number, smscId: string];

const STATUS_RANKS = keysOf(SENDER_STATUSES);
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
    keyOf: KEYS[field],
    compare: (a, b) => sign * (compareValues(a[0], b[0]) || compareIds(a[1], b[1])),
  };
}

const sortedLists = new WeakMap<readonly HeldSender[], Map<string, readonly HeldSender[]>>();

/** All senders of a snapshot in an order; sorted once for the same senders, which most refreshes leave as they are. */
export function sortedSenders({ senders }: Snapshot, ordering: Ordering<HeldSender, SenderKey>): readonly HeldSender[] {
  const lists = sortedLists.get(senders) ?? new Map<string, readonly HeldSender[]>();
  sortedLists.set(senders, lists);
  const held = lists.get(ordering.list);
  if (held !== undefined) return held;
  const sorted = senders
    .map((sender) => ({ sender, key: ordering.keyOf(sender) }))
    .sort((a, b) => ordering.compare(a.key, b.key))
    .map(({ sender }) => sender);
  lists.set(ordering.list, sorted);
  return sorted;
}
