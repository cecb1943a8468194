import { isUtf8 } from 'node:buffer';

const LABEL = /charset\s*=\s*"?([^\s";]+)/i;
const UTF_8 = /^utf-?8$/i;
/** The provider's own charset, in which it answers where none is asked for. */
const PROVIDERS_OWN = new TextDecoder('windows-1251');
const REPLACEMENT = '\uFFFD';

/**
 * The bytes of an answer as UTF-8, by its Content-Type. Where that names no charset, or one that the bytes are not in, or that nobody knows,
 * bytes that are no UTF-8 are taken for the provider's own charset.
 */
export function toUtf8(bytes: Buffer, contentType: string): Buffer {
  const label = LABEL.exec(contentType)?.[1] ?? 'utf-8';
  if (UTF_8.test(label)) return isUtf8(bytes) ? bytes : recovered(bytes);
  try {
    return Buffer.from(new TextDecoder(label).decode(bytes));
  } catch {
    return isUtf8(bytes) ? bytes : recovered(bytes);
  }
}

/** One character that was cut in half makes no other charset of a text: what can't be read becomes U+FFFD. */
function recovered(bytes: Buffer): Buffer {
  const text = bytes.toString();
  const letters = text.match(/[^\0-\x7f]/gu) ?? [];
  const isUtf8AlmostAll = letters.filter((letter) => letter !== REPLACEMENT).length > letters.length / 2;
  return isUtf8AlmostAll ? Buffer.from(text) : Buffer.from(PROVIDERS_OWN.decode(bytes));
}
