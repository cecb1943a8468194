import type { Part } from './account.ts';
import type { FetchedPart } from './held-part.ts';
import { decodePart, encodePart } from './part-codec.ts';

/** The last state of a part of which the journal has told. `askedAfter` is the last write that is in `rows`. */
export interface ToldPart extends FetchedPart {
  /** Of the head by whose numbers `version` and `askedAfter` count. */
  readonly since: number | null;
}

const LINE_END = 0x0a;

export const encodeTold = async (told: ToldPart): Promise<Uint8Array> =>
  Buffer.concat([Buffer.from(`${JSON.stringify(told.since)}\n`), await encodePart(told)]);

/** @returns null for what another version of the gateway stored */
export async function decodeTold(bytes: Uint8Array, part: Part, subclient: string | null): Promise<ToldPart | null> {
  const end = bytes.indexOf(LINE_END);
  const fetched = await decodePart(bytes.subarray(end + 1), part, subclient);
  return fetched && { ...fetched, since: JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()) as number | null };
}
