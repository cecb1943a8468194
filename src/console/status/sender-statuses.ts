import type { SenderFileStatus, SenderKind, SenderStatus } from '../generated/operations.ts';
import type { Tone } from './registration-statuses.ts';
import type { SignName } from './Sign.tsx';

export const SENDER_STATUSES: Readonly<Record<SenderStatus, { readonly tone: Tone; readonly sign: SignName }>> = {
  APPROVED: { tone: 'good', sign: 'check' },
  AWAITING_MODERATION: { tone: 'wait', sign: 'clock' },
  DISABLED: { tone: 'off', sign: 'pause' },
  UNKNOWN: { tone: 'off', sign: 'question' },
};
export const ALL_SENDER_STATUSES = Object.keys(SENDER_STATUSES) as SenderStatus[];

export const FILE_STATUSES: Readonly<Record<SenderFileStatus, { readonly tone: Tone; readonly sign: SignName }>> = {
  APPROVED: { tone: 'good', sign: 'check' },
  UNDER_REVIEW: { tone: 'wait', sign: 'clock' },
  REJECTED: { tone: 'bad', sign: 'cross' },
  UNKNOWN: { tone: 'off', sign: 'question' },
};

export const SENDER_KINDS: readonly SenderKind[] = ['ALPHANUMERIC', 'DIGITAL', 'EMAIL'];
