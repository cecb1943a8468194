// SMSC.ru, "Управление именами отправителей (Sender ID)", as published in 2024: the error numbers; and the gateway's own refusals.
import { indexBy, table } from './table.ts';

export interface ErrorCodeRow {
  /** The provider's number; null where the gateway alone decides. */
  readonly wire: number | null;
  /** True where the same request may succeed later without a change. */
  readonly retryable: boolean;
  /** What it means and what to do. Also the default message. */
  readonly doc: string;
}

export const ERROR_CODES = table<ErrorCodeRow>()(
  {
    INVALID_INPUT: {
      wire: 1,
      retryable: false,
      doc: 'The input breaks a rule. Correct the fields named in `issues`, or in the message, and send it again.',
    },
    UPSTREAM_UNAUTHORIZED: {
      wire: 2,
      retryable: false,
      doc: 'The provider refused the account’s login, password or API key, or the gateway’s IP address is not on the account’s allow-list. The gateway’s operator must mend it.',
    },
    SENDER_NOT_FOUND: {
      wire: 3,
      retryable: false,
      doc: 'The provider has no such sender ID in this account or subclient. List the senders to see what there is.',
    },
    IP_BLOCKED: { wire: 4, retryable: true, doc: 'The provider blocks the gateway’s IP address for a while. Try again later.' },
    SAVE_FAILED: {
      wire: 5,
      retryable: false,
      doc: 'The provider could not save or delete the sender ID and gave no reason. Check the input and whether the name exists already.',
    },
    INVALID_NUMBER: {
      wire: 7,
      retryable: false,
      doc: 'The provider takes this for no phone number. Send digits only, with the country code.',
    },
    CODE_UNDELIVERABLE: {
      wire: 8,
      retryable: false,
      doc: 'The confirmation code can’t be delivered to this number. Use a number that receives SMS.',
    },
    RATE_LIMITED: {
      wire: 9,
      retryable: true,
      doc: 'The provider’s limit of requests is used up. Send the same request again after `retryAfterMs`.',
    },
    CODE_ALREADY_SENT: {
      wire: 10,
      retryable: true,
      doc: 'A code was sent to this number in the last 8 hours. Use that one, or ask again after `resendAllowedAt`.',
    },
    WRONG_CODE: { wire: 11, retryable: false, doc: 'The confirmation code is wrong. Read it again in the message.' },
    SENDER_EXISTS: {
      wire: null,
      retryable: false,
      doc: 'The name is registered already; `existing` is the sender. Change it with changeSender.',
    },
    FILE_REJECTED: {
      wire: null,
      retryable: false,
      doc: 'The document can’t be sent to the provider. Send one of the accepted types within the size limit.',
    },
    IDEMPOTENCY_CONFLICT: {
      wire: null,
      retryable: false,
      doc: 'The idempotency key was used with another input in the last 24 hours. Use a new key.',
    },
    OUTCOME_UNKNOWN: {
      wire: null,
      retryable: false,
      doc: 'The answer was lost, and the provider may have done it, or may still do it. Look again after `checkAfterMs` before repeating it; the same `idempotencyKey` may be sent again at any time.',
    },
    UPSTREAM_UNAVAILABLE: {
      wire: null,
      retryable: true,
      doc: 'The provider can’t be reached or answers with something that is no answer. Try again later.',
    },
    UPSTREAM_ERROR: {
      wire: null,
      retryable: false,
      doc: 'The provider answered with an error number that is not documented for this command; `upstreamCode` has it.',
    },
    CURSOR_EXPIRED: {
      wire: null,
      retryable: false,
      doc: 'The events behind this cursor are no longer all kept, so some may be missed. Read the senders anew, and go on without `after`.',
    },
    SLOW_READER: {
      wire: null,
      retryable: true,
      doc: 'The subscription ended because its events were not taken in time. Subscribe again with `after`: nothing is lost.',
    },
    PERSISTED_QUERY_NOT_FOUND: {
      wire: null,
      retryable: false,
      doc: 'No document is known under this id or hash. Send its text, as `query`, or with the hash to register it.',
    },
    PERSISTED_QUERY_NOT_SUPPORTED: {
      wire: null,
      retryable: false,
      doc: 'This gateway registers no documents. Send the text alone, as `query`.',
    },
    DOCUMENT_NOT_TRUSTED: {
      wire: null,
      retryable: false,
      doc: 'This gateway executes trusted documents alone. Send the `documentId` of one; its operator can add yours to TRUSTED_DOCUMENTS.',
    },
    OVERLOADED: {
      wire: null,
      retryable: true,
      doc: 'The gateway is short of memory or of connections, and takes no large requests for now. Send the same request again after `retryAfterMs`.',
    },
    UNAUTHENTICATED: { wire: null, retryable: false, doc: 'No valid token was sent. Send `Authorization: Bearer <token>`.' },
    RIGHTS_CHANGED: {
      wire: null,
      retryable: true,
      doc: 'The token’s rights were changed while the request ran. Send it again: the new rights decide.',
    },
    FORBIDDEN: {
      wire: null,
      retryable: false,
      doc: 'The token does not allow this. Ask for one with the access or subclient named in the message.',
    },
    BAD_REQUEST: { wire: null, retryable: false, doc: 'The request is no valid GraphQL request, or breaks a limit named in the message.' },
    INTERNAL: { wire: null, retryable: true, doc: 'A fault of the gateway. Give the request id to its operator.' },
  },
  'wire',
);
export type ErrorCode = keyof typeof ERROR_CODES;

const byWire: ReadonlyMap<number, ErrorCode> = indexBy(ERROR_CODES, 'wire');

/** From the provider's error number to the code; UPSTREAM_ERROR for a number that is not published. */
export const errorCodeOf = (wire: number): ErrorCode => byWire.get(wire) ?? 'UPSTREAM_ERROR';
