import type { UpstreamCost } from '../account/account.ts';
import type { Tally } from '../domain/prices.ts';
import type { Principal } from '../loaders/principal.ts';
import type { SenderEvents } from '../loaders/sender-events.ts';
import type { Senders } from '../loaders/senders.ts';

/** What every resolver gets. Made once an operation, by http. */
export interface GraphQLContext {
  readonly principal: Principal;
  readonly senders: Senders;
  readonly events: SenderEvents;
  /** The last event that a subscription gave: at first the one that its client says it got before, null where it says nothing. */
  readonly place: { cursor: string | null };
  /** What this operation cost upstream so far. */
  readonly cost: UpstreamCost;
  /** What this operation did so far. */
  readonly done: Tally;
  readonly now: () => Date;
}
