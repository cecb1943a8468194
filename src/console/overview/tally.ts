import type { RegistrationStatus, SenderStatus, SenderStatusesQuery } from '../generated/operations.ts';
import { REGISTRATION_STATUSES, statusesOf } from '../status/registration-statuses.ts';
import { ALL_SENDER_STATUSES } from '../status/sender-statuses.ts';

type Row = SenderStatusesQuery['senders']['nodes'][number];
export type StatusCounts = Readonly<Partial<Record<RegistrationStatus, number>>>;

/** A sender that needs someone, with the operators where it does. */
export interface Trouble {
  readonly id: string;
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Attention {
  /** Registrations, of which a sender may have several. */
  readonly count: number;
  /** The first few senders. */
  readonly senders: readonly Trouble[];
  readonly senderCount: number;
}

/** What a list of senders comes to. */
export interface Tally {
  readonly counted: number;
  readonly total: number;
  readonly byStatus: Readonly<Record<SenderStatus, number>>;
  /** By the provider's column. */
  readonly byOperator: ReadonlyMap<string, StatusCounts>;
  readonly attention: ReadonlyMap<RegistrationStatus, Attention>;
  /** Senders that every operator they were sent to has admitted. */
  readonly sending: number;
}

const NAMED = 5;
const NO_ATTENTION: Attention = { count: 0, senders: [], senderCount: 0 };

export const EMPTY_TALLY: Tally = {
  counted: 0,
  total: 0,
  byStatus: Object.fromEntries(ALL_SENDER_STATUSES.map((status) => [status, 0])) as Record<SenderStatus, number>,
  byOperator: new Map(),
  attention: new Map(),
  sending: 0,
};

/** The tally with another page of senders in it. */
export function addPage(tally: Tally, { totalCount, nodes }: SenderStatusesQuery['senders']): Tally {
  const byStatus = { ...tally.byStatus };
  const byOperator = new Map(tally.byOperator);
  const attention = new Map(tally.attention);
  let { sending } = tally;
  for (const sender of nodes) {
    byStatus[sender.status] += 1;
    for (const { operator, status } of sender.operators) {
      const counts = byOperator.get(operator.column) ?? {};
      byOperator.set(operator.column, { ...counts, [status]: (counts[status] ?? 0) + 1 });
    }
    for (const status of statusesOf('blocked')) {
      const columns = sender.operators.filter((row) => row.status === status).map(({ operator }) => operator.column);
      if (columns.length > 0) attention.set(status, addTrouble(attention.get(status) ?? NO_ATTENTION, { ...sender, columns }));
    }
    if (isSending(sender)) sending += 1;
  }
  return { counted: tally.counted + nodes.length, total: totalCount, byStatus, byOperator, attention, sending };
}

const addTrouble = ({ count, senders, senderCount }: Attention, { id, name, columns }: Trouble): Attention => ({
  count: count + columns.length,
  senders: senders.length < NAMED ? [...senders, { id, name, columns }] : senders,
  senderCount: senderCount + 1,
});

const isSending = ({ status, operators }: Row) =>
  status === 'APPROVED' &&
  operators.some((row) => outlookOf(row) === 'approved') &&
  operators.every((row) => ['approved', 'idle'].includes(outlookOf(row)));

const outlookOf = ({ status }: Row['operators'][number]) => REGISTRATION_STATUSES[status].outlook;
