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
export interface WriteLog {
  /** When it was begun, in ms since 1970: distinguishes it from one that was lost. Null before the first change. */
  readonly since: number | null;
  readonly sequence: number;
  /** In their order, with no gap, up to `sequence`. Those that all parts have in them already are left out. */
  readonly writes: readonly LoggedWrite[];
  readonly parts: { readonly [P in Part]?: PartMark };
}

export const EMPTY_WRITE_LOG: WriteLog = { since: null, sequence: 0, writes: [], parts: {} };

/** @param at in ms since 1970 */
export function withWrite(log: WriteLog, effect: WriteEffect, at: number): WriteLog {
  const sequence = log.sequence + 1;
  return trimmed({ ...log, sequence, writes: [...log.writes, { sequence, at, effect }] }, at);
}

export function withPart(log: WriteLog, part: Part, mark: PartMark, at: number): WriteLog {
  return trimmed({ ...log, parts: { ...log.parts, [part]: mark } }, at);
}

/** True where the log has every write since: a fetch from before that can't be patched. */
export const reachesBack = ({ sequence, writes }: WriteLog, askedAfter: number): boolean =>
  askedAfter <= sequence && askedAfter >= (writes[0]?.sequence ?? sequence + 1) - 1;

function trimmed(log: WriteLog, at: number): WriteLog {
  const { sequence, writes, parts } = log;
  const everywhere = Math.min(sequence, ...Object.values(parts).map(({ askedAfter }) => askedAfter));
  const first = writes.findIndex((write) => write.sequence > everywhere || write.at > at - KEEP_WRITES_MS);
  const kept = { ...log, since: log.since ?? at, writes: first < 0 ? [] : writes.slice(first).slice(-MAX_WRITES) };
  return { ...kept, parts: Object.fromEntries(Object.entries(parts).filter(([, { askedAfter }]) => reachesBack(kept, askedAfter))) };
}

/** Grows where the shape changes: what an older or newer gateway stored then counts as nothing. */
const FORMAT = 1;

export const encodeWriteLog = (log: WriteLog): Uint8Array => Buffer.from(JSON.stringify({ format: FORMAT, ...log }));

export function decodeWriteLog(bytes: Uint8Array): WriteLog {
  const { format, ...log } = JSON.parse(Buffer.from(bytes).toString()) as WriteLog & { readonly format: number };
  return format === FORMAT ? log : EMPTY_WRITE_LOG;
}
