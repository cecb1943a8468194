import type { CombinedError } from 'urql';
import type { ErrorCode } from '../generated/operations.ts';

/** Why something was not done, whether it came as a member of a mutation's union, as an error of a query, or as silence. */
export interface Failure {
  /** OFFLINE: the gateway itself did not answer. */
  readonly code: ErrorCode | 'OFFLINE';
  /** The gateway's words, in English. */
  readonly message: string;
  /** The provider's error number. */
  readonly upstreamCode: number | null;
  /** Milliseconds after which the same request may succeed. */
  readonly retryAfterMs: number | null;
  readonly issues: readonly InputIssue[];
  /** The sender that has the name already. */
  readonly existing: { readonly id: string; readonly name: string } | null;
  /** Until when no other code is sent; null where nobody knows. */
  readonly lockedUntil: string | null;
  /** The id under which the gateway's operator finds the fault. */
  readonly requestId: string | null;
}

export interface InputIssue {
  readonly path: readonly string[];
  readonly message: string;
}

/** What the members of a mutation's union look like, seen loosely. */
export interface Refusal {
  readonly __typename: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly upstreamCode: number | null;
  readonly retryAfterMs?: number;
  readonly checkAfterMs?: number;
  readonly issues?: readonly InputIssue[];
  readonly existing?: { readonly id: string; readonly name: string };
  readonly lockedUntil?: string | null;
}

const NOTHING = { upstreamCode: null, retryAfterMs: null, issues: [], existing: null, lockedUntil: null, requestId: null } as const;

export const failureOfRefusal = ({
  code,
  message,
  upstreamCode,
  retryAfterMs,
  checkAfterMs,
  issues,
  existing,
  lockedUntil,
}: Refusal): Failure => ({
  code,
  message,
  upstreamCode,
  retryAfterMs: retryAfterMs ?? checkAfterMs ?? null,
  issues: issues ?? [],
  existing: existing ?? null,
  lockedUntil: lockedUntil ?? null,
  requestId: null,
});

/** Of a query, or of a mutation that never came to its union. */
export function failureOfError({ networkError, graphQLErrors }: CombinedError): Failure {
  const [first] = graphQLErrors;
  if (first === undefined) return { ...NOTHING, code: 'OFFLINE', message: networkError?.message ?? '' };
  const { code, upstreamCode, retryAfterMs, issues, requestId } = first.extensions as Partial<Failure>;
  return {
    ...NOTHING,
    code: code ?? 'INTERNAL',
    message: first.message,
    upstreamCode: upstreamCode ?? null,
    retryAfterMs: retryAfterMs ?? null,
    issues: issues ?? [],
    requestId: requestId ?? null,
  };
}
