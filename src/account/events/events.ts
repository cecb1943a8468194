import type { SenderEventKind } from '../../domain/sender-events.ts';
import type { JournalLimits } from '../../store/store.ts';

/** Whose event it is. */
interface OfSender {
  readonly kind: SenderEventKind;
  /** The login of the subclient whose sender it is; null: the account's own. */
  readonly subclient: string | null;
  readonly smscId: string;
  readonly name: string;
}

interface OfFile extends OfSender {
  readonly file: { readonly smscId: string; readonly name: string };
}

/** The provider's numbers before and after; null where it reported none. */
interface Change {
  readonly before: number | null;
  readonly after: number | null;
}

/** What happened to a sender. Statuses are the provider's numbers: the tables of src/domain/statuses.ts name them. */
export type SenderEvent =
  | (OfSender & { readonly kind: 'SENDER_ADDED'; readonly after: number | null })
  | (OfSender & { readonly kind: 'SENDER_REMOVED'; readonly before: number | null })
  | (OfSender & Change & { readonly kind: 'SENDER_STATUS_CHANGED' })
  | (OfSender & Change & { readonly kind: 'OPERATOR_STATUS_CHANGED'; readonly column: string })
  | (OfFile & { readonly kind: 'FILE_ADDED'; readonly after: number | null })
  | (OfFile & Change & { readonly kind: 'FILE_STATUS_CHANGED' });

/** An event at its place in the account's journal. */
export interface JournaledEvent {
  /** Grows with every event of the account, of all its subclients. */
  readonly cursor: number;
  /** When the gateway saw it, in ms since 1970, by the store's clock. */
  readonly at: number;
  readonly event: SenderEvent;
}

export interface EventPage {
  readonly events: readonly JournaledEvent[];
  /** Who has read up to `after` missed something where `after < oldest - 1`. Null before the first event. */
  readonly oldest: number | null;
  /** The last cursor given; null before the first event. */
  readonly newest: number | null;
}

export interface EventRange {
  /** Only events after this cursor. */
  readonly after?: number;
  /** Only events before this cursor. */
  readonly before?: number;
  readonly limit: number;
  /** Newest first. */
  readonly reverse?: boolean;
}

/** What happened to all senders of an account, in the order in which the gateway saw it. */
export interface Events {
  /** @throws GatewayError UPSTREAM_UNAVAILABLE where the store is away */
  read(range: EventRange): Promise<EventPage>;
  /** The listener hears of every append by any instance, at once or soon, sometimes for nothing. @returns ends it */
  watch(listener: () => void): () => void;
}

export const DEFAULT_JOURNAL: JournalLimits = { maxEntries: 1_000_000, maxAgeMs: 30 * 86_400_000 };

/** The journal's name in the store. @param account what begins all keys of the account */
export const eventStream = (account: string): string => JSON.stringify([account, 'events']);

export const encodeEvent = (event: SenderEvent): string => JSON.stringify(event);
export const decodeEvent = (data: string): SenderEvent => JSON.parse(data) as SenderEvent;
