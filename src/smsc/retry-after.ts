/** No front is left alone for longer than this, whatever it asks for. */
const LONGEST_MS = 3_600_000;
const SECOND_MS = 1_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * What an answer's Retry-After asks for, in seconds or as a date, which counts from the answer's own Date: nobody's clock here matters.
 * @returns null where there is none that can be read
 */
export function retryAfterMs(headers: Headers): number | null {
  const asked = String(headers['retry-after'] ?? '').trim();
  const ms = /^\d{1,9}$/.test(asked) ? Number(asked) * SECOND_MS : Date.parse(asked) - Date.parse(String(headers.date ?? ''));
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, SECOND_MS), LONGEST_MS);
}
