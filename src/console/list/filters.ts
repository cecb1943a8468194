import type { OperatorCode, RegistrationStatus, SenderFilter, SenderKind, SenderOrder, SenderStatus } from '../generated/operations.ts';
import type { SortOrder } from '../i18n/text-table.ts';
import { PATHS } from '../routing/routes.ts';
import { OPERATOR_CODES } from '../status/operator-columns.ts';
import { ALL_REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { ALL_SENDER_STATUSES, SENDER_KINDS } from '../status/sender-statuses.ts';

/** What narrows and orders the list. It stands in the address, so that a view can be sent to a colleague. */
export interface Filters {
  readonly search: string;
  readonly status: readonly SenderStatus[];
  readonly kind: readonly SenderKind[];
  readonly operator: OperatorCode | null;
  /** At that operator; all that are chosen, or any where none is. */
  readonly operatorStatus: readonly RegistrationStatus[];
  readonly sort: SortOrder;
}

export const NO_FILTERS: Filters = { search: '', status: [], kind: [], operator: null, operatorStatus: [], sort: 'CREATED-DESC' };
export const SORT_ORDERS: readonly SortOrder[] = ['CREATED-DESC', 'CREATED-ASC', 'NAME-ASC', 'NAME-DESC', 'STATUS-ASC'];

const chosen = <Value extends string>(all: readonly Value[], text: string | null): Value[] => {
  const wanted = text?.split(',') ?? [];
  return all.filter((value) => wanted.includes(value));
};

/** What an address asks for; words that mean nothing are left out. */
export function filtersOf(search: string): Filters {
  const params = new URLSearchParams(search);
  return {
    search: params.get('q') ?? '',
    status: chosen(ALL_SENDER_STATUSES, params.get('status')),
    kind: chosen(SENDER_KINDS, params.get('kind')),
    operator: OPERATOR_CODES.find((code) => code === params.get('operator')) ?? null,
    operatorStatus: chosen(ALL_REGISTRATION_STATUSES, params.get('at')),
    sort: SORT_ORDERS.find((order) => order === params.get('sort')) ?? NO_FILTERS.sort,
  };
}

/** The list's address with these filters; those that stand as usual are left out. */
export function listPath(filters: Partial<Filters>): string {
  const { search, status, kind, operator, operatorStatus, sort } = { ...NO_FILTERS, ...filters };
  const params = new URLSearchParams();
  if (search !== '') params.set('q', search);
  if (status.length > 0) params.set('status', status.join(','));
  if (kind.length > 0) params.set('kind', kind.join(','));
  if (operator !== null) params.set('operator', operator);
  if (operator !== null && operatorStatus.length > 0) params.set('at', operatorStatus.join(','));
  if (sort !== NO_FILTERS.sort) params.set('sort', sort);
  const text = params.toString();
  return text === '' ? PATHS.list : `${PATHS.list}?${text}`;
}

/** How many filters narrow the list, beside the search. */
export const filterCount = ({ status, kind, operator }: Filters) =>
  [status.length > 0, kind.length > 0, operator !== null].filter(Boolean).length;

export const isNarrowed = (filters: Filters) => filters.search !== '' || filterCount(filters) > 0;

export function senderFilter({ search, status, kind, operator, operatorStatus }: Filters): SenderFilter {
  return {
    ...(search === '' ? {} : { nameContains: search }),
    ...(status.length === 0 ? {} : { status: [...status] }),
    ...(kind.length === 0 ? {} : { kind: [...kind] }),
    ...(operator === null
      ? {}
      : { operator: { code: operator, status: [...(operatorStatus.length === 0 ? ALL_REGISTRATION_STATUSES : operatorStatus)] } }),
  };
}

export function senderOrder({ sort }: Filters): SenderOrder {
  const [field, direction] = sort.split('-') as [SenderOrder['field'], NonNullable<SenderOrder['direction']>];
  return { field, direction };
}
