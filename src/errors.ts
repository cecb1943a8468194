import { ERROR_CODES, type ErrorCode } from './domain/error-codes.ts';
import { FILE_TYPES, MAX_FILE_BYTES } from './domain/file-types.ts';
import { LIMIT_ROWS, type LimitName } from './domain/limits.ts';
import { rowsOf } from './domain/table.ts';

export interface ErrorDetails {
  /** For people. The code's own text where none is given. Never holds a secret. */
  readonly message?: string;
  /** The provider's error number, null where the gateway itself refused. */
  readonly upstreamCode?: number | null;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** The only throwable with a public code. Anything else that is thrown is a fault of ours and gets masked. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly upstreamCode: number | null;
  readonly retryAfterMs: number | null;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.message ?? ERROR_CODES[code].doc, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.upstreamCode = details.upstreamCode ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }

  /** True where the same request may succeed later without a change. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }
}

/** Broken rules that are told at once: who sends more of them is not helped by more. */
export const MOST_ISSUES = 20;

/** One broken rule of the input: `path` leads to the field, from the argument down. */
export interface InputIssue {
  readonly path: readonly string[];
  readonly message: string;
}

export class InvalidInputError extends GatewayError {
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[], details: ErrorDetails = {}) {
    const told = issues.slice(0, MOST_ISSUES);
    super('INVALID_INPUT', {
      message: told.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') || ERROR_CODES.INVALID_INPUT.doc,
      ...details,
    });
    this.issues = told;
  }
}

/** A request asks for more than a limit of this gateway lets through. */
export class LimitExceededError extends GatewayError {
  readonly limit: LimitName;
  readonly max: number;
  /** null: more than can be counted cheaply. */
  readonly asked: number | null;

  constructor(limit: LimitName, max: number, asked: number | null) {
    const { unit, setting, doc } = LIMIT_ROWS[limit];
    super('BAD_REQUEST', {
      message: `At most ${max} ${unit}, not ${asked ?? `more than ${max}`} (${setting}: ${doc})`,
    });
    this.limit = limit;
    this.max = max;
    this.asked = asked;
  }
}

export class RateLimitedError extends GatewayError {
  declare readonly retryAfterMs: number;

  /** @param retryAfterMs when a place in the provider's limits is free again */
  constructor(retryAfterMs: number, details: ErrorDetails = {}) {
    super('RATE_LIMITED', { ...details, retryAfterMs });
  }
}

export class CodeAlreadySentError extends GatewayError {
  readonly resendAllowedAt: Date | null;

  /** @param resendAllowedAt null where another than this gateway sent the code and its time is not known */
  constructor(resendAllowedAt: Date | null, details: ErrorDetails = {}) {
    super('CODE_ALREADY_SENT', details);
    this.resendAllowedAt = resendAllowedAt;
  }
}

export class FileRejectedError extends GatewayError {
  readonly maxBytes = MAX_FILE_BYTES;
  readonly acceptedExtensions: readonly string[] = rowsOf(FILE_TYPES).flatMap(([, type]) => type.extensions);

  constructor(details: ErrorDetails = {}) {
    super('FILE_REJECTED', details);
  }
}

/** @template Sender what the caller's layer knows of a sender */
export class OutcomeUnknownError<Sender = unknown> extends GatewayError {
  readonly checkAfterMs: number;
  /** Of an add: the sender that has the name now, the caller's own or another's; null where there is none. */
  readonly sender: Sender | null;

  /** @param checkAfterMs when a look at the sender is worth while */
  constructor(checkAfterMs: number, { sender = null, ...details }: ErrorDetails & { readonly sender?: Sender | null } = {}) {
    super('OUTCOME_UNKNOWN', details);
    this.checkAfterMs = checkAfterMs;
    this.sender = sender;
  }
}

/** @template Sender what the caller's layer knows of a sender */
export class SenderExistsError<Sender = unknown> extends GatewayError {
  readonly existing: Sender;

  constructor(existing: Sender, details: ErrorDetails = {}) {
    super('SENDER_EXISTS', details);
    this.existing = existing;
  }
}
