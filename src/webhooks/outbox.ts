import type { EventPage } from '../account/events/events.ts';
import type { SenderEventKind } from '../domain/sender-events.ts';
import { FIRST_PAUSE_MS, GIVE_UP_MS, LONGEST_PAUSE_MS, type WebhookState } from '../domain/webhooks.ts';

/** An event that the receiver has not taken yet. */
export interface OpenEvent {
  readonly cursor: number;
  /** Its sender's: events of one lane go out in their order. */
  readonly lane: string;
  /** How often it was tried in vain. */
  readonly failures: number;
  /** Null before the first failure. */
  readonly failingSince: number | null;
  readonly nextTryAt: number;
}

/** How far a webhook is in its account's journal. Plain data, as it stands in the store; times are the store's. */
export interface Outbox {
  /** A digest of the address that it was for: another one starts with no failures. */
  readonly address: string;
  /** Every event up to here was taken, or is open, or is not for this webhook. */
  readonly cursor: number;
  /** In the order of their cursors. */
  readonly open: readonly OpenEvent[];
  readonly lastTakenAt: number | null;
  /** Of the last try that failed; null once nothing that failed is open. */
  readonly problem: string | null;
  /** Null while it is at work. */
  readonly disabledAt: number | null;
}

/** Nothing is read beyond so many open events: the journal keeps the rest. */
export const MAX_OPEN = 500;

/** @param newest the journal's last cursor: what happened before is not told */
export const newOutbox = (address: string, newest: number): Outbox => ({
  address,
  cursor: newest,
  open: [],
  lastTakenAt: null,
  problem: null,
  disabledAt: null,
});

export const stateOf = ({ disabledAt, problem }: Outbox): WebhookState =>
  disabledAt !== null ? 'DISABLED' : problem === null ? 'ACTIVE' : 'FAILING';

/** Takes in what the journal has after its cursor. */
export function withEvents(outbox: Outbox, { events }: EventPage, kinds: readonly SenderEventKind[]): Outbox {
  if (events.length === 0) return outbox;
  const open = events
    .filter(({ event }) => kinds.includes(event.kind))
    .map(({ cursor, event }) => ({
      cursor,
      lane: JSON.stringify([event.subclient, event.smscId]),
      failures: 0,
      failingSince: null,
      nextTryAt: 0,
    }));
  return { ...outbox, cursor: events.at(-1)?.cursor ?? outbox.cursor, open: [...outbox.open, ...open] };
}

/** The first event of each sender. */
function heads({ open }: Outbox): OpenEvent[] {
  const lanes = new Map<string, OpenEvent>();
  for (const event of open) if (!lanes.has(event.lane)) lanes.set(event.lane, event);
  return [...lanes.values()];
}

/** What may be tried now, the oldest first. */
export const dueOf = (outbox: Outbox, now: number): OpenEvent[] =>
  outbox.disabledAt !== null ? [] : heads(outbox).filter(({ nextTryAt }) => nextTryAt <= now);

/** When the next event is due; null where none is open. */
export const nextDueAt = (outbox: Outbox): number | null =>
  heads(outbox).reduce<number | null>((first, { nextTryAt }) => (first === null ? nextTryAt : Math.min(first, nextTryAt)), null);

/** The receiver took it, or it is gone from the journal. */
export function withTaken(outbox: Outbox, cursor: number, now: number): Outbox {
  const open = outbox.open.filter((event) => event.cursor !== cursor);
  const problem = open.some(({ failures }) => failures > 0) ? outbox.problem : null;
  return { ...outbox, open, problem, lastTakenAt: now };
}

/** @param gone the receiver wants no more */
export function withFailure(outbox: Outbox, cursor: number, now: number, { reason, gone }: { reason: string; gone: boolean }): Outbox {
  const failed = outbox.open.find((event) => event.cursor === cursor);
  if (failed === undefined) return outbox;
  const failingSince = failed.failingSince ?? now;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failed.failures);
  const after = { ...failed, failures: failed.failures + 1, failingSince, nextTryAt: now + pauseMs };
  const givesUp = gone || now - failingSince >= GIVE_UP_MS;
  return {
    ...outbox,
    open: outbox.open.map((event) => (event === failed ? after : event)),
    problem: reason,
    disabledAt: givesUp ? now : outbox.disabledAt,
  };
}

/** At work again: what is open is tried at once, and has 24 hours anew. */
export const enabled = (outbox: Outbox): Outbox => ({
  ...outbox,
  open: outbox.open.map((event) => ({ ...event, failures: 0, failingSince: null, nextTryAt: 0 })),
  problem: null,
  disabledAt: null,
});
