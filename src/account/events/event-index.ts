import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { REGISTRATION_STATUSES } from '../../domain/statuses.ts';
import type { Events, JournaledEvent, SenderEvent } from './events.ts';

/** Some 2 ms to read and take in. */
const PAGE = 500;

/** How long an operator took over one registration. */
export interface Approval {
  readonly subclient: string | null;
  readonly column: string;
  /** Milliseconds from sent to approved. */
  readonly tookMs: number;
}

export interface IndexedEvents {
  /** Cursors of a sender's events, ascending. */
  cursorsOf(subclient: string | null, smscId: string): readonly number[];
  /** Those whose event is kept. */
  readonly approvals: readonly Approval[];
}

const SENT = REGISTRATION_STATUSES.SENT_FOR_REGISTRATION.wire;
const APPROVED = REGISTRATION_STATUSES.APPROVED.wire;

/** Finds events by sender, and what they add up to. In memory: it is read out of the journal at the first question, then only what is new. */
export class EventIndex implements IndexedEvents {
  readonly #events: Events;
  readonly #slices: TimeSlices;
  readonly #cursors = new Map<string, number[]>();
  /** When a registration that is not decided yet was sent, in ms since 1970. */
  readonly #sentAt = new Map<string, number>();
  readonly #approvals: (Approval & { readonly cursor: number })[] = [];
  #position = 0;
  #oldest = 0;
  #reading: Promise<void> | null = null;

  constructor(events: Events, slices: TimeSlices) {
    this.#events = events;
    this.#slices = slices;
  }

  /** As the journal is now. @throws GatewayError UPSTREAM_UNAVAILABLE where the store is away */
  async upToDate(): Promise<IndexedEvents> {
    this.#reading ??= this.#catchUp().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
    return this;
  }

  get approvals(): readonly Approval[] {
    return this.#approvals;
  }

  cursorsOf(subclient: string | null, smscId: string): readonly number[] {
    return (this.#cursors.get(JSON.stringify([subclient, smscId])) ?? []).filter((cursor) => cursor >= this.#oldest);
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const { events, oldest } = await this.#events.read({ after: this.#position, limit: PAGE });
      for (const event of events) this.#take(event);
      this.#oldest = oldest ?? 0;
      while ((this.#approvals[0]?.cursor ?? Infinity) < this.#oldest) this.#approvals.shift();
      if (events.length < PAGE) return;
      await this.#slices.yieldIfDue();
    }
  }

  #take({ cursor, at, event }: JournaledEvent): void {
    this.#position = cursor;
    const key = JSON.stringify([event.subclient, event.smscId]);
    const cursors = this.#cursors.get(key);
    if (cursors === undefined) this.#cursors.set(key, [cursor]);
    else cursors.push(cursor);
    if (event.kind === 'OPERATOR_STATUS_CHANGED') this.#time(cursor, at, event);
  }

  #time(cursor: number, at: number, { subclient, smscId, column, after }: Extract<SenderEvent, { kind: 'OPERATOR_STATUS_CHANGED' }>): void {
    const key = JSON.stringify([subclient, smscId, column]);
    if (after === SENT) this.#sentAt.set(key, at);
    if (after !== APPROVED) return;
    const sentAt = this.#sentAt.get(key);
    if (sentAt !== undefined) this.#approvals.push({ cursor, subclient, column, tookMs: at - sentAt });
    this.#sentAt.delete(key);
  }
}
