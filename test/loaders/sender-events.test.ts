import { describe, expect, it } from 'vitest';
import { encodeEvent, eventStream, type SenderEvent } from '../../src/account/events/events.ts';
import { SenderEvents } from '../../src/loaders/sender-events.ts';
import { reading } from '../support/scripted-provider.ts';
import { codeOf, settle, testAccount } from '../support/test-account.ts';

const DAY_MS = 86_400_000;
const added = (smscId: string, subclient: string | null = null): SenderEvent => ({
  kind: 'SENDER_ADDED',
  subclient,
  smscId,
  name: `S${smscId}`,
  after: 0,
});

function world(confinedTo: readonly string[] | null = null) {
  const test = testAccount();
  const { account, store } = test;
  const events = () => new SenderEvents({ name: 'test', account, access: 'read', subclients: [], confinedTo } as never);
  const tell = (...told: readonly SenderEvent[]) =>
    store.append(eventStream('test'), told.map(encodeEvent), { maxEntries: 1_000_000, maxAgeMs: 30 * DAY_MS });
  return { ...test, events, tell };
}

describe('a page of events', () => {
  it('may be empty and go on, where few of very many fit', async () => {
    const { events, tell } = world();
    for (let told = 0; told < 12_000; told += 4_000) await tell(...Array.from({ length: 4_000 }, () => added('1')));
    await tell(added('2'));
    const wanted = { subclient: null, smscIds: ['2'], newestFirst: false, first: 10 };
    const first = await events().list(wanted);
    expect([first.events.length, first.hasMore]).toEqual([0, true]);
    const after = Buffer.from(JSON.stringify(['events', first.end])).toString('base64url');
    const second = await events().list({ ...wanted, after });
    expect(second.events).toMatchObject([{ event: { smscId: '2' } }]);
    expect(second.hasMore).toBe(false);
  });

  it('ends exactly at its size', async () => {
    const { events, tell } = world();
    await tell(added('1'), added('2'), added('3'));
    const page = await events().list({ subclient: null, newestFirst: false, first: 3 });
    expect([page.events.length, page.hasMore]).toEqual([3, false]);
    expect(await events().list({ subclient: null, newestFirst: false, first: 2 })).toMatchObject({
      hasMore: true,
      end: page.events[1]?.cursor,
    });
  });
});

describe('a gap', () => {
  const KEPT = 700;
  const cursorOf = (place: number) => Buffer.from(JSON.stringify(['events', place])).toString('base64url');
  const wanted = { subclient: null, newestFirst: false, first: 10 };

  /** A journal that keeps its newest 700 of 1,000 events. */
  async function trimmed() {
    const { events, store, ...rest } = world();
    const limits = { maxEntries: KEPT, maxAgeMs: 30 * DAY_MS };
    for (let told = 0; told < 1_000; told += 100)
      await store.append(
        eventStream('test'),
        Array.from({ length: 100 }, () => encodeEvent(added('1'))),
        limits,
      );
    const { oldest, newest } = await store.read(eventStream('test'), { limit: 1 });
    return { events, store, oldest: oldest ?? 0, newest: newest ?? 0, ...rest };
  }

  it('is told to whoever goes on from before it, by pages and by following, and to nobody else', async () => {
    const { events, oldest, newest } = await trimmed();
    const outcomes = async (place: number) => {
      const after = cursorOf(place);
      const following = events().follow({ subclient: null }, after);
      return [await codeOf(events().list({ ...wanted, after })), await codeOf(following)];
    };
    expect(await outcomes(oldest - 2)).toEqual(['CURSOR_EXPIRED', 'CURSOR_EXPIRED']);
    expect(await outcomes(newest + 1)).toEqual(['CURSOR_EXPIRED', 'CURSOR_EXPIRED']);
    expect(await outcomes(oldest - 1)).toEqual(['no failure', 'no failure']);
    expect(await outcomes(newest)).toEqual(['no failure', 'no failure']);
  });

  it('that opens between two reads of one page is told too', async () => {
    const { account, events, store, oldest } = await trimmed();
    const { read } = account.events;
    let reads = 0;
    account.events.read = async (range) => {
      reads += 1;
      // The journal moves on before the second chunk is read.
      if (reads === 2)
        await store.append(
          eventStream('test'),
          Array.from({ length: KEPT }, () => encodeEvent(added('1'))),
          {
            maxEntries: KEPT,
            maxAgeMs: 30 * DAY_MS,
          },
        );
      return read(range);
    };
    const listing = codeOf(events().list({ ...wanted, smscIds: ['none'], after: cursorOf(oldest - 1) }));
    expect(await listing).toBe('CURSOR_EXPIRED');
  });
});

describe('an approval time', () => {
  /** Ten senders that are sent at once and approved one a day. */
  async function decided(subclient: string | null) {
    const { account, provider, clock, events, ...rest } = world();
    const show = async (statusOf: (day: number) => number) => {
      provider.senders = Array.from({ length: 10 }, (_, index) =>
        reading(String(index + 1), `S${index}`, { operators: [{ column: 'tele2', status: statusOf(index + 1), replacementName: null }] }),
      );
      clock.advance(10 * 60_000);
      await account.snapshot(subclient, ['operators']);
      await settle();
    };
    await show(() => 0);
    await show(() => 1);
    const sentAt = clock.now();
    for (let day = 1; day <= 10; day += 1) {
      clock.advance(sentAt + day * DAY_MS - 10 * 60_000 - clock.now());
      await show((each) => (each <= day ? 2 : 1));
    }
    return { account, events, ...rest };
  }

  it('is the median and the ninth of ten', async () => {
    const { events } = await decided(null);
    expect(await events().approvalTime('tele2')).toEqual({ medianDays: 5, p90Days: 9, samples: 10 });
    expect(await events().approvalTime('mts_step')).toBeNull();
  });

  it('is made of what the caller may see', async () => {
    const { account } = await decided('branch');
    const seenBy = (confinedTo: readonly string[]) =>
      new SenderEvents({ name: 'test', account, access: 'read', subclients: [], confinedTo } as never).approvalTime('tele2');
    expect(await seenBy(['branch'])).toMatchObject({ samples: 10 });
    expect(await seenBy(['depot'])).toBeNull();
  });
});
