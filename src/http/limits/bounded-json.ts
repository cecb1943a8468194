import type { Limits } from '../../domain/limits.ts';
import { LimitExceededError } from '../../errors.ts';

export type JsonLimits = Pick<Limits, 'values' | 'keys' | 'items' | 'nesting'>;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * JSON.parse for what callers send. What a body of a megabyte would become is counted before any of it is made: as objects it can be thirty
 * times as large.
 * @throws LimitExceededError; SyntaxError where it is no JSON
 */
export function parseJson(text: string, limits: JsonLimits): unknown {
  requireShape(text, limits);
  return JSON.parse(text);
}

/**
 * Counts signs alone, and so values of what is no JSON too.
 * @throws LimitExceededError
 */
export function requireShape(text: string, { values, keys, items, nesting }: JsonLimits): void {
  const isList: boolean[] = [];
  /** Of the lists and objects that are open at a place: the commas so far. */
  const commas: number[] = [];
  let level = -1;
  let counted = 1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        for (at += 1; at < text.length && text.charCodeAt(at) !== QUOTE; at += 1) if (text.charCodeAt(at) === BACKSLASH) at += 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        level += 1;
        if (level >= nesting) throw new LimitExceededError('nesting', nesting, null);
        isList[level] = text.charCodeAt(at) === OPEN_LIST;
        commas[level] = 0;
        counted += 1;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        level -= 1;
        break;
      case COMMA: {
        counted += 1;
        const before = (commas[level] ?? 0) + 1;
        commas[level] = before;
        if (isList[level] === true) {
          if (before >= items) throw new LimitExceededError('items', items, null);
        } else if (before >= keys) throw new LimitExceededError('keys', keys, null);
        break;
      }
    }
    if (counted > values) throw new LimitExceededError('values', values, null);
  }
}
