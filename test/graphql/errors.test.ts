import { describe, expect, it } from 'vitest';
import { COMMANDS, type Command } from '../../src/domain/commands.ts';
import { ERROR_CODES, type ErrorCode, errorCodeOf } from '../../src/domain/error-codes.ts';
import { keysOf, rowsOf } from '../../src/domain/table.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';

/** An operation that reaches each command. */
const OPERATIONS: Record<Exclude<Command, 'LIST'>, string> = {
  ADD: 'addSender(input: { name: "NewShop" })',
  CHANGE: 'changeSender(input: { sender: { name: "OldShop" }, comment: "new" })',
  DELETE: 'deleteSender(input: { sender: { smscId: "1" } })',
  SEND_CODE: 'sendVerificationCode(input: { number: "79991234567" })',
  CHECK_CODE: 'verifySender(input: { number: "79991234567", code: "123456" })',
};

/** The member of the union for each code, as the contract names it. */
const MEMBERS: Partial<Record<ErrorCode, string>> = {
  INVALID_INPUT: 'InvalidInputError',
  UPSTREAM_UNAUTHORIZED: 'UpstreamAuthorizationError',
  SENDER_NOT_FOUND: 'SenderNotFoundError',
  IP_BLOCKED: 'IpBlockedError',
  SAVE_FAILED: 'SaveFailedError',
  INVALID_NUMBER: 'InvalidNumberError',
  CODE_UNDELIVERABLE: 'CodeUndeliverableError',
  RATE_LIMITED: 'RateLimitedError',
  CODE_ALREADY_SENT: 'CodeAlreadySentError',
  WRONG_CODE: 'WrongCodeError',
  UPSTREAM_ERROR: 'UnknownUpstreamError',
};

/** Every number of the page, one between them that is not published, and one beyond. */
const NUMBERS = [...rowsOf(ERROR_CODES).flatMap(([, { wire }]) => wire ?? []), 6, 77];
const MUTATIONS = keysOf(OPERATIONS).flatMap((command) => NUMBERS.map((number) => [command, number] as const));

const withFault = async (command: Command, code: number, run: (gateway: TestGateway) => Promise<void>) => {
  await using gateway = await startGateway({ sandbox: { senders: [{ name: 'OldShop', status: 1 }] } });
  gateway.sandbox.control.raiseFault({ kind: 'error', command: COMMANDS[command].param, code, times: 9 });
  await run(gateway);
};

describe('an error number of the provider', () => {
  it.each(MUTATIONS)('%s answering %i is a member of the union', (command, number) =>
    withFault(command, number, async ({ ask, faults }) => {
      const { data, errors } = await ask(
        `mutation { result: ${OPERATIONS[command]} { __typename ... on UserError { code upstreamCode retryable message } } }`,
      );
      const expected = errorCodeOf(number);
      const code: ErrorCode = (COMMANDS[command].errors as readonly ErrorCode[]).includes(expected) ? expected : 'UPSTREAM_ERROR';
      expect(errors).toBeUndefined();
      expect(data.result).toEqual({
        __typename: MEMBERS[code],
        code,
        upstreamCode: number,
        retryable: ERROR_CODES[code].retryable,
        message: expect.stringMatching(/.{20}/),
      });
      expect(faults).toEqual([]);
    }),
  );

  it.each(NUMBERS.filter((number) => number !== 3))('a list answering %i is an entry of errors', (number) =>
    withFault('LIST', number, async ({ ask }) => {
      const { data, errors } = await ask('{ viewer { account } senders { totalCount } }');
      // The question is the gateway's own: no field of the caller's is wrong.
      const code = number === ERROR_CODES.INVALID_INPUT.wire ? 'UPSTREAM_ERROR' : errorCodeOf(number);
      expect(data).toBeNull();
      expect(errors).toMatchObject([
        { path: ['senders'], extensions: { code, upstreamCode: number, retryable: ERROR_CODES[code].retryable } },
      ]);
    }),
  );

  it('3 for a list is an empty list', () =>
    withFault('LIST', 3, async ({ ask }) => {
      expect(await ask('{ senders { totalCount } }')).toMatchObject({ data: { senders: { totalCount: 0 } } });
    }));

  it('leaves the good data of other fields, with HTTP status 200', () =>
    withFault('LIST', 2, async ({ post }) => {
      const response = await post({ query: '{ viewer { canWrite } sender(by: { name: "x" }) { id } }' });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        data: { viewer: { canWrite: true }, sender: null },
        errors: [{ extensions: { code: 'UPSTREAM_UNAUTHORIZED' } }],
      });
    }));
});
