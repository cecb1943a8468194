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
  /** Those at one operator whose event is kept. */
  approvalsAt(column: string): readonly Approval[];
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
  readonly #approvals = new Map<string, (Approval & { readonly cursor: number })[]>();
  /** By subclient: how many events the sender has that has the most. */
  readonly #most = new Map<string | null, number>();
  #isRead = false;
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

  /**
   * How many events a sender has at the most, as far as was read; null before anything was.
   * @param subclients whose senders; null: everybody's
   */
  mostOf(subclients: readonly (string | null)[] | null): number | null {
    if (!this.#isRead) return null;
    return Math.max(0, ...(subclients?.map((subclient) => this.#most.get(subclient) ?? 0) ?? this.#most.values()));
  }

  /** How many approvals are known of all operators. */
  get approvals(): number {
    return [...this.#approvals.values()].reduce((sum, { length }) => sum + length, 0);
  }

  approvalsAt(column: string): readonly Approval[] {
    return this.#approvals.get(column) ?? [];
  }

  cursorsOf(subclient: string | null, smscId: string): readonly number[] {
    return (this.#cursors.get(JSON.stringify([subclient, smscId])) ?? []).filter((cursor) => cursor >= this.#oldest);
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const { events, oldest } = await this.#events.read({ after: this.#position, limit: PAGE });
      for (const event of events) this.#take(event);
      this.#oldest = oldest ?? 0;
      this.#forgetApprovals();
      if (events.length < PAGE) {
        this.#isRead = true;
        return;
      }
      await this.#slices.yieldIfDue();
    }
  }

  /** Of events that are kept no longer. */
  #forgetApprovals(): void {
    for (const approvals of this.#approvals.values()) {
      const kept = approvals.findIndex(({ cursor }) => cursor >= this.#oldest);
      if (kept !== 0) approvals.splice(0, kept < 0 ? approvals.length : kept);
    }
  }

  #take({ cursor, at, event }: JournaledEvent): void {
    this.#position = cursor;
    const key = JSON.stringify([event.subclient, event.smscId]);
    const cursors = this.#cursors.get(key);
    if (cursors === undefined) this.#cursors.set(key, [cursor]);
    else cursors.push(cursor);
    this.#most.set(event.subclient, Math.max(this.#most.get(event.subclient) ?? 0, cursors?.length ?? 1));
    if (event.kind === 'OPERATOR_STATUS_CHANGED') this.#time(cursor, at, event);
  }

  #time(cursor: number, at: number, { subclient, smscId, column, after }: Extract<SenderEvent, { kind: 'OPERATOR_STATUS_CHANGED' }>): void {
    const key = JSON.stringify([subclient, smscId, column]);
    if (after === SENT) this.#sentAt.set(key, at);
    if (after !== APPROVED) return;
    const sentAt = this.#sentAt.get(key);
    this.#sentAt.delete(key);
    if (sentAt === undefined) return;
    const approvals = this.#approvals.get(column) ?? [];
    this.#approvals.set(column, approvals);
    approvals.push({ cursor, subclient, column, tookMs: at - sentAt });
  }
}
