import { createHash } from 'node:crypto';
import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';

/** Longer texts are encoded in slices. */
export const LONG_TEXT = 256 * 1024;
/** Letters that are encoded and hashed at once: some 0.2 ms. */
const PIECE = 128 * 1024;

export interface EncodedText {
  readonly body: Buffer;
  readonly etag: string;
}

/** A text as UTF-8, with its tag, in slices: one of 25 MB takes 40 ms. */
export async function encodeInSlices(text: string, slices: TimeSlices): Promise<EncodedText> {
  const chunks: Buffer[] = [];
  const hash = createHash('sha256');
  for (const piece of piecesOf(text)) {
    await slices.yieldIfDue();
    const chunk = Buffer.from(piece);
    hash.update(chunk);
    chunks.push(chunk);
  }
  await slices.yieldIfDue();
  return { body: Buffer.concat(chunks), etag: etagOf(hash.digest('base64url')) };
}

export function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const to = pieceEnd(text, from);
    yield text.slice(from, to);
    from = to;
  }
}

/** Never between the halves of a letter. */
function pieceEnd(text: string, from: number): number {
  const end = from + PIECE;
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last < 0xdc00 ? end + 1 : end;
}

/** @param hash of the body: SHA-256 in base64url */
export const etagOf = (hash: string): string => `"${hash.slice(0, 22)}"`;
