import { InvalidInputError } from '../errors.ts';

/** Of names, logins, and whatever else is one line. */
export const LONGEST_LINE = 255;
/** Of ids and cursors, which hold names and logins. */
export const LONGEST_TOKEN = 4_000;

/**
 * Judges a text before anything looks into it.
 * @param path of the argument, for the error
 * @throws InvalidInputError
 */
export function requireLength(path: readonly string[], { length }: string, longest: number): void {
  if (length > longest) throw new InvalidInputError([{ path, message: `has ${length} characters; ${longest} at most` }]);
}
