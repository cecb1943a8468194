import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AdmitRequest, MOST_ENTRIES, type Store, StoreUnavailable, type Ticket } from '../../src/store/store.ts';
import { ENGINES, type Engine } from '../support/store-engines.ts';
import type { OpenedStore } from '../support/stores.ts';

const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

const request = ({
  limit = 3,
  windowMs = 60_000,
  concurrent = 12,
  leaseMs = 30_000,
  log = 'list',
  holds = [] as string[],
} = {}): AdmitRequest => ({
  log: { key: log, group: 'lists', limit, windowMs },
  concurrency: { key: 'account', limit: concurrent },
  holds,
  leaseMs,
});

async function granted(store: Store, asked: AdmitRequest): Promise<Ticket> {
  const admission = await store.admit(asked);
  if ('refused' in admission) throw new Error(`refused by ${admission.refused}`);
  return admission.granted;
}

const times = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe.each(ENGINES)('the store on $name', ({ available, start }) => {
  let engine: Engine;
  let number = 0;
  const opened: OpenedStore[] = [];
  let store: OpenedStore;

  /** Another instance on the data of this test. */
  const open = (): OpenedStore => {
    const instance = engine.open(`test${number}`);
    opened.push(instance);
    return instance;
  };

  beforeAll(async () => {
    if (available) engine = await start();
  });
  beforeEach(({ skip }) => {
    skip(!available);
    number += 1;
    store = open();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((instance) => instance.close()));
  });
  afterAll(() => engine?.end());

  describe('values', () => {
    it('come back as what they were, text or bytes', async () => {
      await store.put('text', 'имя\u0000 😀');
      await store.put('empty', '');
      await store.put('bytes', bytes);
      await store.put('slice', bytes.subarray(10, 20));
      expect((await store.get('text'))?.value).toBe('имя\u0000 😀');
      expect((await store.get('empty'))?.value).toBe('');
      expect(Uint8Array.from((await store.get('bytes'))?.value as Uint8Array)).toEqual(bytes);
      expect(Uint8Array.from((await store.get('slice'))?.value as Uint8Array)).toEqual(bytes.slice(10, 20));
      expect(await store.get('none')).toBeNull();
    });

    it('know when they were stored, by the store’s clock', async () => {
      const before = await store.now();
      await store.put('a', 'x');
      const storedAt = (await store.get('a'))?.storedAt ?? 0;
      expect(storedAt).toBeGreaterThanOrEqual(before);
      expect(storedAt).toBeLessThanOrEqual(await store.now());
      expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
    });

    it('have versions that only grow, over a delete too', async () => {
      const first = await store.put('a', '1');
      const second = await store.put('a', '2');
      await store.delete('a');
      expect(await store.get('a')).toBeNull();
      const third = await store.put('a', '3');
      const versions = [0, first, second, third];
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => Number(a) - Number(b)));
      expect((await store.get('a'))?.version).toBe(third);
    });

    it('are stored over the expected version only', async () => {
      expect(await store.put('a', 'x', { ifVersion: 7 })).toBeNull();
      const first = (await store.put('a', '1', { ifVersion: 0 })) ?? 0;
      expect(await store.put('a', 'x', { ifVersion: 0 })).toBeNull();
      expect(await store.put('a', '2', { ifVersion: first })).toBeGreaterThan(first);
      expect(await store.put('a', 'x', { ifVersion: first })).toBeNull();
      expect((await store.get('a'))?.value).toBe('2');
    });

    it('are gone after their time, and absent for a comparison then', async () => {
      await store.put('a', 'short', { ttlMs: 20 });
      await store.put('b', 'long', { ttlMs: 60_000 });
      await store.put('c', 'short', { ttlMs: 20 });
      await store.put('c', 'kept');
      await waitFor(async () => expect(await store.get('a')).toBeNull());
      expect((await store.get('b'))?.value).toBe('long');
      expect((await store.get('c'))?.value).toBe('kept');
      expect(await store.put('a', 'new', { ifVersion: 0 })).not.toBeNull();
    });

    it('lose no update when many compare and set from several instances', async () => {
      const instances = [store, open(), open()];
      const increment = async (instance: Store): Promise<void> => {
        const held = await instance.get('sum');
        const next = String(Number(held?.value ?? 0) + 1);
        if ((await instance.put('sum', next, { ifVersion: held?.version ?? 0 })) === null) await increment(instance);
      };
      await times(60, (index) => increment(instances[index % instances.length] ?? store));
      expect((await store.get('sum'))?.value).toBe('60');
    });
  });

  describe('locks', () => {
    it('have one holder among many who reach for them', async () => {
      const other = open();
      const got = await times(40, (index) => (index % 2 === 0 ? store : other).acquire('refresh', `holder ${index}`, 60_000));
      expect(got.filter(Boolean)).toHaveLength(1);
    });

    it('are renewed and given back by their holder alone', async () => {
      const other = open();
      expect(await store.acquire('refresh', 'a', 60_000)).toBe(true);
      expect(await store.acquire('refresh', 'a', 60_000)).toBe(true);
      expect(await other.renew('refresh', 'b', 60_000)).toBe(false);
      await other.release('refresh', 'b');
      expect(await other.acquire('refresh', 'b', 60_000)).toBe(false);
      await store.release('refresh', 'a');
      expect(await other.acquire('refresh', 'b', 60_000)).toBe(true);
    });

    it('end by themselves, unless renewed', async () => {
      await store.acquire('kept', 'a', 400);
      await store.acquire('lost', 'a', 400);
      expect(await store.renew('kept', 'a', 60_000)).toBe(true);
      await waitFor(async () => expect(await store.acquire('lost', 'b', 60_000)).toBe(true));
      expect(await store.renew('lost', 'a', 60_000)).toBe(false);
      expect(await store.acquire('kept', 'b', 60_000)).toBe(false);
    });
  });

  describe('the quota', () => {
    it('admits no more than the log’s limit, however many ask at once', async () => {
      const other = open();
      const admissions = await times(40, (index) => (index % 2 === 0 ? store : other).admit(request()));
      expect(admissions.filter((admission) => 'granted' in admission)).toHaveLength(3);
      expect(await store.inspect(['lists', 'adds'], 'account')).toMatchObject({
        logs: [{ taken: 3 }, { taken: 0, freeAt: null }],
        concurrent: 3,
      });
      expect(await store.admit(request({ log: 'another list' }))).toHaveProperty('granted');
    });

    it('admits no more at once than the limit, and again as soon as one ended', async () => {
      const other = open();
      const admissions = await times(40, (index) =>
        (index % 2 === 0 ? store : other).admit({ ...request({ concurrent: 12 }), log: index < 2 ? request().log : null }),
      );
      const tickets = admissions.flatMap((admission) => ('granted' in admission ? [admission.granted] : []));
      expect(tickets).toHaveLength(12);
      const refused = await store.admit({ ...request(), log: null });
      expect(refused).toMatchObject({ refused: 'concurrency', key: 'account' });
      expect('waitsMs' in refused && refused.waitsMs).toHaveLength(12);
      for (const ticket of tickets.slice(0, 2)) await store.settle(ticket, 'ANSWERED');
      expect((await store.inspect([], 'account')).concurrent).toBe(10);
      expect(await other.admit({ ...request(), log: null })).toHaveProperty('granted');
    });

    it('frees a place of the log a window after the answer, not after the call', async () => {
      const asked = request({ limit: 1, windowMs: 400, leaseMs: 60_000 });
      const ticket = await granted(store, asked);
      await delay(410);
      expect(await store.admit(asked)).toMatchObject({ refused: 'log', key: 'list' });
      const settledAt = await store.now();
      await store.settle(ticket, 'ANSWERED');
      const refused = await store.admit(asked);
      if (!('refused' in refused)) throw new Error('admitted within the window');
      expect(refused.waitsMs[0]).toBeGreaterThan(0);
      expect(refused.waitsMs[0]).toBeLessThanOrEqual(401);
      await waitFor(() => granted(store, asked), { interval: 5 });
      expect((await store.now()) - settledAt).toBeGreaterThan(400);
    });

    it('tells how long until each place is free', async () => {
      const asked = request({ limit: 2, windowMs: 60_000, leaseMs: 30_000 });
      await store.settle(await granted(store, asked), 'ANSWERED');
      await granted(store, asked);
      const refused = await store.admit(asked);
      if (!('refused' in refused)) throw new Error('admitted over the limit');
      const [first, second] = refused.waitsMs;
      expect(refused.waitsMs).toHaveLength(2);
      expect(first).toBeLessThanOrEqual(60_001);
      expect(first).toBeGreaterThan(50_000);
      // Under way: as if it were answered now.
      expect(second).toBe(60_001);
    });

    it('gives back at once what was not used', async () => {
      const asked = request({ limit: 1, concurrent: 1 });
      await store.settle(await granted(store, asked), 'UNUSED');
      expect(await store.inspect(['lists'], 'account')).toEqual({ logs: [{ taken: 0, freeAt: null }], concurrent: 0 });
      expect(await store.admit(asked)).toHaveProperty('granted');
    });

    it('takes nothing where it refuses', async () => {
      const full = request({ concurrent: 1, log: 'first' });
      await granted(store, full);
      await store.admit(request({ concurrent: 1, log: 'second' }));
      expect((await store.inspect(['lists'], 'account')).logs[0]?.taken).toBe(1);
      expect(await store.admit(request({ log: 'second', limit: 1 }))).toHaveProperty('granted');
    });

    it('lets the ticket of a dead instance lapse: the lease first, the place a window later', async () => {
      const asked = request({ limit: 1, concurrent: 1, windowMs: 300, leaseMs: 100 });
      const takenAt = await store.now();
      await granted(store, asked);
      await store.close();
      const survivor = open();
      await waitFor(async () => expect((await survivor.inspect(['lists'], 'account')).concurrent).toBe(0), { interval: 5 });
      expect((await survivor.now()) - takenAt).toBeGreaterThan(100);
      await waitFor(() => granted(survivor, asked), { interval: 5 });
      expect((await survivor.now()) - takenAt).toBeGreaterThan(400);
    });

    it('counts an answer that came after its place had lapsed from then on', async () => {
      const late = await granted(store, request({ limit: 2, windowMs: 1, leaseMs: 1 }));
      await delay(30);
      await granted(store, request({ limit: 2 }));
      expect((await store.inspect(['lists'], 'account')).logs[0]?.taken).toBe(1);
      await store.settle({ ...late, log: late.log && { ...late.log, windowMs: 60_000 } }, 'ANSWERED');
      expect((await store.inspect(['lists'], 'account')).logs[0]?.taken).toBe(2);
      expect(await store.admit(request({ limit: 2 }))).toMatchObject({ refused: 'log' });
    });

    it('refuses what names a hold, until it ends', async () => {
      const other = open();
      await store.hold('blocked', 60_000);
      await store.hold('blocked', 1);
      await store.hold('short', 20);
      const refused = await other.admit(request({ holds: ['other', 'blocked'] }));
      expect(refused).toMatchObject({ refused: 'hold', key: 'blocked' });
      expect('waitsMs' in refused && refused.waitsMs[0]).toBeGreaterThan(30_000);
      await waitFor(() => granted(other, request({ holds: ['short'] })));
      expect((await store.inspect(['lists'], 'account')).concurrent).toBe(1);
    });

    it('tells those who come when the places of lost calls lapse', async () => {
      const asked = request({ limit: 2, windowMs: 60_000, leaseMs: 30_000 });
      const [lost] = [await granted(store, asked), await granted(store, asked)];
      await store.settle(lost, 'LOST');
      const refused = await open().admit(asked);
      if (!('refused' in refused)) throw new Error('it was granted');
      const [first = 0, second = 0] = refused.waitsMs;
      expect([first <= 60_001, first > 50_000, second > 80_000, second <= 90_001]).toEqual([true, true, true, true]);
      // Its place at once too: nobody knows whether it is over.
      expect(await store.inspect(['lists'], 'account')).toMatchObject({ logs: [{ taken: 2 }], concurrent: 2 });
    });

    it('refuses no more what names a hold that was lifted', async () => {
      const other = open();
      await store.hold('blocked', 60_000);
      await store.hold('another', 60_000);
      await other.lift('blocked');
      await other.lift('never held');
      await granted(store, request({ holds: ['blocked'] }));
      expect(await store.admit(request({ holds: ['blocked', 'another'] }))).toMatchObject({ refused: 'hold', key: 'another' });
    });

    it('is what the next start finds', async () => {
      const tickets = await times(3, () => granted(store, request()));
      await store.close();
      const next = open();
      expect(await next.admit(request())).toMatchObject({ refused: 'log' });
      await next.settle(tickets[0] as Ticket, 'ANSWERED');
      expect(await next.inspect(['lists'], 'account')).toMatchObject({ logs: [{ taken: 3 }], concurrent: 2 });
    });
  });

  describe('journals', () => {
    const limits = { maxEntries: 100, maxAgeMs: 60_000 };

    it('give cursors that grow by one over all instances', async () => {
      const other = open();
      const cursors = await times(20, (index) => (index % 2 === 0 ? store : other).append('events', [`a${index}`, `b${index}`], limits));
      const sorted = cursors.flat().sort((a, b) => a - b);
      const [first = 0] = sorted;
      expect(sorted).toEqual(Array.from({ length: 40 }, (_, index) => first + index));
      for (const [a = 0, b] of cursors) expect(b).toBe(a + 1);
      expect(await store.append('events', [], limits)).toEqual([]);
    });

    it('take entries together with a value, or neither, once for all who try', async () => {
      const other = open();
      const before = await store.put('state', 'before', { ifVersion: 0 });
      const change = { key: 'state', value: 'after', ifVersion: before ?? 0, stream: 'events', entries: ['1', '2'], limits };
      const versions = await times(10, (index) => (index % 2 === 0 ? store : other).putAndAppend(change));
      const [version, ...others] = versions.filter((version) => version !== null);
      expect(others).toEqual([]);
      expect(await other.get('state')).toMatchObject({ value: 'after', version });
      expect((await other.read('events', { limit: 10 })).entries.map(({ data }) => data)).toEqual(['1', '2']);
    });

    it('tell subscribers of entries that come with a value', async () => {
      const other = open();
      let told = 0;
      other.subscribe('events', () => {
        told += 1;
      });
      await waitFor(async () => {
        await store.putAndAppend({ key: 'state', value: new Uint8Array([1]), stream: 'events', entries: ['1'], limits });
        expect(told).toBeGreaterThan(1);
      });
    });

    it('are read from a cursor on, forwards and backwards', async () => {
      const cursors = await store.append('events', ['1', '2', '3', '4', '5'], limits);
      await store.append('other', ['x'], limits);
      const [, second = 0, , fourth = 0] = cursors;
      const data = async (options: Partial<Parameters<Store['read']>[1]>) =>
        (await store.read('events', { limit: 10, ...options })).entries.map((entry) => entry.data).join('');
      expect(await data({})).toBe('12345');
      expect(await data({ after: second })).toBe('345');
      expect(await data({ before: fourth })).toBe('123');
      expect(await data({ after: second, before: fourth, reverse: true })).toBe('3');
      expect(await data({ after: second, limit: 2 })).toBe('34');
      expect(await data({ reverse: true, limit: 2 })).toBe('54');
      expect(await data({ after: cursors[4] as number })).toBe('');
      const page = await store.read('events', { limit: 10 });
      expect(page).toMatchObject({ oldest: cursors[0], newest: cursors[4] });
      expect(page.entries.map((entry) => entry.cursor)).toEqual(cursors);
      expect(Math.abs((page.entries[0]?.at ?? 0) - (await store.now()))).toBeLessThan(60_000);
    });

    it('drop the oldest beyond their limits, and tell where they begin', async () => {
      expect(await store.read('events', { limit: 10 })).toEqual({ entries: [], oldest: null, newest: null });
      const cursors = await store.append('events', ['1', '2', '3', '4', '5'], { ...limits, maxEntries: 2 });
      expect(await store.read('events', { limit: 10 })).toMatchObject({ entries: [{ data: '4' }, { data: '5' }], oldest: cursors[3] });
      await delay(30);
      const [last = 0] = await store.append('events', ['6'], { ...limits, maxAgeMs: 20 });
      expect(last).toBe((cursors[4] as number) + 1);
      expect(await store.read('events', { limit: 10 })).toMatchObject({ entries: [{ data: '6' }], oldest: last, newest: last });
    });

    it('take 5,000 entries at once, and refuse more as a fault of the caller', async () => {
      const entries = Array.from({ length: MOST_ENTRIES }, (_, index) => String(index));
      expect((await store.append('events', entries, { ...limits, maxEntries: 10_000 })).length).toBe(MOST_ENTRIES);
      await expect(store.append('events', [...entries, 'x'], limits)).rejects.toThrow(RangeError);
      const change = { key: 'state', value: 'x', stream: 'events', entries: [...entries, 'x'], limits };
      await expect(store.putAndAppend(change)).rejects.toThrow(RangeError);
      expect(await store.get('state')).toBeNull();
    });

    it('know their next cursor when nothing is left of them', async () => {
      const [only = 0] = await store.append('events', ['1'], { maxEntries: 0, maxAgeMs: 60_000 });
      expect(await open().read('events', { limit: 10 })).toEqual({ entries: [], oldest: only + 1, newest: only });
    });
  });

  describe('notices', () => {
    it('reach every instance that listens to the channel', async () => {
      const other = open();
      const heard = { here: 0, there: 0, elsewhere: 0 };
      store.subscribe('senders', () => {
        heard.here += 1;
      });
      other.subscribe('senders', () => {
        heard.there += 1;
      });
      other.subscribe('else', () => {
        heard.elsewhere += 1;
      });
      await listening(other, 'ready');
      // A channel may be told once for nothing where the store was busy when it was asked to listen.
      await delay(50);
      Object.assign(heard, { here: 0, there: 0, elsewhere: 0 });
      await store.publish('senders');
      await waitFor(() => expect(heard).toMatchObject({ here: expect.toSatisfy(isPositive), there: expect.toSatisfy(isPositive) }));
      await listening(other, 'done');
      expect(heard.elsewhere).toBe(0);
    });

    it('end with the subscription', async () => {
      let gone = 0;
      let still = 0;
      const end = store.subscribe('senders', () => {
        gone += 1;
      });
      store.subscribe('senders', () => {
        still += 1;
      });
      await listening(store, 'ready');
      end();
      [gone, still] = [0, 0];
      await store.publish('senders');
      await waitFor(() => expect(still).toBeGreaterThan(0));
      expect(gone).toBe(0);
    });

    it('tell of a settled ticket and of a hold', async () => {
      const other = open();
      const heard: string[] = [];
      other.subscribe('account', () => heard.push('settled'));
      other.subscribe('blocked', () => heard.push('held'));
      await listening(other, 'ready');
      heard.length = 0;
      await store.settle(await granted(store, request()), 'ANSWERED');
      await waitFor(() => expect(heard).toContain('settled'));
      await store.hold('blocked', 1_000);
      await waitFor(() => expect(heard).toContain('held'));
    });
  });

  it('throws its own error after it was closed', async () => {
    await store.ping();
    await store.close();
    await expect(store.ping()).rejects.toThrow(StoreUnavailable);
    await expect(store.get('a')).rejects.toThrow(StoreUnavailable);
    await expect(store.admit(request())).rejects.toThrow(StoreUnavailable);
    expect(() => store.subscribe('a', () => {})()).not.toThrow();
  });
});

/** A machine that is busy with other tests is slow. */
const waitFor: typeof vi.waitFor = (work, options = {}) =>
  vi.waitFor(work, { timeout: 10_000, ...(typeof options === 'object' ? options : {}) });

const isPositive = (count: number): boolean => count > 0;

/** Waits until what was said before has been heard: notices come in order. */
async function listening(store: Store, channel: string): Promise<void> {
  let heard = false;
  const end = store.subscribe(channel, () => {
    heard = true;
  });
  await waitFor(async () => {
    await store.publish(channel);
    expect(heard).toBe(true);
  });
  end();
}
