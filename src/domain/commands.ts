// SMSC.ru, "Управление именами отправителей (Sender ID)", as published in 2024: the six commands of senders.php.
import type { ErrorCode } from './error-codes.ts';
import type { QuotaName } from './quotas.ts';
import { table } from './table.ts';

export interface CommandRow {
  /** The request parameter that selects it, with the value 1. */
  readonly param: string;
  readonly mutates: boolean;
  readonly quota: QuotaName | null;
  /** May the gateway send it again when the answer was lost? ONCE: one repeat does no harm. */
  readonly repeat: 'SAFE' | 'ONCE' | 'NEVER';
  /** The provider's errors that mean something for this command; another number is UPSTREAM_ERROR. */
  readonly errors: readonly ErrorCode[];
  readonly doc: string;
}

export const COMMANDS = table<CommandRow>()(
  {
    LIST: {
      param: 'get',
      mutates: false,
      quota: 'LIST',
      repeat: 'SAFE',
      errors: ['INVALID_INPUT', 'UPSTREAM_UNAUTHORIZED', 'SENDER_NOT_FOUND', 'IP_BLOCKED', 'RATE_LIMITED'],
      doc: 'Lists sender IDs, with their operators’ statuses or files where asked.',
    },
    ADD: {
      param: 'add',
      mutates: true,
      quota: 'ADD',
      repeat: 'NEVER',
      errors: ['INVALID_INPUT', 'UPSTREAM_UNAUTHORIZED', 'IP_BLOCKED', 'SAVE_FAILED', 'RATE_LIMITED'],
      doc: 'Adds a sender ID.',
    },
    CHANGE: {
      param: 'chg',
      mutates: true,
      quota: null,
      repeat: 'ONCE',
      errors: ['INVALID_INPUT', 'UPSTREAM_UNAUTHORIZED', 'SENDER_NOT_FOUND', 'IP_BLOCKED', 'SAVE_FAILED', 'RATE_LIMITED'],
      doc: 'Changes the comment, the registrations or the documents of a sender ID. It can’t be renamed.',
    },
    DELETE: {
      param: 'del',
      mutates: true,
      quota: null,
      repeat: 'NEVER',
      errors: ['INVALID_INPUT', 'UPSTREAM_UNAUTHORIZED', 'SENDER_NOT_FOUND', 'IP_BLOCKED', 'SAVE_FAILED', 'RATE_LIMITED'],
      doc: 'Deletes a sender ID.',
    },
    SEND_CODE: {
      param: 'send_code',
      mutates: true,
      quota: null,
      repeat: 'NEVER',
      errors: [
        'INVALID_INPUT',
        'UPSTREAM_UNAUTHORIZED',
        'IP_BLOCKED',
        'INVALID_NUMBER',
        'CODE_UNDELIVERABLE',
        'RATE_LIMITED',
        'CODE_ALREADY_SENT',
      ],
      doc: 'Sends the confirmation code of a digital sender ID to its number. Again only after 8 hours.',
    },
    CHECK_CODE: {
      param: 'check_code',
      mutates: true,
      quota: null,
      repeat: 'NEVER',
      errors: ['INVALID_INPUT', 'UPSTREAM_UNAUTHORIZED', 'SENDER_NOT_FOUND', 'IP_BLOCKED', 'INVALID_NUMBER', 'RATE_LIMITED', 'WRONG_CODE'],
      doc: 'Confirms a digital sender ID with the code.',
    },
  },
  'param',
);
export type Command = keyof typeof COMMANDS;

/** Hours after which the provider sends a code to the same number again (error 10). */
export const CODE_LOCK_HOURS = 8;
/** The most that a list answers at once (`cnt`). */
export const LIST_PAGE = 15_000;
