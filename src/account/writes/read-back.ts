import { GatewayError, OutcomeUnknownError } from '../../errors.ts';
import type { ReadOptions } from '../account.ts';
import type { HeldPart } from '../replica/held-part.ts';
import type { WriteContext } from './write-context.ts';

/** When a look is worth while, where nothing better is known. */
export const CHECK_AFTER_MS = 30_000;

/**
 * Lists the names anew after a write of which the answer was lost. Goes on although the caller went away:
 * what the write did must become known.
 * @throws OutcomeUnknownError where the list can't be had either
 */
export async function readBack(
  { parts, record }: WriteContext,
  subclient: string | null,
  lost: unknown,
  { cost }: ReadOptions,
): Promise<HeldPart> {
  const sequence = await record(subclient, { kind: 'changed', outdates: ['names', 'operators', 'files'] });
  if (sequence === null) throw outcomeUnknown(lost);
  try {
    return await parts.readAfter(subclient, 'names', sequence, { cost });
  } catch (failure) {
    throw outcomeUnknown(lost, failure);
  }
}

/** @param hindrance what kept the gateway from finding out, where it tried */
export function outcomeUnknown(lost: unknown, hindrance?: unknown): OutcomeUnknownError {
  const retryAfterMs = hindrance instanceof GatewayError ? hindrance.retryAfterMs : null;
  return new OutcomeUnknownError(retryAfterMs ?? CHECK_AFTER_MS, { cause: lost });
}
