import { unusable } from './answer.ts';

/** Bytes that are parsed at once, at least; some 0.5 ms. */
const SLICE_BYTES = 32 * 1024;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_ROW, CLOSE_ROW] = Buffer.from('"\\,[]{}');
const BOM = Buffer.from('\uFEFF');
const BLANKS = new Set(Buffer.from(' \t\r\n'));

/** Where the JSON list of an answer begins: after its `[`. Null where the answer is no list. */
export function listStart(bytes: Buffer): number | null {
  const at = skipBlanks(bytes, BOM.equals(bytes.subarray(0, BOM.length)) ? BOM.length : 0);
  return bytes[at] === OPEN_LIST ? at + 1 : null;
}

/**
 * The elements of a JSON list of UTF-8, some at a time and with their commas, so that a list of megabytes never has to be parsed in one go.
 * What stands between the commas is left to the parser of JSON.
 * @param start after the `[`
 * @param sliceBytes how long a slice is at least, but for the last
 * @throws UpstreamFailure where the list does not end, or is not all
 */
export function* listSlices(bytes: Buffer, start: number, sliceBytes = SLICE_BYTES): Generator<Buffer> {
  for (let from = start; ; ) {
    const end = sliceEnd(bytes, from, from + sliceBytes);
    const isLast = bytes[end] === CLOSE_LIST;
    if (end >= bytes.length || (isLast && skipBlanks(bytes, end + 1) < bytes.length)) throw unusable('a list that is cut off, or no JSON');
    yield bytes.subarray(from, end);
    if (isLast) return;
    from = end + 1;
  }
}

/** The end of the list, or the first comma between two of its elements at `least` or after. */
function sliceEnd(bytes: Buffer, from: number, least: number): number {
  let depth = 0;
  let inText = false;
  let at = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === QUOTE) inText = false;
      else if (byte === BACKSLASH) at += 1;
    } else if (byte === QUOTE) {
      inText = true;
    } else if (byte === OPEN_ROW || byte === OPEN_LIST) {
      depth += 1;
    } else if (depth > 0) {
      if (byte === CLOSE_ROW || byte === CLOSE_LIST) depth -= 1;
    } else if (byte === CLOSE_LIST || (byte === COMMA && at >= least)) {
      break;
    }
  }
  return at;
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (BLANKS.has(bytes[at] ?? 0)) at += 1;
  return at;
}
