import type { Part } from '../account.ts';
import type { FetchedPart, HeldRow } from './held-part.ts';
import { decodePart, encodePart, withHead, withoutHead } from './part-codec.ts';

/** The last state of a part of which the journal has told. `askedAfter` is the last write that is in `rows`. */
export interface ToldPart extends FetchedPart {
  /** Of the head by whose numbers `version` and `askedAfter` count. */
  readonly since: number | null;
}

export const encodeTold = async (told: ToldPart): Promise<Uint8Array> => withHead(told.since, await encodePart(told));

/**
 * @param before rows that are kept where the stored ones are the same
 * @returns null for what another version of the gateway stored
 */
export async function decodeTold(
  bytes: Uint8Array,
  part: Part,
  subclient: string | null,
  before?: readonly HeldRow[],
): Promise<ToldPart | null> {
  const { head, rest } = withoutHead(bytes);
  const fetched = await decodePart(rest, part, subclient, before);
  return fetched && { ...fetched, since: head as number | null };
}
