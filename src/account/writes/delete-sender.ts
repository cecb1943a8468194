import { GatewayError } from '../../errors.ts';
import type { DeleteRequest } from '../../smsc/api.ts';
import type { ReadOptions } from '../account.ts';
import { Look } from './look.ts';
import { LostAnswer, notDone } from './lost-answer.ts';
import { outcomeUnknown } from './verdict.ts';
import { callFor, resolveTarget, type WriteContext, wireTarget } from './write-context.ts';

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
    if (failure instanceof GatewayError && failure.code === 'SENDER_NOT_FOUND')
      await context.record(subclient, { kind: 'changed', outdates: ['names'] });
    if (!(failure instanceof LostAnswer)) throw failure;
    await requireGone(context, subclient, smscId, failure, options);
  }
  await context.record(subclient, { kind: 'removed', smscId });
  return { smscId };
}

/** @throws GatewayError where it was certainly not deleted, OutcomeUnknownError where that can't be settled */
async function requireGone(context: WriteContext, subclient: string | null, smscId: string, lost: LostAnswer, { cost }: ReadOptions) {
  const look = new Look(context, subclient, { cost });
  const presence = await look
    .presence((names) => names.bySmscId.get(smscId)?.sender ?? null)
    .catch((hindrance: unknown) => {
      context.later.add(subclient, lost.openMs);
      throw outcomeUnknown(lost, hindrance);
    });
  if (presence === 'absent') return;
  if (presence !== 'unsure' && lost.openMs === 0) throw notDone(lost);
  context.later.add(subclient, lost.openMs);
  throw outcomeUnknown(lost);
}
