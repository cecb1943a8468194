import { BEGINNING } from '../account/events/event-feed.ts';
import type { EventPage } from '../account/events/events.ts';
import { OPERATORS } from '../domain/operators.ts';
import { keysOf } from '../domain/table.ts';
import { GatewayError } from '../errors.ts';
import { type Principal, requireReach } from './principal.ts';
import { type EventListQuery, mostLookedAt, placeOf } from './sender-events.ts';
import { isSorted, type SenderOrder, senderOrdering } from './sender-list.ts';

/** What is taken for granted of a list that nobody has read yet: as many senders as the largest that is known to be served. */
const UNREAD = { senders: 15_000, operators: keysOf(OPERATORS).length, files: 5 };

/** How much there is, at the most, of what one principal can ask for, as far as this instance knows without asking anybody: what a price is made of. */
export class Sizes {
  readonly #principal: Principal;
  readonly #journal: EventPage | null;
  #longest: { readonly operators: number; readonly files: number } | null = null;

  /** @param journal its bounds; null: not known */
  constructor(principal: Principal, journal: EventPage | null = null) {
    this.#principal = principal;
    this.#journal = journal;
  }

  /** Of a list; 0 where it is out of reach. */
  senders(subclient: string | null): number {
    return this.#isInReach(subclient) ? (this.#principal.account.sizes(subclient).senders ?? UNREAD.senders) : 0;
  }

  /** Senders that are put in this order for a list: none where they stand in it already. */
  unsorted(subclient: string | null, order: SenderOrder): number {
    const names = this.#isInReach(subclient) ? this.#principal.account.current(subclient, 'names') : null;
    return names !== null && isSorted(names, senderOrdering(order, subclient)) ? 0 : this.senders(subclient);
  }

  /** Rows of one sender. */
  get operators(): number {
    return this.#longestRow.operators;
  }

  /** Documents of one sender. */
  get files(): number {
    return this.#longestRow.files;
  }

  get subclients(): number {
    const { confinedTo, subclients } = this.#principal;
    return (confinedTo ?? subclients).length;
  }

  get webhooks(): number {
    return this.#principal.webhooks.size;
  }

  /** Events of one sender. */
  get history(): number {
    const { account, confinedTo } = this.#principal;
    return account.eventIndex.mostOf(confinedTo) ?? Number.POSITIVE_INFINITY;
  }

  get approvals(): number {
    return this.#principal.account.eventIndex.approvals;
  }

  /** Entries of the journal that are read for a page. */
  eventsRead({ after, newestFirst, ...filter }: Omit<EventListQuery, 'subclient'>, size: number): number {
    return Math.min(this.#eventsFrom(after, newestFirst), mostLookedAt(filter, size, this.#principal));
  }

  /** Behind a cursor, or before it where the newest come first. */
  #eventsFrom(after: string | null | undefined, newestFirst: boolean): number {
    if (this.#journal === null) return Number.POSITIVE_INFINITY;
    const { oldest, newest } = this.#journal;
    if (oldest === null || newest === null) return 0;
    const place = after == null ? (newestFirst ? newest + 1 : BEGINNING) : placeIn(after);
    if (place === null) return 0;
    return Math.max(0, newestFirst ? Math.min(place - 1, newest) - oldest + 1 : newest - Math.max(place, oldest - 1));
  }

  get #longestRow() {
    if (this.#longest === null) {
      const held = this.#reach.map((subclient) => this.#principal.account.sizes(subclient));
      const files = held.flatMap(({ files }) => files ?? []);
      this.#longest = {
        // The provider reports each of its columns of each sender; some may be newer than the catalogue.
        operators: Math.max(UNREAD.operators, ...held.map(({ operators }) => operators ?? 0)),
        files: files.length === 0 ? UNREAD.files : Math.max(...files),
      };
    }
    return this.#longest;
  }

  /** Whose data it may be. */
  get #reach(): readonly (string | null)[] {
    const { confinedTo, account } = this.#principal;
    return confinedTo ?? account.heldSubclients;
  }

  #isInReach(subclient: string | null): boolean {
    try {
      requireReach(this.#principal, subclient);
      return true;
    } catch (error) {
      if (error instanceof GatewayError) return false;
      throw error;
    }
  }
}

/** Null for a cursor that is none: it is refused when it is looked for. */
function placeIn(cursor: string): number | null {
  try {
    return placeOf(cursor);
  } catch (error) {
    if (error instanceof GatewayError) return null;
    throw error;
  }
}
