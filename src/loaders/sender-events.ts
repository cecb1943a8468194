import type { HeldSender } from '../account/account.ts';
import { BEGINNING, type EventFilter, requireNoGap } from '../account/events/event-feed.ts';
import type { Approval } from '../account/events/event-index.ts';
import type { EventPage, JournaledEvent, SenderEvent } from '../account/events/events.ts';
import { filterInSlices, mapInSlices, sortInSlices } from '../concurrency/yielding.ts';
import { Tally } from '../domain/prices.ts';
import type { SenderEventKind } from '../domain/sender-events.ts';
import { decodeCursor, encodeCursor, sizeOf } from './page.ts';
import { type Principal, requireReach } from './principal.ts';
import { LONGEST_LINE, requireLength } from './text-length.ts';

/** Which events are meant; a condition that is left out holds for all. */
export interface EventSelection {
  readonly subclient: string | null;
  readonly smscIds?: readonly string[] | null | undefined;
  readonly kinds?: readonly SenderEventKind[] | null | undefined;
}

export interface EventListQuery extends EventSelection {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly newestFirst: boolean;
}

export interface EventList {
  readonly events: readonly JournaledEvent[];
  readonly hasMore: boolean;
  /** Where to go on; null where nothing was looked at. */
  readonly end: number | null;
  /** The last cursor given to anybody. */
  readonly newest: number;
}

export interface ApprovalTime {
  readonly medianDays: number;
  readonly p90Days: number;
  readonly samples: number;
}

/** So many entries of the journal are looked at for one page, however few of them fit. */
const MOST_LOOKED_AT = 10_000;
const CHUNK = 500;
/** So many events of one sender are looked at for a page of some kinds. */
const MOST_LOOKED_AT_OF_ONE = 500;
/** Fewer tell too little. */
const ENOUGH_APPROVALS = 10;
const DAY_MS = 86_400_000;

/** The cursor of a place in the account's journal. */
export const eventCursor = (cursor: number): string => encodeCursor(JOURNAL.list, [cursor]);

type Place = readonly [cursor: number];
const JOURNAL = {
  list: 'events',
  isKey: (key: readonly unknown[]): key is Place => key.length === 1 && Number.isSafeInteger(key[0]) && Number(key[0]) >= BEGINNING,
};

/** @throws InvalidInputError */
export const placeOf = (cursor: string): number => decodeCursor<Place>('after', cursor, JOURNAL)[0];

/**
 * How many entries of the journal are looked at for a page at the most: where every one of them is meant, no more than the page needs.
 * @param size of the page
 */
export const mostLookedAt = (
  { smscIds, kinds }: Omit<EventSelection, 'subclient'>,
  size: number,
  { subclients, anySubclient }: Principal,
): number =>
  smscIds == null && kinds == null && subclients.length === 0 && !anySubclient ? CHUNK * Math.ceil((size + 1) / CHUNK) : MOST_LOOKED_AT;

/** How many events of one sender are read for a page of its history at the most. */
export const mostReadOfOne = ({ kinds }: Pick<EventSelection, 'kinds'>, size: number): number =>
  kinds == null ? size + 1 : Math.max(size + 1, MOST_LOOKED_AT_OF_ONE);

/** A request's way to what happened to the senders that it may reach. */
export class SenderEvents {
  readonly #principal: Principal;
  readonly #done: Tally;
  readonly #pay: (() => Promise<void> | null) | undefined;
  /** By column. */
  readonly #approvalTimes = new Map<string, Promise<ApprovalTime | null>>();

  /**
   * @param done gets what was really done
   * @param pay asked by what goes on, before it goes on; a promise is waited for
   */
  constructor(principal: Principal, done: Tally = new Tally(), pay?: () => Promise<void> | null) {
    this.#principal = principal;
    this.#done = done;
    this.#pay = pay;
  }

  /** What is told from here on is made anew: for operations that go on. */
  forget(): void {
    this.#approvalTimes.clear();
  }

  /**
   * Events as they come, those behind a cursor first.
   * @throws GatewayError CURSOR_EXPIRED
   */
  async follow(filter: EventSelection, after: string | null | undefined): Promise<AsyncIterableIterator<JournaledEvent, undefined>> {
    const { account } = this.#principal;
    requireReach(this.#principal, filter.subclient);
    const place = after == null ? null : placeOf(after);
    if (place !== null) requireNoGap(place, await account.events.read({ after: place, limit: 1 }));
    const isMeant = matching(filter);
    const counted: EventFilter = (event) => {
      this.#done.events += 1;
      return isMeant(event);
    };
    return account.follow(filter.subclient, place, counted, this.#pay);
  }

  /** A page may be shorter than was asked for, even empty, where few events fit. */
  async list({ first, after, newestFirst, ...filter }: EventListQuery): Promise<EventList> {
    requireReach(this.#principal, filter.subclient);
    const size = sizeOf({ first });
    const isMeant = matching(filter);
    const most = mostLookedAt(filter, size, this.#principal);
    const found: JournaledEvent[] = [];
    let place = after == null ? null : placeOf(after);
    let looked = 0;
    for (;;) {
      const page = await this.#read(place, newestFirst);
      this.#done.events += page.events.length;
      if (place !== null && !newestFirst) requireNoGap(place, page);
      const newest = page.newest ?? BEGINNING;
      for (const event of page.events) {
        if (isMeant(event.event)) {
          if (found.length === size) return { events: found, hasMore: true, end: place, newest };
          found.push(event);
        }
        place = event.cursor;
      }
      looked += page.events.length;
      const isAll = page.events.length < CHUNK;
      if (isAll || looked >= most) return { events: found, hasMore: !isAll, end: place, newest };
    }
  }

  /** What happened to one sender, newest first. */
  async history(
    { subclient, smscId }: HeldSender,
    { first, after, kinds }: Omit<EventListQuery, 'newestFirst' | 'subclient'>,
  ): Promise<EventList> {
    requireReach(this.#principal, subclient);
    const size = sizeOf({ first });
    const { account } = this.#principal;
    const place = after == null ? Number.POSITIVE_INFINITY : placeOf(after);
    const index = await account.eventIndex.upToDate();
    const cursors = index.cursorsOf(subclient, smscId).filter((cursor) => cursor < place);
    const isMeant = matching({ subclient, kinds });
    const events: JournaledEvent[] = [];
    let newest: EventPage['newest'] = null;
    let looked: number | null = null;
    for (let left = mostReadOfOne({ kinds }, size); left > 0 && events.length <= size; left -= 1) {
      const cursor = cursors.pop();
      if (cursor === undefined) break;
      looked = cursor;
      this.#done.events += 1;
      const page = await account.events.read({ after: cursor - 1, before: cursor + 1, limit: 1 });
      newest = page.newest;
      events.push(...page.events.filter(({ event }) => isMeant(event)));
    }
    if (events.length > size) {
      const shown = events.slice(0, size);
      return { events: shown, hasMore: true, end: shown.at(-1)?.cursor ?? null, newest: newest ?? BEGINNING };
    }
    return { events, hasMore: cursors.length > 0, end: looked, newest: newest ?? BEGINNING };
  }

  /** How long one operator took over what this principal may see; null until there is enough of it. */
  approvalTime(column: string): Promise<ApprovalTime | null> {
    const time = this.#approvalTimes.get(column) ?? this.#approvalTimeAt(column);
    this.#approvalTimes.set(column, time);
    return time;
  }

  async #approvalTimeAt(column: string): Promise<ApprovalTime | null> {
    const { account, confinedTo } = this.#principal;
    const isInReach = ({ subclient }: Approval) => confinedTo === null || (subclient !== null && confinedTo.includes(subclient));
    const approvals = (await account.eventIndex.upToDate()).approvalsAt(column);
    this.#done.scanned += approvals.length;
    const { slices } = account;
    // A copy: it may grow meanwhile.
    const mine = await filterInSlices([...approvals], slices, isInReach);
    const days = await mapInSlices(mine, slices, ({ tookMs }) => tookMs / DAY_MS);
    if (days.length < ENOUGH_APPROVALS) return null;
    const sorted = await sortInSlices(days, slices, (a, b) => a - b);
    return { medianDays: quantile(sorted, 0.5), p90Days: quantile(sorted, 0.9), samples: sorted.length };
  }

  #read(place: number | null, newestFirst: boolean): Promise<EventPage> {
    const { events } = this.#principal.account;
    if (newestFirst) return events.read({ ...(place !== null && { before: place }), limit: CHUNK, reverse: true });
    return events.read({ after: place ?? BEGINNING, limit: CHUNK });
  }
}

function matching({ subclient, smscIds, kinds }: EventSelection): (event: SenderEvent) => boolean {
  for (const [index, smscId] of (smscIds ?? []).entries()) requireLength(['smscIds', String(index)], smscId, LONGEST_LINE);
  const ids = smscIds == null ? null : new Set(smscIds);
  // A list may name a kind any number of times.
  const wanted = kinds == null ? null : new Set(kinds);
  return (event) => event.subclient === subclient && (ids === null || ids.has(event.smscId)) && (wanted === null || wanted.has(event.kind));
}

/** The least value that is not under this share of all, to a hundredth. */
const quantile = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 100) / 100;
