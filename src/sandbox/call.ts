import type { ReceivedDocument } from './documents.ts';
import type { Listing } from './formats/format.ts';
import type { Instant } from './moderation.ts';
import type { SenderBook, StoredSender } from './sender-book.ts';
import type { World } from './world.ts';

/** A request that was admitted, on its way to a command. */
export interface Call {
  readonly world: World;
  readonly login: string;
  /** null: the account itself. */
  readonly subclient: string | null;
  readonly book: SenderBook;
  readonly params: ReadonlyMap<string, string>;
  readonly documents: readonly ReceivedDocument[];
  readonly instant: Instant;
}

export type Outcome =
  | { readonly kind: 'list'; readonly listing: Listing<StoredSender> }
  | { readonly kind: 'added'; readonly id: number }
  | { readonly kind: 'done' };
