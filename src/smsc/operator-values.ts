import { isRecord, textOf, wholeNumber } from './answer.ts';

/** What the value of an operator's column says. */
export interface CellValue {
  readonly status: number | null;
  readonly name: string | null;
}

export const NOTHING: CellValue = { status: null, name: null };

/** `2 (COMMON)`: what stands between the two is no character of a sender's name. */
const GLUED = /^\s*(\d{1,3})\s*[\s(:;,|/]\s*([^\s()]+)\s*\)?\s*$/;
/** The greatest status that is published. */
const GREATEST_STATUS = 255;
const STATUS_KEY = /status|code|state/i;

/** Reads a status, a name, or both: glued, in an object, in a list of two. Looks one level deep: the depth is the provider's. */
export function readCell(value: unknown): CellValue {
  if (Array.isArray(value)) return { status: wholeNumber(value[0]), name: textOf(value[1]) };
  if (isRecord(value)) return readObject(value);
  const status = wholeNumber(value);
  if (status !== null) return { status, name: null };
  const text = textOf(value);
  const [, number, name] = GLUED.exec(text ?? '') ?? [];
  return number !== undefined && name !== undefined && Number(number) <= GREATEST_STATUS
    ? { status: Number(number), name }
    : { status, name: text };
}

function readObject(value: Readonly<Record<string, unknown>>): CellValue {
  const entries = Object.entries(value);
  const ofStatus = entries.find(([key]) => STATUS_KEY.test(key)) ?? entries.find(([, item]) => wholeNumber(item) !== null);
  const others = entries.filter((entry) => entry !== ofStatus);
  return { status: wholeNumber(ofStatus?.[1]), name: others.map(([, item]) => textOf(item)).find((name) => name !== null) ?? null };
}

const DATE = /^\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}\b/;

/** A name under a key that does not say that it is one: text, but no number and no date. */
export function unlabelledName(value: unknown): string | null {
  const text = typeof value === 'string' && wholeNumber(value) === null ? textOf(value) : null;
  return text === null || DATE.test(text) ? null : text;
}
