import type { Format } from './format.ts';
import { JSON_FORMAT } from './json.ts';
import { NUMBERS } from './numbers.ts';
import { TEXT } from './text.ts';
import { XML } from './xml.ts';

/** By the value of `fmt`. */
export const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['0', TEXT],
  ['1', NUMBERS],
  ['2', XML],
  ['3', JSON_FORMAT],
]);

/** The format that an answer gets; text where `fmt` is absent, or is none of the four and error 1 is on its way. */
export const formatOf = (fmt: string | undefined): Format => FORMATS.get(fmt ?? '0') ?? TEXT;
