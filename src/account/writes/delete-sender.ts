import { GatewayError } from '../../errors.ts';
import type { DeleteRequest } from '../../smsc/api.ts';
import type { ReadOptions } from '../account.ts';
import { readBack } from './read-back.ts';
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
    const names = await readBack(context, subclient, failure, options);
    if (names.bySmscId.has(smscId)) throw notDone(failure);
  }
  await context.record(subclient, { kind: 'removed', smscId });
  return { smscId };
}
