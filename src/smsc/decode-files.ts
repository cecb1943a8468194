import type { FileReading } from '../domain/sender.ts';
import { idOf, isRecord, textOf, wholeNumber } from './answer.ts';

export interface ReadFiles {
  readonly files: readonly FileReading[];
  /** Files without an id. */
  readonly unreadable: number;
}

const NO_FILES: ReadFiles = { files: [], unreadable: 0 };

/** The files of a row: a list, an object whose keys are indexes, or one file bare. */
export function filesOf(value: unknown): ReadFiles {
  if (typeof value !== 'object' || value === null) return NO_FILES;
  const entries = Array.isArray(value) ? value : 'fid' in value ? [value] : Object.values(value);
  const files = entries.flatMap((entry): FileReading[] => {
    const smscId = isRecord(entry) ? idOf(entry.fid) : null;
    if (smscId === null || !isRecord(entry)) return [];
    return [{ smscId, name: plainText(entry.file) ?? '', status: wholeNumber(entry.fstatus), comment: plainText(entry.fcomment) }];
  });
  return { files, unreadable: entries.filter((entry) => entry !== null).length - files.length };
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#039;': "'", '&#39;': "'" };
const ENTITY = /&(?:amp|lt|gt|quot|#0?39);/g;
/** A character that a text written for HTML never holds. */
const UNESCAPED = /["<>]|&(?!(?:amp|lt|gt|quot|#0?39);)/;

/** A text, also where it was written for a page of HTML. */
function plainText(value: unknown): string | null {
  const text = textOf(value);
  return text === null || UNESCAPED.test(text) ? text : text.replace(ENTITY, (entity) => ENTITIES[entity] ?? entity);
}
