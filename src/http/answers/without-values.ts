const GOT = ' got invalid value ';
const REASON = '; ';

/**
 * The text of an error of coercion without the value that it quotes, which may be a confirmation code. It still says which variable, where
 * in it, and what is wanted.
 */
export function withoutValues(message: string): string {
  const text = message.replace(/(cannot represent[^:]*): .*$/s, '$1');
  const start = text.indexOf(GOT);
  const reason = text.lastIndexOf(REASON);
  if (start < 0 || reason < start) return text;
  const [place = ''] = / at "[^"]*"$/.exec(text.slice(start, reason)) ?? [];
  return `${text.slice(0, start)} got an invalid value${place}${text.slice(reason)}`;
}
