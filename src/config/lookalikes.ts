import { rowsOf } from '../domain/table.ts';
import { SETTINGS } from './config.ts';

/** A variable that is none of ours and looks as if it was meant to be one. */
export interface Lookalike {
  readonly name: string;
  /** The setting that it resembles most. */
  readonly nearest: string;
}

/** Beginnings that nobody else's variables have. */
const OURS = ['SMSC_', 'LIMIT_'];
/** Shorter names are too near to everybody's: PATH and PORT differ in two letters. */
const SHORTEST = 6;
const FARTHEST = 2;

const NAMES = rowsOf(SETTINGS).map(([name]) => name as string);

/** Variables that were probably misspelt: without this a gateway whose SMSC_LOGINN is set would serve made-up data. */
export function lookalikesIn(env: Readonly<Record<string, string | undefined>>): readonly Lookalike[] {
  return Object.keys(env).flatMap((name) => {
    const upper = name.toUpperCase();
    if (NAMES.includes(name) || (upper.length < SHORTEST && !NAMES.includes(upper))) return [];
    const [nearest = '', distance = Number.POSITIVE_INFINITY] = NAMES.map(
      (setting) => [setting, distanceOf(upper, setting)] as const,
    ).reduce((best, next) => (next[1] < best[1] ? next : best));
    return distance <= FARTHEST || OURS.some((prefix) => upper.startsWith(prefix)) ? [{ name, nearest }] : [];
  });
}

export const lookalikeText = ({ name, nearest }: Lookalike): string => `${name} is no setting of the gateway: did you mean ${nearest}?`;

/** Letters to add, drop, change, or swap with the next one. */
function distanceOf(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (last[j - 1] ?? 0) + Number(one[i - 1] !== other[j - 1]);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row[j] = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped);
    }
    before = last;
    last = row;
  }
  return last[other.length] ?? 0;
}
