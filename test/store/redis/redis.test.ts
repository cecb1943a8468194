import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AdmitRequest, type Store, StoreUnavailable, type Ticket } from '../../../src/store/store.ts';
import { linked } from '../../support/redis-cluster.ts';
import { canHaveClock, hasRedis, NO_CLOCK, NO_REDIS, RedisServer } from '../../support/redis-server.ts';
import { type OpenedStore, redisStore } from '../../support/stores.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

const log = { key: 'list', group: 'lists', limit: 1, windowMs: 60_000 };
const asked: AdmitRequest = {
  log,
  concurrency: { key: 'account', limit: 12 },
  holds: [],
  leaseMs: 30_000,
};

async function granted(store: Store, request: AdmitRequest): Promise<Ticket> {
  const admission = await store.admit(request);
  if ('refused' in admission) throw new Error(`refused by ${admission.refused}`);
  return admission.granted;
}

/** What a promise is refused with. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (failure) => failure,
  );

describe.skipIf(!hasRedis)(hasRedis ? 'the store on a Redis that fails' : `the store on a Redis that fails, ${NO_REDIS}`, () => {
  let server: RedisServer;
  let number = 0;
  const opened: OpenedStore[] = [];
  const open = (url = server.url): OpenedStore => {
    const store = redisStore({ topology: { kind: 'server', url }, prefix: `test${number}:` });
    opened.push(store);
    return store;
  };
  const back = (store: OpenedStore) => vi.waitFor(() => store.ping(), { timeout: 10_000 });

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  beforeEach(() => {
    number += 1;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });
  afterAll(() => server?.remove());

  it('throws its own error while Redis is away, and works again by itself', async () => {
    const store = open();
    await store.put('a', 'kept');
    await server.stop();
    for (const failing of [store.get('a'), store.put('a', 'x'), store.admit(asked), store.now(), store.ping()])
      await expect(failing).rejects.toThrow(StoreUnavailable);
    await server.start();
    await back(store);
    expect((await store.get('a'))?.value).toBe('kept');
  });

  it('opens though Redis is away, and works once it comes', async () => {
    await server.stop();
    const store = open();
    await expect(store.get('a')).rejects.toThrow(StoreUnavailable);
    await server.start();
    await back(store);
    expect(await store.put('a', 'x')).not.toBeNull();
  });

  it('does not wait long for a Redis that does not answer', async () => {
    const store = open();
    await store.ping();
    server.freeze();
    try {
      await expect(store.get('a')).rejects.toThrow(StoreUnavailable);
    } finally {
      server.thaw();
    }
    await back(store);
  });

  it('shows no password and no value in what it throws, whatever made it fail', async () => {
    const refused = open(server.url.replace(RedisServer.password, 'wrong-password-of-ours'));
    const away = open(`redis://:${RedisServer.password}@127.0.0.1:1`);
    const store = open();
    await store.ping();
    const failures = [
      await failureOf(refused.get('a')),
      await failureOf(away.get('a')),
      await failureOf(refused.put('a', 'a-secret-value')),
    ];
    await server.command('config', 'set', 'maxmemory', '1mb');
    failures.push(await failureOf(store.put('a', 'a-secret-value')), await failureOf(store.ping()));
    await server.command('config', 'set', 'maxmemory', '0');
    await server.command('replicaof', '127.0.0.1', 1);
    failures.push(await failureOf(store.put('a', 'a-secret-value')));
    await server.command('replicaof', 'no', 'one');
    for (const failure of failures) expect(failure).toBeInstanceOf(StoreUnavailable);
    expect(failures.map(String).slice(3)).toEqual([
      expect.stringContaining('its memory is full'),
      expect.stringContaining('its memory is full'),
      expect.stringContaining('a replica'),
    ]);
    await back(store);
    // A fault of ours is no outage, and shows nothing either.
    await server.command('set', `test${number}:{account}:held:wrong`, 'of another type');
    const fault = await failureOf(store.put('wrong', 'a-secret-value', { ifVersion: 1 }));
    expect(fault).toBeInstanceOf(Error);
    expect(fault).not.toBeInstanceOf(StoreUnavailable);
    for (const failure of [...failures, fault])
      expect(inspect(failure, { depth: 10, showHidden: true })).not.toMatch(/password-that-shows|password-of-ours|secret-value/);
  });

  it('hears notices again after a restart, and is told that some may be lost', async () => {
    const store = open();
    let heard = 0;
    store.subscribe('senders', () => {
      heard += 1;
    });
    await vi.waitFor(() => expect(heard).toBe(1));
    await server.stop();
    await server.start();
    await vi.waitFor(() => expect(heard).toBe(2), { timeout: 10_000 });
    await back(store);
    await store.publish('senders');
    await vi.waitFor(() => expect(heard).toBe(3));
  });

  it('forgets no place of the limits and no hold, though Redis lost all its data', async () => {
    const [store, other] = [open(), open()];
    await other.ping();
    const admission = await vi.waitFor(() => granted(store, asked), { timeout: 10_000 });
    await store.hold('blocked', 60_000);
    // Whoever met a hold knows of it as well.
    expect(await other.admit({ ...asked, holds: ['blocked'] })).toMatchObject({ refused: 'hold', key: 'blocked' });
    await server.crash();
    await server.start();
    await back(other);
    // Until every instance is back, nobody is admitted, whatever is asked, and whoever is new.
    for (const instance of [other, open()])
      expect(await instance.admit({ ...asked, log: null })).toMatchObject({ refused: 'hold', key: 'restart' });
    await vi.waitFor(async () => expect(await other.admit(asked)).toMatchObject({ refused: 'log' }), { timeout: 10_000, interval: 20 });
    expect(await other.admit({ ...asked, holds: ['blocked'] })).toMatchObject({ refused: 'hold', key: 'blocked' });
    expect(await other.inspect(['lists'], 'account')).toMatchObject({ logs: [{ taken: 1 }], concurrent: 1 });
    await store.settle(admission, 'UNUSED');
    await vi.waitFor(() => granted(other, asked));
  });

  it('with REDIS_WAIT_REPLICAS, tells of nothing as done that a failover could lose', async () => {
    const old = await RedisServer.start(['--save', '']);
    const way = await TcpProxy.start(old.port);
    const next = await RedisServer.start(['--save', '', '--replicaof', `127.0.0.1 ${way.port}`, '--repl-diskless-sync-delay', '0']);
    onTestFinished(() => Promise.all([old.remove(), next.remove(), way.close()]).then(() => {}));
    await linked(next);
    const store = redisStore({ topology: { kind: 'server', url: old.url }, graceMs: 0, waitReplicas: 1 });
    const limits = { maxEntries: 10, maxAgeMs: 60_000 };
    await store.append('events', ['told'], limits);
    const ticket = await granted(store, asked);
    way.swallow();
    await expect(store.append('events', ['not told'], limits)).rejects.toThrow('fewer than 1 replicas');
    await expect(store.admit({ ...asked, log: null })).rejects.toThrow(StoreUnavailable);
    await store.close();
    await old.crash();
    await next.command('replicaof', 'no', 'one');
    const survivor = redisStore({ topology: { kind: 'server', url: next.url }, graceMs: 0 });
    opened.push(survivor);
    expect((await survivor.read('events', { limit: 10 })).entries.map(({ data }) => data)).toEqual(['told']);
    expect(await survivor.admit(asked)).toMatchObject({ refused: 'log' });
    await survivor.settle(ticket, 'ANSWERED');
  });

  describe.skipIf(!canHaveClock)(canHaveClock ? 'whose clock is set' : `whose clock is set, ${NO_CLOCK}`, () => {
    it.each([
      { way: 'ahead', seconds: 3_600 },
      { way: 'back', seconds: -3_600 },
    ])('$way by an hour lets nothing over a limit, and refuses no longer than the limit does', async ({ seconds }) => {
      const moved = await RedisServer.startWithClock();
      onTestFinished(() => moved.remove());
      const [store, other] = [open(moved.url), open(moved.url)];
      const short = { ...asked, log: { ...log, windowMs: 8_000 }, leaseMs: 2_000 };
      const ticket = await vi.waitFor(() => granted(store, short), { timeout: 10_000 });
      await store.settle(ticket, 'ANSWERED');
      await store.hold('resting', 8_000);
      const since = performance.now();
      // Both have seen its time.
      expect(await other.admit(short)).toMatchObject({ refused: 'log' });
      await delay(700);
      moved.setClock(seconds);
      const again = vi.waitFor(() => granted(other, short), { timeout: 15_000, interval: 20 }).then(() => performance.now() - since);
      const rested = vi
        .waitFor(() => granted(other, { ...asked, log: null, holds: ['resting'] }), { timeout: 15_000, interval: 20 })
        .then(() => performance.now() - since);
      for (const waitedMs of [await again, await rested]) {
        expect(waitedMs).toBeGreaterThan(7_900);
        expect(waitedMs).toBeLessThan(13_000);
      }
    });
  });

  it('lets cursors and versions grow over a loss of all data', async () => {
    const store = open();
    const limits = { maxEntries: 10, maxAgeMs: 60_000 };
    const version = Number(await store.put('a', 'x'));
    const [cursor = 0] = await store.append('events', ['x'], limits);
    await server.crash();
    await server.start();
    await back(store);
    await delay(1);
    expect(await store.get('a')).toBeNull();
    expect(await store.put('a', 'x')).toBeGreaterThan(version);
    const [next = 0] = await store.append('events', ['y'], limits);
    expect(next).toBeGreaterThan(cursor + 1);
  });
});
