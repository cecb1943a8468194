import { COMMANDS } from '../../domain/commands.ts';
import { GatewayError } from '../../errors.ts';
import type { ChangeRequest } from '../../smsc/api.ts';
import type { HeldSender, Part, ReadOptions } from '../account.ts';
import { outcomeUnknown } from './read-back.ts';
import { answerLost, callFor, resolveTarget, type WriteContext, wireTarget } from './write-context.ts';

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
    if (!answerLost(lost)) throw lost;
    if (COMMANDS.CHANGE.repeat !== 'ONCE' || request.document !== null) throw outcomeUnknown(lost);
    await ask().catch((second) => {
      throw outcomeUnknown(lost, second);
    });
  }
}

/** Operators decide on documents, so one may move their statuses too. */
function outdatedBy({ registrations, ukraine, belarus, document }: ChangeRequest): readonly Part[] {
  if (document !== null) return ['operators', 'files'];
  return registrations.length > 0 || ukraine !== null || belarus !== null ? ['operators'] : [];
}

function outdatedByFailure(failure: unknown, request: ChangeRequest): readonly Part[] {
  const code = failure instanceof GatewayError ? failure.code : null;
  if (code === 'SENDER_NOT_FOUND') return ['names'];
  return code === 'OUTCOME_UNKNOWN' ? outdatedBy(request) : [];
}
