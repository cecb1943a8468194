import { table } from './table.ts';

export interface SenderEventKindRow {
  /** Which part of a snapshot shows it. */
  readonly part: 'names' | 'operators' | 'files';
  readonly doc: string;
}

/** What can happen to a sender, as far as two lists of the provider show it. */
export const SENDER_EVENT_KINDS = table<SenderEventKindRow>()({
  SENDER_ADDED: { part: 'names', doc: 'The sender appeared: added through this gateway or elsewhere.' },
  SENDER_REMOVED: { part: 'names', doc: 'The sender is gone: deleted through this gateway or elsewhere.' },
  SENDER_STATUS_CHANGED: { part: 'names', doc: 'The provider’s moderator decided on the sender.' },
  OPERATOR_STATUS_CHANGED: { part: 'operators', doc: 'One operator’s status of the sender changed.' },
  FILE_ADDED: { part: 'files', doc: 'A document was attached.' },
  FILE_STATUS_CHANGED: { part: 'files', doc: 'The provider’s administrator decided on a document.' },
});
export type SenderEventKind = keyof typeof SENDER_EVENT_KINDS;
