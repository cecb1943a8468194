const LABEL = /charset\s*=\s*"?([^\s";]+)/i;
const UTF_8 = /^utf-?8$/i;

/** The bytes of an answer as UTF-8, by its Content-Type; taken for UTF-8 where it names no charset, or none that is known. */
export function toUtf8(bytes: Buffer, contentType: string): Buffer {
  const label = LABEL.exec(contentType)?.[1] ?? 'utf-8';
  if (UTF_8.test(label)) return bytes;
  try {
    return Buffer.from(new TextDecoder(label).decode(bytes));
  } catch {
    // A label that nobody knows; what the decoder itself can't read becomes U+FFFD.
    return bytes;
  }
}
