import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import type { Part } from '../account.ts';
import type { FetchedPart, HeldRow } from './held-part.ts';
import { decodePart, encodePart, withHead, withoutHead } from './part-codec.ts';

/** The last state of a part of which the journal has published. `askedAfter` is the last write that is in `rows`. */
export interface PublishedPart extends FetchedPart {
  /** Of the head by whose numbers `version` and `askedAfter` count. */
  readonly since: number | null;
}

export const encodePublished = async (published: PublishedPart, slices: TimeSlices): Promise<Uint8Array> =>
  withHead(published.since, await encodePart(published, slices));

/**
 * @param before rows that are kept where the stored ones are the same
 * @returns null for what another version of the gateway stored
 */
export async function decodePublished(
  bytes: Uint8Array,
  part: Part,
  subclient: string | null,
  slices: TimeSlices,
  before?: readonly HeldRow[],
): Promise<PublishedPart | null> {
  const { head, rest } = withoutHead(bytes);
  const fetched = await decodePart(rest, part, subclient, slices, before);
  return fetched && { ...fetched, since: head as number | null };
}
