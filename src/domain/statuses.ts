// SMSC.ru, "Управление именами отправителей (Sender ID)", as published in 2024: the status numbers of senders, operators and files.
import { indexBy, type Table, table } from './table.ts';

interface StatusRow {
  /** The provider's number; null for UNKNOWN, which stands for any other. */
  readonly wire: number | null;
  readonly doc: string;
}

export const SENDER_STATUSES = table<StatusRow>()(
  {
    AWAITING_MODERATION: { wire: 0, doc: 'Waits for the provider’s moderator; no message can be sent from it yet.' },
    APPROVED: { wire: 1, doc: 'Admitted by the moderator. Each operator then decides for itself.' },
    DISABLED: { wire: 2, doc: 'Switched off by the provider or the account.' },
    UNKNOWN: { wire: null, doc: 'The provider sent no status, or a number that it has not published; `rawStatus` has it.' },
  },
  'wire',
);
export type SenderStatus = keyof typeof SENDER_STATUSES;

/** What a registration status means for sending now. */
export type Outlook = 'approved' | 'pending' | 'blocked';

export const REGISTRATION_STATUSES = table<StatusRow & { readonly outlook: Outlook | null }>()(
  {
    AWAITING_REGISTRATION: { wire: 0, outlook: 'pending', doc: 'Waits to be sent to the operator.' },
    SENT_FOR_REGISTRATION: { wire: 1, outlook: 'pending', doc: 'Sent to the operator; its decision is awaited.' },
    APPROVED: { wire: 2, outlook: 'approved', doc: 'Admitted by the operator: messages go out with this sender ID.' },
    REJECTED: {
      wire: 3,
      outlook: 'blocked',
      doc: 'Refused by the operator. See the comments of the sender’s files, mend, and register again with changeSender.',
    },
    SUSPENDED: { wire: 4, outlook: 'blocked', doc: 'Switched off for a time.' },
    INSUFFICIENT_FUNDS: {
      wire: 5,
      outlook: 'blocked',
      doc: 'The account lacks the money for the fee, which is taken when the operator connects the name and again on the 1st of each month.',
    },
    DOCUMENTS_REQUIRED: { wire: 8, outlook: 'blocked', doc: 'The operator wants supporting documents: upload one with changeSender.' },
    ACTIVE_FROM_NEXT_MONTH: { wire: 9, outlook: 'pending', doc: 'Will be active from the 1st of next month.' },
    MARKED_FOR_REMOVAL: {
      wire: 255,
      outlook: 'approved',
      doc: 'Admitted, but marked to be taken off the register: messages still go out.',
    },
    UNKNOWN: { wire: null, outlook: null, doc: 'A number that the provider has not published, or none at all; `rawStatus` has it.' },
  },
  'wire',
);
export type RegistrationStatus = keyof typeof REGISTRATION_STATUSES;

export const FILE_STATUSES = table<StatusRow>()(
  {
    UNDER_REVIEW: { wire: 0, doc: 'Waits for the administrator’s review.' },
    REJECTED: { wire: 1, doc: 'Refused; `comment` says why where the administrator wrote it.' },
    APPROVED: { wire: 2, doc: 'Admitted.' },
    UNKNOWN: { wire: null, doc: 'A number that the provider has not published, or none at all; `rawStatus` has it.' },
  },
  'wire',
);
export type SenderFileStatus = keyof typeof FILE_STATUSES;

const reader = <T extends Table<StatusRow>>(rows: T) => {
  const byWire = indexBy(rows, 'wire') as ReadonlyMap<number, keyof T & string>;
  return (wire: number | null): keyof T & string => (wire === null ? undefined : byWire.get(wire)) ?? ('UNKNOWN' as keyof T & string);
};

/** From the provider's number to the status; UNKNOWN for null and for numbers that are not published. */
export const senderStatusOf = reader(SENDER_STATUSES);
export const registrationStatusOf = reader(REGISTRATION_STATUSES);
export const fileStatusOf = reader(FILE_STATUSES);
