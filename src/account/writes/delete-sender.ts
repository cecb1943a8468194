import { GatewayError } from '../../errors.ts';
import type { DeleteRequest } from '../../smsc/api.ts';
import type { ReadOptions } from '../account.ts';
import { outcomeUnknown, readBack } from './read-back.ts';
import { answerLost, callFor, notDone, resolveTarget, type WriteContext, wireTarget } from './write-context.ts';

/**
 * Deletes a sender. Never asks twice: after a lost answer a sender that is gone counts as deleted.
 * @returns the id, also where the target was a name
 * @throws OutcomeUnknownError
 */
export async function deleteSender(
  context: WriteContext,
  { target, subclient }: DeleteRequest,
  options: ReadOptions,
): Promise<{ smscId: string }> {
  const { smscId } = 'smscId' in target ? target : await resolveTarget(context, subclient, target, options);
  try {
    await callFor(context, options, (call) => context.client.delete({ target: wireTarget(smscId), subclient }, call));
  } catch (failure) {
    if (failure instanceof GatewayError && failure.code === 'SENDER_NOT_FOUND') {
      await context.record(subclient, { kind: 'changed', outdates: ['names'] });
    }
    if (!answerLost(failure)) throw failure;
    if (!(await isGone(context, subclient, smscId, failure, options))) throw notDone(failure);
  }
  await context.record(subclient, { kind: 'removed', smscId });
  return { smscId };
}

/**
 * Reads back after a lost answer. One list that lacks the sender may lack it by a fault, so a second one is asked for.
 * @throws OutcomeUnknownError where that does not settle it
 */
async function isGone(context: WriteContext, subclient: string | null, smscId: string, lost: unknown, options: ReadOptions) {
  for (let lists = 0; lists < 2; lists += 1) {
    const { bySmscId, doubts } = await readBack(context, subclient, lost, options);
    if (!bySmscId.has(smscId)) return true;
    if (!doubts.has(smscId)) return false;
  }
  throw outcomeUnknown(lost);
}
