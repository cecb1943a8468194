import { CodeAlreadySentError, GatewayError } from '../../errors.ts';
import type { CheckCodeRequest, SendCodeRequest } from '../../smsc/api.ts';
import type { HeldSender, ReadOptions } from '../account.ts';
import type { CodeLocks } from './code-lock.ts';
import { LostAnswer } from './lost-answer.ts';
import { outcomeUnknown } from './verdict.ts';
import { callFor, findHeld, type WriteContext } from './write-context.ts';

/**
 * Sends a code. Never asks twice, and not at all while the number is known to be locked, or the provider may still be sending one.
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
    if (failure instanceof LostAnswer && failure.openMs > 0) await locks.leaveOpen(subclient, number, failure.openMs).catch(() => {});
    // Whether a code went out is then for the provider to say, at the next request.
    else await locks.free(subclient, number).catch(() => {});
    throw failure instanceof LostAnswer ? outcomeUnknown(failure) : failure;
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
    if (!(failure instanceof LostAnswer)) throw failure;
    await context.record(subclient, { kind: 'changed', outdates: ['names'] });
    if (failure.openMs > 0) context.later.add(subclient, failure.openMs);
    throw outcomeUnknown(failure);
  }
  await context.record(subclient, { kind: 'changed', outdates: ['names'] });
  return await findHeld(context, subclient, { name: number }, options).catch(() => null);
}
