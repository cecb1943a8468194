import type { Part } from '../account.ts';
import type { LoggedWrite, WriteEffect } from './held-part.ts';

/** Longer than any fetch takes: a fetch that began before a write must still find the write here when it lands. */
const KEEP_WRITES_MS = 10 * 60_000;
/** More writes than this since a part was fetched, and the part is fetched anew rather than patched. */
const MAX_WRITES = 1_000;

/** Which fetch of a part is the newest. */
export interface PartMark {
  readonly version: number;
  readonly askedAfter: number;
}

/** What all instances agree on about one subclient: small, so that it can be compared and swapped at each write. Immutable. */
export interface Head {
  /** When it was begun, in ms since 1970: distinguishes it from one that was lost. Null before the first change. */
  readonly since: number | null;
  readonly sequence: number;
  /** In their order, with no gap, up to `sequence`. Those that all parts have in them already are left out. */
  readonly writes: readonly LoggedWrite[];
  readonly parts: { readonly [P in Part]?: PartMark };
}

export const EMPTY_HEAD: Head = { since: null, sequence: 0, writes: [], parts: {} };

/** @param at in ms since 1970 */
export function withWrite(head: Head, effect: WriteEffect, at: number): Head {
  const sequence = head.sequence + 1;
  return trimmed({ ...head, sequence, writes: [...head.writes, { sequence, at, effect }] }, at);
}

export function withPart(head: Head, part: Part, mark: PartMark, at: number): Head {
  return trimmed({ ...head, parts: { ...head.parts, [part]: mark } }, at);
}

/** True where the log has every write since: a fetch from before that can't be patched. */
export const reachesBack = ({ sequence, writes }: Head, askedAfter: number): boolean =>
  askedAfter <= sequence && askedAfter >= (writes[0]?.sequence ?? sequence + 1) - 1;

function trimmed(head: Head, at: number): Head {
  const { sequence, writes, parts } = head;
  const everywhere = Math.min(sequence, ...Object.values(parts).map(({ askedAfter }) => askedAfter));
  const first = writes.findIndex((write) => write.sequence > everywhere || write.at > at - KEEP_WRITES_MS);
  const kept = { ...head, since: head.since ?? at, writes: first < 0 ? [] : writes.slice(first).slice(-MAX_WRITES) };
  return { ...kept, parts: Object.fromEntries(Object.entries(parts).filter(([, { askedAfter }]) => reachesBack(kept, askedAfter))) };
}

/** Grows where the shape changes: what an older or newer gateway stored then counts as nothing. */
const FORMAT = 1;

export const encodeHead = (head: Head): Uint8Array => Buffer.from(JSON.stringify({ format: FORMAT, ...head }));

export function decodeHead(bytes: Uint8Array): Head {
  const { format, ...head } = JSON.parse(Buffer.from(bytes).toString()) as Head & { readonly format: number };
  return format === FORMAT ? head : EMPTY_HEAD;
}
