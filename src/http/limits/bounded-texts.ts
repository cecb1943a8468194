import type { Limits } from '../../domain/limits.ts';
import { LimitExceededError } from '../../errors.ts';

/**
 * Judges the texts and keys in variables and extensions, which are as deep as the limits let JSON be.
 * @throws LimitExceededError
 */
export function requireTexts(value: unknown, limits: Pick<Limits, 'text'>): void {
  if (typeof value === 'string') requireText(value, limits);
  else if (Array.isArray(value)) for (const item of value) requireTexts(item, limits);
  else if (isPlain(value))
    for (const [key, inner] of Object.entries(value)) {
      requireText(key, limits);
      requireTexts(inner, limits);
    }
}

export function requireText(text: string, { text: max }: Pick<Limits, 'text'>): void {
  if (text.length > max) throw new LimitExceededError('text', max, text.length);
}

/** A file is none. */
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
