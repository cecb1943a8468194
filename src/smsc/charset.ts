const LABEL = /charset\s*=\s*"?([^\s";]+)/i;

/** Text of an answer by its Content-Type; UTF-8 where it names no charset, or none that is known. */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  const label = LABEL.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    // A label that nobody knows; what the decoder itself can't read becomes U+FFFD.
    return new TextDecoder().decode(bytes);
  }
}
