import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import { COMMANDS, type Command } from '../domain/commands.ts';
import { type ErrorCode, errorCodeOf } from '../domain/error-codes.ts';
import { QUOTAS } from '../domain/quotas.ts';
import type { SenderReading } from '../domain/sender.ts';
import { CodeAlreadySentError, GatewayError, InvalidInputError, RateLimitedError } from '../errors.ts';
import { type Answer, isRecord, parseAnswer, parseJson, unusable } from './answer.ts';
import type { ListAnswer } from './api.ts';
import { rowReader } from './decode-rows.ts';
import { listSlices, listStart } from './list-slices.ts';

/**
 * Reads a list in slices: 15,000 senders of 19 operators are 11 MB.
 * @throws GatewayError for an error number, UpstreamFailure for what is no answer
 */
export async function decodeList(body: Buffer, slices: TimeSlices): Promise<ListAnswer> {
  const start = listStart(body);
  if (start === null) return decodeNoList(body);
  const rows: SenderReading[] = [];
  const rowOf = rowReader();
  let elements = 0;
  let pieces = 0;
  for (const piece of listSlices(body, start)) {
    if (pieces > 0) await slices.yieldIfDue();
    pieces += 1;
    const parsed = parseJson(`[${piece.toString()}]`) as readonly unknown[];
    // A comma with nothing after it.
    if (parsed.length === 0 && pieces > 1) throw unusable('something that is no JSON');
    elements += parsed.length;
    for (const element of parsed) {
      const row = isRecord(element) ? rowOf(element) : null;
      if (row !== null) rows.push(row);
    }
  }
  // Taken for an empty list, it would look as if all senders were gone.
  if (rows.length === 0 && elements > 0) throw unusable('a list that names no sender');
  return { rows, unreadableRows: elements - rows.length, whole: true, notFound: false };
}

/** Sibling endpoints of the provider answer an empty list with error 3. */
function decodeNoList(body: Buffer): ListAnswer {
  const answer = parseAnswer(body.toString());
  if (answer.kind === 'error' && answer.number === 3) return { rows: [], unreadableRows: 0, whole: true, notFound: true };
  throw refusal('LIST', answer);
}

/** @throws GatewayError for an error number, UpstreamFailure for what is no answer */
export function decodeAdded(body: Buffer): { readonly smscId: string } {
  const answer = parseAnswer(body.toString());
  if (answer.kind !== 'id') throw refusal('ADD', answer);
  return { smscId: answer.smscId };
}

/** @throws GatewayError for an error number, UpstreamFailure for what is no answer */
export const decodeDone =
  (command: Command) =>
  (body: Buffer): void => {
    const answer = parseAnswer(body.toString());
    if (answer.kind !== 'ok') throw refusal(command, answer);
  };

const refusal = (command: Command, answer: Answer): GatewayError =>
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
