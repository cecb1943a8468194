import type { RegistrationStatus } from '../generated/operations.ts';
import type { Outlook } from '../i18n/text-table.ts';
import type { SignName } from './Sign.tsx';

/** The colour family of a status; its sign tells it without the colour. */
export type Tone = 'good' | 'wait' | 'bad' | 'warn' | 'off';

interface StatusLook {
  readonly tone: Tone;
  readonly sign: SignName;
}

/** In the order in which they are explained. */
export const REGISTRATION_STATUSES: Readonly<Record<RegistrationStatus, StatusLook & { readonly outlook: Outlook }>> = {
  APPROVED: { tone: 'good', sign: 'check', outlook: 'approved' },
  MARKED_FOR_REMOVAL: { tone: 'warn', sign: 'leaving', outlook: 'approved' },
  SENT_FOR_REGISTRATION: { tone: 'wait', sign: 'sent', outlook: 'pending' },
  ACTIVE_FROM_NEXT_MONTH: { tone: 'wait', sign: 'calendar', outlook: 'pending' },
  REJECTED: { tone: 'bad', sign: 'cross', outlook: 'blocked' },
  DOCUMENTS_REQUIRED: { tone: 'warn', sign: 'document', outlook: 'blocked' },
  INSUFFICIENT_FUNDS: { tone: 'warn', sign: 'coin', outlook: 'blocked' },
  SUSPENDED: { tone: 'bad', sign: 'pause', outlook: 'blocked' },
  AWAITING_REGISTRATION: { tone: 'off', sign: 'dot', outlook: 'idle' },
  UNKNOWN: { tone: 'off', sign: 'question', outlook: 'unknown' },
};

export const ALL_REGISTRATION_STATUSES = Object.keys(REGISTRATION_STATUSES) as RegistrationStatus[];

export const statusesOf = (outlook: Outlook): RegistrationStatus[] =>
  ALL_REGISTRATION_STATUSES.filter((status) => REGISTRATION_STATUSES[status].outlook === outlook);
