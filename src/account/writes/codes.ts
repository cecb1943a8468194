import { CodeAlreadySentError, GatewayError } from '../../errors.ts';
import type { CheckCodeRequest, SendCodeRequest } from '../../smsc/api.ts';
import type { HeldSender, ReadOptions } from '../account.ts';
import type { CodeLocks } from './code-lock.ts';
import { outcomeUnknown } from './read-back.ts';
import { answerLost, callFor, findHeld, type WriteContext } from './write-context.ts';

/**
 * Sends a code. Never asks twice, and not at all while the number is known to be locked.
 * @throws CodeAlreadySentError, OutcomeUnknownError
 */
export async function sendCode(
  context: WriteContext,
  locks: CodeLocks,
  request: SendCodeRequest,
  options: ReadOptions,
): Promise<{ resendAllowedAt: Date }> {
  const { subclient, number } = request;
  await locks.take(subclient, number);
  try {
    await callFor(context, options, (call) => context.client.sendCode(request, call));
  } catch (failure) {
    if (failure instanceof GatewayError && failure.code === 'CODE_ALREADY_SENT') {
      await locks.refused(subclient, number).catch(() => {});
      throw new CodeAlreadySentError(null, { upstreamCode: failure.upstreamCode, cause: failure });
    }
    // Whether a code went out is then for the provider to say, at the next request.
    await locks.free(subclient, number).catch(() => {});
    throw answerLost(failure) ? outcomeUnknown(failure) : failure;
  }
  return { resendAllowedAt: await locks.sent(subclient, number) };
}

/**
 * Confirms a digital sender. Never asks twice: a code counts once.
 * @returns the sender of that number, null where the list has none
 * @throws OutcomeUnknownError
 */
export async function checkCode(context: WriteContext, request: CheckCodeRequest, options: ReadOptions): Promise<HeldSender | null> {
  const { subclient, number } = request;
  try {
    await callFor(context, options, (call) => context.client.checkCode(request, call));
  } catch (failure) {
    if (answerLost(failure)) {
      await context.record(subclient, { kind: 'changed', outdates: ['names'] });
      throw outcomeUnknown(failure);
    }
    throw failure;
  }
  await context.record(subclient, { kind: 'changed', outdates: ['names'] });
  return await findHeld(context, subclient, { name: number }, options).catch(() => null);
}
