import { COMMANDS, type Command } from '../domain/commands.ts';
import { type ErrorCode, errorCodeOf } from '../domain/error-codes.ts';
import { QUOTAS } from '../domain/quotas.ts';
import { CodeAlreadySentError, GatewayError, InvalidInputError, RateLimitedError } from '../errors.ts';
import { type Answer, unusable } from './answer.ts';

/** What an answer is that does not bring what was asked for. */
export const refusal = (command: Command, answer: Answer): GatewayError =>
  answer.kind === 'error' ? errorOf(command, answer.number) : unusable('an answer to something else');

/**
 * The error of a number. The provider's text is not looked at: it is no contract, and may echo what was sent.
 * A number that means nothing for the command becomes UPSTREAM_ERROR; a list takes all of them, as a query has no union to fit.
 */
function errorOf(command: Command, number: number): GatewayError {
  const published = errorCodeOf(number);
  const code = command === 'LIST' || (COMMANDS[command].errors as readonly ErrorCode[]).includes(published) ? published : 'UPSTREAM_ERROR';
  const details = { upstreamCode: number };
  switch (code) {
    case 'INVALID_INPUT':
      return new InvalidInputError([], {
        ...details,
        message: 'The provider refuses the input without saying which part. Check every field against the provider’s rules.',
      });
    case 'RATE_LIMITED':
      return new RateLimitedError(QUOTAS.LIST.windowSeconds * 1000, details);
    case 'CODE_ALREADY_SENT':
      return new CodeAlreadySentError(null, details);
    case 'UPSTREAM_ERROR':
      return new GatewayError(code, {
        ...details,
        message: `The provider answered with error ${number}, which is not documented for this command.`,
      });
    default:
      return new GatewayError(code, details);
  }
}
