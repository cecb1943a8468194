import { unusable } from './answer.ts';
import { meaningOfKey } from './operator-keys.ts';

/** Bytes that are parsed at once, at least; some 0.5 ms. */
const SLICE_BYTES = 32 * 1024;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_ROW, CLOSE_ROW] = Buffer.from('"\\,[]{}');
const BOM = Buffer.from('\uFEFF');
const BLANKS = new Set(Buffer.from(' \t\r\n'));

/** Where the rows of an answer begin, and what holds them. */
export interface ListStart {
  /** After the bracket that opens it. */
  readonly at: number;
  /** True where the rows are the values of an object: PHP writes a list with gaps so. */
  readonly keyed: boolean;
  /** True where the list is the one value of another object: `{"senders": […]}`. */
  readonly wrapped: boolean;
}

/** The key of an object's first member, and the bracket that its value begins with. */
const FIRST_MEMBER = /^\{\s*"([\w.-]{1,64})"\s*:\s*([[{])/;
const PEEKED_BYTES = 256;

/** Where the JSON list of an answer begins. Null where the answer is no list, or none by its first bytes. */
export function listStart(bytes: Buffer): ListStart | null {
  const at = skipBlanks(bytes, BOM.equals(bytes.subarray(0, BOM.length)) ? BOM.length : 0);
  if (bytes[at] === OPEN_LIST) return { at: at + 1, keyed: false, wrapped: false };
  const [head = '', key = '', bracket] = FIRST_MEMBER.exec(bytes.toString('latin1', at, at + PEEKED_BYTES)) ?? [];
  if (head === '' || meaningOfKey(key).kind !== 'STRANGE') return null;
  // Of an object whose values are rows the first row stands under an index or an id.
  if (bracket === '{' && /^\d+$/.test(key)) return { at: at + 1, keyed: true, wrapped: false };
  return { at: at + head.length, keyed: bracket === '{', wrapped: true };
}

/** A piece of a list: whole elements, with their commas. */
export interface ListSlice {
  readonly from: number;
  readonly to: number;
}

/**
 * The elements of a JSON list of UTF-8, some at a time and with their commas, so that a list of megabytes never has to be parsed in one go.
 * What stands between the commas is left to the parser of JSON.
 * @param sliceBytes how long a slice is at least, but for the last
 * @throws UpstreamFailure where the list does not end, or is not all
 */
export function* listSlices(bytes: Buffer, start: ListStart, sliceBytes = SLICE_BYTES): Generator<ListSlice> {
  const close = start.keyed ? CLOSE_ROW : CLOSE_LIST;
  for (let from = start.at; ; ) {
    const to = sliceEnd(bytes, from, from + sliceBytes);
    const isLast = bytes[to] === close;
    if (to >= bytes.length || (isLast && !isEnd(bytes, to + 1, start.wrapped)) || (!isLast && bytes[to] !== COMMA))
      throw unusable('a list that is cut off, or no JSON');
    yield { from, to };
    if (isLast) return;
    from = to + 1;
  }
}

function isEnd(bytes: Buffer, from: number, wrapped: boolean): boolean {
  const at = skipBlanks(bytes, from);
  return wrapped ? bytes[at] === CLOSE_ROW && skipBlanks(bytes, at + 1) >= bytes.length : at >= bytes.length;
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
    } else if (byte === CLOSE_LIST || byte === CLOSE_ROW || (byte === COMMA && at >= least)) {
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
