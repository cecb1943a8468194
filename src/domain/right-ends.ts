// The gateway's own: how the right of a caller can end before the caller is done.
import type { ErrorCode } from './error-codes.ts';
import { table } from './table.ts';

export interface RightEndRow {
  readonly code: Extract<ErrorCode, 'UNAUTHENTICATED' | 'RIGHTS_CHANGED'>;
  /** For the caller: what happened, and what to do. */
  readonly doc: string;
  /** True where the same token still lets its bearer in, who is told to connect again. */
  readonly mayReturn: boolean;
  /** True where requests under way go on to their answers; connections and subscriptions end in any case. */
  readonly requestsFinish: boolean;
}

export const RIGHT_ENDS = table<RightEndRow>()({
  EXPIRED: { code: 'UNAUTHENTICATED', doc: 'The token has expired: get a new one.', mayReturn: false, requestsFinish: false },
  REVOKED: {
    code: 'UNAUTHENTICATED',
    doc: 'The token is no longer valid: it, its account or its issuer was removed from the gateway.',
    mayReturn: false,
    requestsFinish: false,
  },
  /** The token may do less than before. */
  REDUCED: {
    code: 'RIGHTS_CHANGED',
    doc: 'The token’s rights were reduced while the request ran. Send it again: the new rights decide.',
    mayReturn: true,
    requestsFinish: false,
  },
  /** The token may do as much as before or more, or its account was opened again with other settings. */
  RENEWED: {
    code: 'RIGHTS_CHANGED',
    doc: 'The token’s account or rights were renewed. Send the request again.',
    mayReturn: true,
    requestsFinish: true,
  },
});
export type RightEnd = keyof typeof RIGHT_ENDS;
