const KEY = 'code-locks';

/** Until when each number gets no other code, as the gateway told in this tab. */
type Locks = Readonly<Record<string, string>>;

const read = (): Locks => JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Locks;

/** A number as people write it, down to its digits. */
export const digitsOf = (number: string): string => number.replaceAll(/\D/g, '');

export const lockOf = (number: string): string | null => read()[digitsOf(number)] ?? null;

export function rememberLock(number: string, until: string): void {
  sessionStorage.setItem(KEY, JSON.stringify({ ...read(), [digitsOf(number)]: until }));
}
