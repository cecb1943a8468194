import iconv from 'iconv-lite';

// SMSC.ru: windows-1251 where `charset` is absent, for the parameters and for the answer.
export const CHARSETS = ['windows-1251', 'koi8-r', 'utf-8'] as const;
export type Charset = (typeof CHARSETS)[number];

/** What `charset` asks for. A word that is none of the three counts as absent (a guess: the page does not say). */
export const charsetOf = (word: string | undefined): Charset => {
  const wanted = word?.toLowerCase();
  return CHARSETS.find((charset) => charset === wanted) ?? 'windows-1251';
};

/** @param bytes a byte string: one character, U+0000 to U+00FF, a byte */
export const decodeBytes = (bytes: string, charset: Charset): string =>
  /^[\x00-\x7f]*$/.test(bytes) ? bytes : iconv.decode(Buffer.from(bytes, 'latin1'), charset, { stripBOM: false });

const isMappable = (character: string, charset: Charset) => iconv.decode(iconv.encode(character, charset), charset) === character;

/**
 * @param substitute what stands for a character that the charset has not
 */
export function encodeText(text: string, charset: Charset, substitute: (character: string) => string): Buffer {
  if (charset === 'utf-8') return Buffer.from(text);
  const writable = text.replace(/[^\u0000-\u007f]/gu, (character) => (isMappable(character, charset) ? character : substitute(character)));
  return iconv.encode(writable, charset);
}
