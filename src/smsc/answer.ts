import { UpstreamFailure } from './api.ts';

/** What senders.php answers, by the shape of the text alone; lists are read on their own. */
export type Answer =
  | { readonly kind: 'ok' }
  | { readonly kind: 'error'; readonly number: number }
  | { readonly kind: 'id'; readonly smscId: string };

/** Errors in the formats that were not asked for: text, numbers, XML. The provider answers in one of them where it did not get as far as `fmt`. */
const ERROR_FORMATS = [
  /^ERROR\s*=\s*(\d{1,9})\b/i,
  /^0\s*,\s*-(\d{1,9})\b/,
  /^<(?:\?xml|result)\b[\s\S]*?<error_code>\s*(\d{1,9})\s*<\/error_code>/i,
];

/**
 * Reads an answer: JSON with any order and spacing, plain `OK`, errors in any of the four formats.
 * @throws UpstreamFailure where it is none of these: empty, cut off, an HTML page
 */
export function parseAnswer(text: string): Answer {
  const body = withoutBom(text);
  if (body === '') throw unusable('an empty body');
  if (body === 'OK') return { kind: 'ok' };
  for (const format of ERROR_FORMATS) {
    const number = format.exec(body)?.[1];
    if (number !== undefined) return { kind: 'error', number: Number(number) };
  }
  if (body.startsWith('<')) throw unusable('a page instead of an answer');
  return answerOf(parseJson(body));
}

export const withoutBom = (text: string): string => text.replace(/^\uFEFF/, '').trim();

/** @throws UpstreamFailure */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own message would quote the answer, and an answer may echo what was sent.
    throw unusable('something that is no JSON, or cut off');
  }
}

function answerOf(json: unknown): Answer {
  if (!isRecord(json)) throw unusable('JSON of another shape');
  const number = wholeNumber(json.error_code);
  if (number !== null) return { kind: 'error', number };
  if (typeof json.result === 'string' && json.result.toUpperCase() === 'OK') return { kind: 'ok' };
  // As on the page under `sender`; as in fmt 2 under `id`, where `sender` could be the name.
  const smscId = idOf(json.id) ?? idOf(json.sender);
  if (smscId !== null) return { kind: 'id', smscId };
  throw unusable('JSON of another shape');
}

export const unusable = (what: string) => new UpstreamFailure('NONSENSE', `The provider answered with ${what}.`);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number of 32 bits, as GraphQL's Int holds, that came as a number or as a string; null for anything else. */
export function wholeNumber(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && (number | 0) === number ? number : null;
}

/** Text that says something; a number is text too. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** An id that came as a number or as a string, as a decimal string; null for anything else. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : null;
  return typeof value === 'string' && /^\d{1,20}$/.test(value.trim()) ? value.trim() : null;
}
