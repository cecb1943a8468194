import { COMMANDS } from '../../domain/commands.ts';
import { GatewayError, OutcomeUnknownError } from '../../errors.ts';
import type { ChangeRequest } from '../../smsc/api.ts';
import type { HeldSender, Part, ReadOptions } from '../account.ts';
import { LostAnswer } from './lost-answer.ts';
import { outcomeUnknown } from './verdict.ts';
import { callFor, resolveTarget, type WriteContext, wireTarget } from './write-context.ts';

/**
 * Changes a sender.
 * @returns the sender as it is held afterwards
 * @throws OutcomeUnknownError
 */
export async function changeSender(context: WriteContext, request: ChangeRequest, options: ReadOptions): Promise<HeldSender> {
  const { subclient } = request;
  const sender = await resolveTarget(context, subclient, request.target, options);
  try {
    await askTwiceAtMost(context, { ...request, target: wireTarget(sender.smscId) }, options);
  } catch (failure) {
    const outdates = outdatedByFailure(failure, request);
    if (outdates.length > 0) await context.record(subclient, { kind: 'changed', outdates });
    throw failure;
  }
  const outdates = outdatedBy(request);
  if (outdates.length > 0) await context.record(subclient, { kind: 'changed', outdates });
  return context.parts.replica(subclient).held('names')?.bySmscId.get(sender.smscId)?.sender ?? sender;
}

/**
 * A list shows no comments, so a lost answer can't be read back. It is asked once more instead, which leaves
 * the same behind: but not with a document, which might then be attached twice.
 */
async function askTwiceAtMost(context: WriteContext, request: ChangeRequest, options: ReadOptions): Promise<void> {
  const ask = () => callFor(context, options, (call) => context.client.change(request, call));
  try {
    await ask();
  } catch (lost) {
    if (!(lost instanceof LostAnswer)) throw lost;
    // Also after a repeat that succeeded: the first may still be done over what comes meanwhile.
    if (lost.openMs > 0) context.later.add(request.subclient, lost.openMs);
    if (COMMANDS.CHANGE.repeat !== 'ONCE' || request.document !== null) throw outcomeUnknown(lost);
    await ask().catch((second: unknown) => {
      // Gone, so nothing is left of the first either.
      if (second instanceof GatewayError && second.code === 'SENDER_NOT_FOUND') throw second;
      throw outcomeUnknown(second instanceof LostAnswer && second.openMs > lost.openMs ? second : lost, second);
    });
  }
}

/** Operators decide on documents, so one may move their statuses too. */
function outdatedBy({ registrations, ukraine, belarus, document }: ChangeRequest): readonly Part[] {
  if (document !== null) return ['operators', 'files'];
  return registrations.length > 0 || ukraine !== null || belarus !== null ? ['operators'] : [];
}

function outdatedByFailure(failure: unknown, request: ChangeRequest): readonly Part[] {
  if (failure instanceof GatewayError && failure.code === 'SENDER_NOT_FOUND') return ['names'];
  return failure instanceof OutcomeUnknownError ? outdatedBy(request) : [];
}
