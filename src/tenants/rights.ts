import { isDeepStrictEqual } from 'node:util';
import type { RightEnd } from '../domain/right-ends.ts';
import type { Principal } from '../loaders/principal.ts';

/** What a right is to: an account, and what of it may be reached. */
export type Rights = Pick<Principal, 'account' | 'access' | 'subclients' | 'confinedTo'>;

/** How rights end where others take their place; null where these are the same, to the same account at work. */
export function endOfRights(before: Rights, now: Rights): RightEnd | null {
  if (!covers(now, before)) return 'REDUCED';
  return now.account === before.account && now.access === before.access && isDeepStrictEqual(reachOf(now), reachOf(before))
    ? null
    : 'RENEWED';
}

/** True where everything that `less` allows is allowed by `more`. */
const covers = (more: Rights, less: Rights): boolean =>
  more.account.name === less.account.name &&
  (more.access === 'write' || less.access === 'read') &&
  reachOf(less).every((place) => reachOf(more).includes(place));

/** null: the account itself. */
const reachOf = ({ subclients, confinedTo }: Rights): readonly (string | null)[] => confinedTo ?? [null, ...subclients];
