import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRedisStore } from '../../../src/store/redis.ts';
import { type AdmitRequest, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { hasRedis, NO_REDIS, RedisServer } from '../../support/redis-server.ts';

const asked: AdmitRequest = {
  log: { key: 'list', group: 'lists', limit: 1, windowMs: 60_000 },
  concurrency: { key: 'account', limit: 12 },
  holds: [],
  leaseMs: 30_000,
};

/** What a promise is refused with. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (failure) => failure,
  );

describe.skipIf(!hasRedis)(hasRedis ? 'the store on a Redis that fails' : `the store on a Redis that fails, ${NO_REDIS}`, () => {
  let server: RedisServer;
  let number = 0;
  const opened: Store[] = [];
  const open = (url = server.url): Store => {
    const store = createRedisStore({ url, prefix: `test${number}:` });
    opened.push(store);
    return store;
  };
  const back = (store: Store) => vi.waitFor(() => store.ping(), { timeout: 10_000 });

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

  it('shows no password', async () => {
    const refused = open(server.url.replace(RedisServer.password, 'wrong-password-of-ours'));
    const away = open(`redis://:${RedisServer.password}@127.0.0.1:1`);
    for (const failure of [
      await failureOf(refused.get('a')),
      await failureOf(away.get('a')),
      await failureOf(refused.put('a', 'the value')),
    ]) {
      expect(failure).toBeInstanceOf(StoreUnavailable);
      const shown = inspect(failure, { depth: 10, showHidden: true });
      expect(shown).not.toMatch(/password-that-shows|password-of-ours|the value/);
    }
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

  it('forgets no place of the limits, though Redis lost all its data', async () => {
    const [store, other] = [open(), open()];
    await other.ping();
    const admission = await store.admit(asked);
    await server.crash();
    await server.start();
    await back(other);
    // Until every instance is back, nobody is admitted, whatever is asked.
    expect(await other.admit({ ...asked, log: null })).toMatchObject({ refused: 'hold', key: 'restart' });
    await vi.waitFor(async () => expect(await other.admit(asked)).toMatchObject({ refused: 'log' }), { timeout: 10_000, interval: 20 });
    await back(store);
    expect(await other.inspect(['lists'], 'account')).toMatchObject({ logs: [{ taken: 1 }], concurrent: 1 });
    if ('granted' in admission) await store.settle(admission.granted, 'UNUSED');
    expect(await other.admit(asked)).toHaveProperty('granted');
  });

  it('admits at once on its first start', async () => {
    expect(await open().admit(asked)).toHaveProperty('granted');
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
