import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { EventFeed } from '../../../src/account/events/event-feed.ts';
import { DEFAULT_JOURNAL, type Events, encodeEvent, eventStream, type JournaledEvent } from '../../../src/account/events/events.ts';
import { storedJournal } from '../../../src/account/events/journal.ts';
import { ALONE } from '../../support/slices.ts';
import { codeOf, switchableStore } from '../../support/test-account.ts';

const removed = (smscId: string) => encodeEvent({ kind: 'SENDER_REMOVED', subclient: null, smscId, name: 'S', before: 1 });

function world(latencyMs = 0) {
  const { store, setAway } = switchableStore(Date.now);
  const stream = eventStream('account');
  const journal = storedJournal(store, 'account', DEFAULT_JOURNAL, ALONE);
  let reads = 0;
  /** Answers come later than they were true, and one may overtake another. */
  const read: Events['read'] = async (range) => {
    const page = await journal.read(range);
    reads += 1;
    await delay((reads % 3) * latencyMs);
    return page;
  };
  const open = () => new EventFeed(latencyMs === 0 ? journal : { ...journal, read }, ALONE);
  const feed = open();
  let told = 0;
  /** One event, as the publisher tells it. */
  const tell = async (limits = DEFAULT_JOURNAL) => {
    told += 1;
    await store.append(stream, [removed(String(told))], limits);
    await store.publish(stream);
  };
  const follow = (after: number | null) => {
    const got: string[] = [];
    const onEnd = vi.fn();
    const events = feed.follow(after, () => true, { onEnd });
    const read = async () => {
      for await (const { event } of events) got.push(event.smscId);
    };
    return { got, events, onEnd, done: codeOf(read()) };
  };
  return { store, stream, setAway, open, feed, tell, follow };
}

const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

describe('the feed of events', () => {
  it('gives each listener all that comes behind its cursor, whenever it came, once and in order', async () => {
    const { feed, tell, follow, store, stream } = world();
    for (let count = 0; count < 20; count += 1) await tell();
    const [first] = (await store.read(stream, { limit: 1 })).entries;
    const followers: { from: number; got: string[] }[] = [];
    for (let count = 20; count < 300; count += 1) {
      // Some come in the middle of what is being told.
      const telling = tell();
      if (count % 7 === 0) followers.push({ from: (count % 10) + 2, ...follow((first?.cursor ?? 0) + (count % 10)) });
      await telling;
      if (count % 11 === 0) await delay(1);
    }
    expect(feed.followers).toBe(40);
    await vi.waitFor(() => {
      for (const { from, got } of followers) expect(got).toEqual(upTo(from, 300));
    });
  });

  it('misses nothing that comes while a slow store is being asked', async () => {
    const { tell, follow } = world(3);
    const followers: { got: string[] }[] = [];
    for (let count = 0; count < 30; count += 1) {
      followers.push(follow(0));
      await delay(count % 5);
      await tell();
      // Nothing comes for so long that whoever sleeps through it shows.
      await vi.waitFor(() => expect(followers.map(({ got }) => got.length)).toEqual(followers.map(() => count + 1)));
    }
  });

  it('serves a listener that is far behind, though the newest alone are in memory', async () => {
    const { tell, follow } = world();
    const near = follow(0);
    for (let count = 0; count < 2_500; count += 1) await tell();
    const far = follow(0);
    await vi.waitFor(() => expect([near.got.length, far.got.length]).toEqual([2_500, 2_500]), { timeout: 10_000 });
    expect(far.got).toEqual(upTo(1, 2_500));
  });

  it.each([499, 500, 501, 1_000, 1_500, 2_600])('gives all of %i events that come at once', async (count) => {
    const { store, stream, tell, follow } = world();
    const follower = follow(null);
    await delay(20);
    // One notice for all of them.
    await store.append(
      stream,
      upTo(1, count).map((id) => removed(id)),
      DEFAULT_JOURNAL,
    );
    await store.publish(stream);
    await vi.waitFor(() => expect(follower.got).toHaveLength(count), { timeout: 5_000 });
    expect(follower.got).toEqual(upTo(1, count));
    await tell();
    await vi.waitFor(() => expect(follower.got).toHaveLength(count + 1));
  });

  it('begins with what comes from now on, where there is no cursor', async () => {
    const { tell, follow } = world();
    await tell();
    const follower = follow(null);
    await delay(20);
    await tell();
    await vi.waitFor(() => expect(follower.got).toEqual(['2']));
  });

  it('ends at once, waiting or not, and tells it once', async () => {
    const { feed, tell, follow } = world();
    const follower = follow(null);
    await delay(20);
    await follower.events.return?.();
    await follower.events.return?.();
    expect(await follower.done).toBe('no failure');
    expect([feed.followers, follower.onEnd.mock.calls.length]).toEqual([0, 1]);
    await tell();
    await delay(20);
    expect(follower.got).toEqual([]);
  });

  it('tells who fell behind what is kept that something is missed', async () => {
    const { tell, store, stream, open } = world();
    await tell();
    const [first] = (await store.read(stream, { limit: 1 })).entries;
    for (let count = 0; count < 5; count += 1) await tell({ ...DEFAULT_JOURNAL, maxEntries: 2 });
    const feed = open();
    const next = (after: number) => codeOf(feed.follow(after, () => true).next());
    expect(await next(first?.cursor ?? 0)).toBe('CURSOR_EXPIRED');
    expect(await next((first?.cursor ?? 0) + 1_000)).toBe('CURSOR_EXPIRED');
    expect(await next((first?.cursor ?? 0) + 3)).toBe('no failure');
    expect(feed.followers).toBe(1);
  });

  it('goes on where the store was away for a while', async () => {
    const { tell, follow, setAway } = world();
    const follower = follow(null);
    await delay(20);
    setAway(true);
    await delay(20);
    setAway(false);
    await tell();
    await vi.waitFor(() => expect(follower.got).toEqual(['1']));
  });

  it('lets others have their turn while it gives many events', async () => {
    const { tell, feed } = world();
    for (let count = 0; count < 200; count += 1) await tell();
    const events = feed.follow(0, () => true);
    let turns = 0;
    const turn = () => {
      turns += 1;
      if (turns < 1_000) setImmediate(turn);
    };
    setImmediate(turn);
    const got: JournaledEvent[] = [];
    for (let count = 0; count < 200; count += 1) {
      const { value } = await events.next();
      if (value !== undefined) got.push(value);
    }
    expect(got).toHaveLength(200);
    expect(turns).toBeGreaterThanOrEqual(200);
  });

  it('reads no further page of what nobody wants before its follower may have it', async () => {
    const { store, stream, feed } = world();
    const events = Array.from({ length: 1_200 }, (_, index) => removed(String(index)));
    await store.append(stream, events, DEFAULT_JOURNAL);
    let shown = 0;
    const pages: (() => void)[] = [];
    const filter = () => {
      shown += 1;
      return false;
    };
    const following = feed.follow(0, filter, { pace: () => new Promise<void>((resolve) => pages.push(resolve)) });
    const next = following.next();
    for (const read of [0, 500, 1_000, 1_200]) {
      await vi.waitFor(() => expect(pages).toHaveLength(1));
      expect(shown).toBe(read);
      pages.pop()?.();
    }
    await following.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
