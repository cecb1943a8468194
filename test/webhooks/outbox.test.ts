import { describe, expect, it } from 'vitest';
import type { JournaledEvent } from '../../src/account/events/events.ts';
import {
  dueOf,
  enabled,
  newOutbox,
  nextDueAt,
  type Outbox,
  stateOf,
  withEvents,
  withFailure,
  withTaken,
} from '../../src/webhooks/outbox.ts';

const HOUR = 3_600_000;
const added = (cursor: number, smscId: string, subclient: string | null = null): JournaledEvent => ({
  cursor,
  at: 0,
  event: { kind: 'SENDER_ADDED', subclient, smscId, name: smscId, after: 0 },
});
const removed = (cursor: number, smscId: string): JournaledEvent => ({
  cursor,
  at: 0,
  event: { kind: 'SENDER_REMOVED', subclient: null, smscId, name: smscId, before: 0 },
});
const holding = (...events: JournaledEvent[]): Outbox =>
  withEvents(newOutbox('https://crm.example', 0), { events, oldest: 1, newest: 9 }, ['SENDER_ADDED', 'SENDER_REMOVED']);
const due = (outbox: Outbox, now: number) => dueOf(outbox, now).map(({ cursor }) => cursor);
const refusal = { reason: 'it answered with status 500', gone: false };

describe('an outbox', () => {
  it('sends the first event of each sender, then the next one of it', () => {
    const outbox = holding(added(1, 'A'), removed(2, 'A'), added(3, 'B'), added(4, 'A', 'branch'));
    expect(due(outbox, 0)).toEqual([1, 3, 4]);
    expect(due(withTaken(outbox, 1, 0), 0)).toEqual([2, 3, 4]);
  });

  it('passes over kinds that the webhook is not for, for good', () => {
    const outbox = withEvents(newOutbox('', 0), { events: [removed(1, 'A'), added(2, 'A'), removed(3, 'A')], oldest: 1, newest: 3 }, [
      'SENDER_ADDED',
    ]);
    expect(outbox.cursor).toBe(3);
    expect(due(outbox, 0)).toEqual([2]);
  });

  it('tries again after pauses that double to an hour, and gives up 24 hours after the first failure', () => {
    let outbox = holding(added(1, 'A'));
    let now = 1_000;
    const pauses: number[] = [];
    while (outbox.disabledAt === null) {
      expect(due(outbox, now)).toEqual([1]);
      outbox = withFailure(outbox, 1, now, refusal);
      const next = nextDueAt(outbox) ?? 0;
      pauses.push((next - now) / 1_000);
      expect(due(outbox, next - 1)).toEqual([]);
      if (outbox.disabledAt === null) now = next;
    }
    expect(pauses.slice(0, 13)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600]);
    expect(now - 1_000).toBeGreaterThanOrEqual(24 * HOUR);
    expect(now - 1_000).toBeLessThan(25 * HOUR);
    expect(stateOf(outbox)).toBe('DISABLED');
    expect(outbox.problem).toBe('it answered with status 500');
    expect(due(outbox, now + 100 * HOUR)).toEqual([]);
  });

  it('holds back the later events of a sender that fails, and no other', () => {
    const outbox = withFailure(holding(added(1, 'A'), removed(2, 'A'), added(3, 'B')), 1, 0, refusal);
    expect(stateOf(outbox)).toBe('FAILING');
    expect(due(outbox, 0)).toEqual([3]);
    expect(due(outbox, 1_000)).toEqual([1, 3]);
    expect(stateOf(withTaken(outbox, 3, 0))).toBe('FAILING');
    expect(stateOf(withTaken(outbox, 1, 0))).toBe('ACTIVE');
  });

  it('ends at once where the receiver is gone, and begins with what is open once it is let go on', () => {
    const outbox = withFailure(holding(added(1, 'A'), removed(2, 'A')), 1, 5, { reason: 'it answered with status 410', gone: true });
    expect(outbox).toMatchObject({ disabledAt: 5 });
    expect(due(enabled(outbox), 5)).toEqual([1]);
    expect(stateOf(enabled(outbox))).toBe('ACTIVE');
  });
});
