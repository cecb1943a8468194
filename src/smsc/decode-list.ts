import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import { isRecord, parseAnswer, parseJson, unusable, wholeNumber, withoutBom } from './answer.ts';
import { type ListAnswer, UpstreamFailure } from './api.ts';
import { CutOff, lenientElements, lenientValue } from './lenient-json.ts';
import { ListReading } from './list-reading.ts';
import { type ListStart, listSlices, listStart } from './list-slices.ts';
import { refusal } from './refusal.ts';

const DIGITS = /^\d+$/;
/** Objects up to this are read whole. */
const SMALL_BYTES = 64 * 1024;
/** So many elements are read leniently before others may have their turn of the event loop. */
const LENIENT_PIECE = 32;

/**
 * Reads a list in slices: 15,000 senders of 19 operators are 11 MB. Rows that can't be read are kept out and counted; where the text is no
 * JSON, all that can be read of it is.
 * @throws GatewayError for an error number, UpstreamFailure for what is no answer, or one that is cut off
 */
export async function decodeList(body: Buffer, slices: TimeSlices): Promise<ListAnswer> {
  const start = listStart(body);
  if (start === null) return decodeObject(body);
  // The first bytes of one row bare may look like those of an object that holds rows.
  if (body.length < SMALL_BYTES && (start.keyed || start.wrapped)) {
    const object = strictObject(body) ?? lenientObject(body);
    if (rowsIn(object) !== null) return decodeObject(body, object);
  }
  return readList(body, start, slices);
}

async function readList(body: Buffer, start: ListStart, slices: TimeSlices): Promise<ListAnswer> {
  const list = new ListReading();
  const readTo = await readStrictly(list, body, start, slices);
  if (readTo !== null) await readLeniently(list, body.toString('utf8', readTo), start, slices);
  return list.answer();
}

/** @returns where the text stops to be JSON; null where all of it is */
async function readStrictly(list: ListReading, body: Buffer, start: ListStart, slices: TimeSlices): Promise<number | null> {
  let readTo = start.at;
  try {
    for (const { from, to } of listSlices(body, start)) {
      if (from > start.at) await slices.yieldIfDue();
      const elements = strictElements(body.toString('utf8', from, to), start);
      // A comma with nothing after it.
      if (elements.length === 0 && from > start.at) return from;
      for (const element of elements) list.take(element);
      readTo = to + 1;
    }
    return null;
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    return readTo;
  }
}

/** @throws UpstreamFailure where this is no JSON */
const strictElements = (text: string, { keyed }: ListStart): readonly unknown[] =>
  keyed ? Object.values(parseJson(`{${text}}`) as object) : (parseJson(`[${text}]`) as readonly unknown[]);

async function readLeniently(list: ListReading, text: string, { keyed, wrapped }: ListStart, slices: TimeSlices): Promise<void> {
  let read = 0;
  try {
    for (const element of lenientElements(text, keyed || wrapped ? '}' : ']')) {
      read += 1;
      if (read % LENIENT_PIECE === 0) await slices.yieldIfDue();
      list.take(element);
    }
  } catch (error) {
    throw error instanceof CutOff ? unusable('a list that is cut off, or no JSON') : error;
  }
}

/** What is no list by its first bytes: an error, one row bare, an empty object. */
function decodeObject(body: Buffer, object: unknown = strictObject(body) ?? lenientObject(body)): ListAnswer {
  const rows = rowsIn(object);
  if (rows === null) return decodeNoList(withoutBom(body.toString()));
  const list = new ListReading();
  for (const row of rows) list.take(row);
  return list.answer();
}

/** null where it is no JSON. */
function strictObject(body: Buffer): unknown {
  try {
    return JSON.parse(withoutBom(body.toString()));
  } catch {
    return null;
  }
}

function lenientObject(body: Buffer): unknown {
  const text = withoutBom(body.toString());
  try {
    return text.startsWith('{') ? lenientValue(text) : null;
  } catch (error) {
    if (error instanceof CutOff) return null;
    throw error;
  }
}

/** null where the object holds no rows. */
function rowsIn(object: unknown): readonly unknown[] | null {
  if (!isRecord(object) || wholeNumber(object.error_code) !== null) return null;
  const keys = Object.keys(object);
  if (keys.length === 0) return [];
  // The answer to add has the new id there, and nothing else.
  if ('sender' in object) return keys.length > 1 ? [object] : null;
  if (Object.values(object).every(isRecord) && keys.every((key) => DIGITS.test(key))) return Object.values(object);
  const held = Object.values(object).find((value) => typeof value === 'object' && value !== null);
  return held === undefined ? null : Object.values(held);
}

/** Sibling endpoints of the provider answer an empty list with error 3. */
function decodeNoList(text: string): ListAnswer {
  const answer = parseAnswer(text);
  if (answer.kind === 'error' && answer.number === 3) return { ...new ListReading().answer(), notFound: true };
  throw refusal('LIST', answer);
}
