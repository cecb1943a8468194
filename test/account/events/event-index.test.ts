import { describe, expect, it } from 'vitest';
import { EventIndex } from '../../../src/account/events/event-index.ts';
import { DEFAULT_JOURNAL, type SenderEvent } from '../../../src/account/events/events.ts';
import { storedJournal } from '../../../src/account/events/journal.ts';
import { ALONE } from '../../support/slices.ts';
import { simulatedStore } from '../../support/stores.ts';

const DAY_MS = 86_400_000;
const change = (smscId: string, before: number | null, after: number | null, column = 'tele2'): SenderEvent => ({
  kind: 'OPERATOR_STATUS_CHANGED',
  subclient: null,
  smscId,
  name: `S${smscId}`,
  column,
  before,
  after,
});

function world(limits = DEFAULT_JOURNAL) {
  let now = Date.parse('2026-11-01T00:00:00Z');
  const store = simulatedStore(() => now);
  const journal = storedJournal(store, 'account', limits, ALONE);
  const index = new EventIndex(journal, ALONE);
  let written = 0;
  const tell = async (...events: readonly SenderEvent[]) => {
    written += 1;
    await journal.tell(`part ${written}`, new Uint8Array(), 0, events);
  };
  const pass = (days: number) => {
    now += days * DAY_MS;
  };
  const took = async () => {
    await index.upToDate();
    return ['tele2', 'mts_step'].flatMap((at) => index.approvalsAt(at).map(({ column, tookMs }) => [column, tookMs / DAY_MS]));
  };
  return { journal, index, tell, pass, took };
}

describe('the index of events', () => {
  it('finds those of a sender, and what comes later', async () => {
    const { journal, index, tell } = world();
    await tell(change('1', 0, 1), change('2', 0, 1), change('1', 1, 2));
    const [first, , third] = (await journal.read({ limit: 10 })).events.map(({ cursor }) => cursor);
    expect((await index.upToDate()).cursorsOf(null, '1')).toEqual([first, third]);
    await tell(change('1', 2, 3));
    expect((await index.upToDate()).cursorsOf(null, '1')).toEqual([first, third, (third ?? 0) + 1]);
    expect((await index.upToDate()).cursorsOf('branch', '1')).toEqual([]);
  });

  it('knows how many events a sender has at the most, by whose it is', async () => {
    const { index, tell } = world();
    expect(index.mostOf(null)).toBeNull();
    await tell(change('1', 0, 1), change('2', 0, 1), change('1', 1, 2));
    await index.upToDate();
    expect([index.mostOf(null), index.mostOf([null]), index.mostOf(['branch'])]).toEqual([2, 2, 0]);
  });

  it('forgets what the journal dropped', async () => {
    const { index, tell } = world({ maxEntries: 2, maxAgeMs: DAY_MS });
    await tell(change('1', 0, 1), change('1', 1, 2));
    expect((await index.upToDate()).cursorsOf(null, '1')).toHaveLength(2);
    await tell(change('2', 0, 1));
    expect((await index.upToDate()).cursorsOf(null, '1')).toHaveLength(1);
  });

  it('measures from the last time that a registration was sent to its approval', async () => {
    const { tell, pass, took } = world();
    await tell(change('1', 0, 1), change('2', null, 1, 'mts_step'));
    pass(2);
    // Refused and sent again: that is another try.
    await tell(change('2', 1, 3, 'mts_step'), change('1', 1, 2));
    pass(1);
    await tell(change('2', 3, 1, 'mts_step'));
    pass(4);
    await tell(change('2', 1, 2, 'mts_step'));
    expect(await took()).toEqual([
      ['tele2', 2],
      ['mts_step', 4],
    ]);
  });

  it('measures by what the journal keeps alone', async () => {
    const { tell, pass, took } = world({ maxEntries: 3, maxAgeMs: 30 * DAY_MS });
    await tell(change('1', 0, 1), change('1', 1, 2));
    pass(1);
    await tell(change('2', 0, 1));
    expect(await took()).toEqual([['tele2', 0]]);
    pass(2);
    await tell(change('2', 1, 2), change('3', 0, 1));
    expect(await took()).toEqual([['tele2', 2]]);
  });

  it('measures nothing of which it did not see the beginning', async () => {
    const { tell, took } = world();
    await tell(change('1', 1, 2), change('2', 0, 2), change('3', 255, 2));
    expect(await took()).toEqual([]);
  });
});
