import type { HeldSender } from '../account/account.ts';
import { ERROR_CODES, type ErrorCode } from '../domain/error-codes.ts';
import { FILE_TYPES } from '../domain/file-types.ts';
import { rowsOf } from '../domain/table.ts';
import { GatewayError, type InputIssue, MOST_ISSUES } from '../errors.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { priced } from './price/price-hint.ts';
import { Sender } from './sender.ts';

export const ErrorCodeEnum = enumFromTable('ErrorCode', ERROR_CODES, 'Why something could not be done, and what to do about it.');

/** `input.rows.1999.registrations.0`: no input is deeper. */
const LONGEST_PATH = 5;

export const InputIssueType = builder.objectRef<InputIssue>('InputIssue').implement({
  description: 'One broken rule of the input.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description: 'Leads to the field, from the argument down: `["input", "belarus", "occupation"]`.',
      extensions: priced({ items: () => LONGEST_PATH }),
    }),
    message: t.exposeString('message', { description: 'What is wrong and what is right. For people; never parse it.' }),
  }),
});

const UserError = builder.interfaceRef<GatewayError>('UserError').implement({
  description:
    'Every expected failure. On a query the same codes come as `errors[].extensions.code`, with `upstreamCode`, `retryable` and `retryAfterMs` beside it.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCodeEnum, description: 'To switch over.' }),
    message: t.exposeString('message', { description: 'For people; never parse it.' }),
    upstreamCode: t.exposeInt('upstreamCode', {
      nullable: true,
      description: 'The provider’s error number; null where the gateway itself refused.',
    }),
    retryable: t.exposeBoolean('retryable', { description: 'True where the same request may succeed later without a change.' }),
  }),
});

/**
 * A class for the errors plugin, which picks a union's member by `instanceof`: here an error's code decides,
 * so that whoever throws needs to know codes only.
 */
function byCode<Details extends object = object>(code: ErrorCode) {
  return class extends GatewayError {
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof GatewayError && value.code === code;
    }
  } as unknown as new () => GatewayError & Details;
}

const errorType = <Details extends object>(
  name: string,
  code: ErrorCode,
  fields?: Parameters<typeof builder.objectType<[typeof UserError], new () => GatewayError & Details>>[1]['fields'],
) => {
  const member = byCode<Details>(code);
  builder.objectType(member, {
    name,
    interfaces: [UserError],
    description: ERROR_CODES[code].doc,
    ...(fields === undefined ? {} : { fields }),
  });
  return member;
};

export const InvalidInput = errorType<{ issues: readonly InputIssue[] }>('InvalidInputError', 'INVALID_INPUT', (t) => ({
  issues: t.field({
    type: [InputIssueType],
    description: 'Every broken rule. Empty where the provider refused the input without saying which part.',
    extensions: priced({ items: () => MOST_ISSUES }),
    resolve: ({ issues }) => issues,
  }),
}));
export const UpstreamAuthorization = errorType('UpstreamAuthorizationError', 'UPSTREAM_UNAUTHORIZED');
export const SenderNotFound = errorType('SenderNotFoundError', 'SENDER_NOT_FOUND');
export const IpBlocked = errorType('IpBlockedError', 'IP_BLOCKED');
export const SaveFailed = errorType('SaveFailedError', 'SAVE_FAILED');
export const SenderExists = errorType<{ existing: HeldSender }>('SenderExistsError', 'SENDER_EXISTS', (t) => ({
  existing: t.field({ type: Sender, description: 'The sender that has the name.', resolve: ({ existing }) => existing }),
}));
export const InvalidNumber = errorType('InvalidNumberError', 'INVALID_NUMBER');
export const CodeUndeliverable = errorType('CodeUndeliverableError', 'CODE_UNDELIVERABLE');
export const RateLimited = errorType<{ retryAfterMs: number }>('RateLimitedError', 'RATE_LIMITED', (t) => ({
  retryAfterMs: t.exposeInt('retryAfterMs', { description: 'Milliseconds until a place in the provider’s limits is free again.' }),
}));
export const CodeAlreadySent = errorType<{ resendAllowedAt: Date | null }>('CodeAlreadySentError', 'CODE_ALREADY_SENT', (t) => ({
  resendAllowedAt: t.expose('resendAllowedAt', {
    type: 'DateTime',
    nullable: true,
    description:
      'When a code can be sent to this number again; null where the last one was not sent by this gateway, which then knows only that it is 8 hours at most.',
  }),
}));
export const WrongCode = errorType('WrongCodeError', 'WRONG_CODE');
export const FileRejected = errorType<{ maxBytes: number; acceptedExtensions: readonly string[] }>(
  'FileRejectedError',
  'FILE_REJECTED',
  (t) => ({
    maxBytes: t.exposeInt('maxBytes', { description: 'The most bytes that a document may have.' }),
    acceptedExtensions: t.stringList({
      description: 'The file name extensions that the provider takes.',
      extensions: priced({ items: () => rowsOf(FILE_TYPES).flatMap(([, { extensions }]) => extensions).length }),
      resolve: ({ acceptedExtensions }) => [...acceptedExtensions],
    }),
  }),
);
export const IdempotencyConflict = errorType('IdempotencyConflictError', 'IDEMPOTENCY_CONFLICT');
export const OutcomeUnknown = errorType<{ checkAfterMs: number; sender: HeldSender | null }>(
  'OutcomeUnknownError',
  'OUTCOME_UNKNOWN',
  (t) => ({
    checkAfterMs: t.exposeInt('checkAfterMs', {
      description: 'Milliseconds after which a look at the sender is worth while; 0: nothing more will become known.',
    }),
    sender: t.field({
      type: Sender,
      nullable: true,
      description:
        'Of addSender: the sender that has the name now, and did not before: most likely the one that this call added, but somebody else may have added it at the same moment. Null where there is none, or none yet.',
      resolve: ({ sender }) => sender,
    }),
  }),
);
export const UpstreamUnavailable = errorType('UpstreamUnavailableError', 'UPSTREAM_UNAVAILABLE', (t) => ({
  retryAfterMs: t.exposeInt('retryAfterMs', {
    nullable: true,
    description: 'Milliseconds after which a further try is worth while; null where nobody can tell.',
  }),
}));
export const UnknownUpstream = errorType('UnknownUpstreamError', 'UPSTREAM_ERROR');

/** The failures that every write can meet. */
export const COMMON = [RateLimited, OutcomeUnknown, UpstreamAuthorization, IpBlocked, UpstreamUnavailable, UnknownUpstream];
