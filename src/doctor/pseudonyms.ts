import { createHmac } from 'node:crypto';
import { OPERATORS } from '../domain/operators.ts';
import { rowsOf } from '../domain/table.ts';

/** Keys of the provider's answers, as far as they are known: their names tell nothing of anybody. */
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  ...rowsOf(OPERATORS).map(([, { column }]) => column),
  ...[
    'sender',
    'id',
    'status',
    'cmt',
    'name',
    'mail',
    'date',
    'user',
    'type',
    'result',
    'error',
    'error_code',
    'replace',
    'senders',
    'list',
  ],
  ...['files', 'file', 'fid', 'fstatus', 'fcomment'],
]);
/** A key of a column that is not known yet, or of a replacement name. */
const COLUMN_LIKE = /^[a-z]+\d?(?:_(?:step|int|reg|name|sender))+$/;
const WORDS_OF_JSON: ReadonlySet<string> = new Set(['true', 'false', 'null']);
/** Statuses and counts; ids and phone numbers are longer. */
const LONGEST_PLAIN_NUMBER = 3;

const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '0123456789',
  'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
];

/** An escape, or a word. Escapes come first: of `\n` the n is no letter. */
const TOKEN = /\\u[0-9a-fA-F]{4}|\\.|[\p{L}\p{N}]+(?:[._@-]+[\p{L}\p{N}]+)*/gu;

/**
 * Puts made-up words in place of every name, comment, file name, address, id and number in raw answers. The same word becomes the same one
 * everywhere, of the same length and the same kinds of letters; punctuation, spacing, faults of the JSON and statuses stay. The text is never
 * parsed: what can't be parsed is what such answers are kept for.
 */
export class Pseudonyms {
  readonly #key: string;

  /** @param key a random one for each recording, which nobody keeps */
  constructor(key: string) {
    this.#key = key;
  }

  /** Bytes in UTF-8 stay UTF-8; all others are taken for windows-1251, whose letters stay letters of it. */
  ofBody(body: Buffer): Buffer {
    const text = utf8Of(body);
    if (text !== null) return Buffer.from(this.ofText(text));
    return Buffer.from(this.ofText(body.toString('latin1'), CYRILLIC_BYTES), 'latin1');
  }

  ofText(text: string, alphabets: readonly string[] = ALPHABETS): string {
    return text.replace(TOKEN, (token, offset: number) => {
      if (token.startsWith('\\u')) return this.#escape(token);
      if (token.startsWith('\\') || WORDS_OF_JSON.has(token)) return token;
      if (/^\d+$/.test(token)) return token.length <= LONGEST_PLAIN_NUMBER ? token : this.#word(token, alphabets);
      const isKey = /^"\s*:/.test(text.slice(offset + token.length, offset + token.length + 4)) && text[offset - 1] === '"';
      return isKey && (KNOWN_KEYS.has(token) || COLUMN_LIKE.test(token)) ? token : this.#word(token, alphabets);
    });
  }

  /** A number never begins with 0: as JSON it would be another fault than the one that is shown. */
  #word(word: string, alphabets: readonly string[]): string {
    return [...word]
      .map((letter, index) => {
        const alphabet = alphabets.find((letters) => letters.includes(letter));
        if (alphabet === undefined) return /[._@-]/.test(letter) ? letter : 'x';
        const digest = createHmac('sha256', this.#key).update(`${index} ${word}`).digest();
        const first = alphabet.startsWith('0') && index === 0 ? 1 : 0;
        return alphabet[first + (digest.readUInt16BE(0) % (alphabet.length - first))] ?? 'x';
      })
      .join('');
  }

  #escape(text: string): string {
    const letter = String.fromCharCode(Number.parseInt(text.slice(2), 16));
    const other = this.#word(letter, ALPHABETS);
    return `\\u${other.charCodeAt(0).toString(16).padStart(4, '0')}`;
  }
}

/** The letters of windows-1251 as byte strings. */
const byteRange = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index)).join('');
const CYRILLIC_BYTES = [...ALPHABETS.slice(0, 3), byteRange(0xe0, 0xff), byteRange(0xc0, 0xdf)];

function utf8Of(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
