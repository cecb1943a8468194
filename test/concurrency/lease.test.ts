import { describe, expect, it } from 'vitest';
import { type LeaseStore, Leases } from '../../src/concurrency/lease.ts';
import { once } from '../../src/concurrency/once.ts';
import { GatewayError } from '../../src/errors.ts';
import { SimulatedTime } from '../support/simulated-time.ts';
import { simulatedStore } from '../support/stores.ts';

const SECOND = 1_000;

/** Instances that share a store; a lease ends by its clock. */
function world({ notices = true } = {}) {
  const time = new SimulatedTime();
  const engine = simulatedStore(() => time.now);
  let holders = 0;
  let isAway = false;
  const reach = <Result>(answer: () => Promise<Result>) => (isAway ? Promise.reject(new GatewayError('UPSTREAM_UNAVAILABLE')) : answer());
  const store: LeaseStore = {
    acquire: (...args) => reach(() => engine.acquire(...args)),
    renew: (...args) => reach(() => engine.renew(...args)),
    release: (key, holder) =>
      reach(async () => {
        await engine.release(key, holder);
        if (notices) await engine.publish(key);
      }),
    watch: (key, listener) => engine.subscribe(key, listener),
  };
  const randomId = () => {
    holders += 1;
    return String(holders);
  };
  /** An instance whose timers stop when it dies. */
  const instance = () => {
    let isAlive = true;
    const timer = { now: () => time.now, after: (ms: number, work: () => void) => time.at(time.now + ms, () => isAlive && work()) };
    return {
      leases: new Leases({ store, timer, randomId }),
      die: () => {
        isAlive = false;
      },
    };
  };
  const setAway = (away: boolean) => {
    isAway = away;
  };
  return { time, instance, setAway };
}

const never = new Promise<never>(() => {});

describe('a lease', () => {
  it('is one holder’s for as long as it works, and for a while after', async () => {
    const { time, instance } = world();
    const [first, second] = [instance().leases.of('key'), instance().leases.of('key')];
    const work = Promise.withResolvers<string>();
    const running = first.run(() => work.promise);
    await time.pass(300 * SECOND);
    expect(await second.run(async () => 'second')).toBeNull();
    work.resolve('first');
    expect(await running).toBe('first');
    await time.pass(5 * SECOND);
    expect(await second.run(async () => 'second')).toBeNull();
    expect(await first.run(async () => 'again')).toBe('again');
    await time.pass(16 * SECOND);
    expect(await second.run(async () => 'second')).toBe('second');
  });

  it('is another’s at once where it is released, also after work that failed', async () => {
    const { instance } = world();
    const [first, second] = [instance().leases.of('key'), instance().leases.of('key')];
    await expect(first.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    await first.release();
    expect(await second.run(async () => 'second')).toBe('second');
    await first.release();
    expect(await first.run(async () => 'first')).toBeNull();
  });

  it('of an instance that dies ends', async () => {
    const { time, instance } = world();
    const [first, second] = [instance(), instance().leases.of('key')];
    void first.leases.of('key').run(() => never);
    await time.pass(SECOND);
    first.die();
    expect(await second.run(async () => 'second')).toBeNull();
    await time.pass(16 * SECOND);
    expect(await second.run(async () => 'second')).toBe('second');
  });

  it('outlives a store that is away for less than its time', async () => {
    const { time, instance, setAway } = world();
    const [first, second] = [instance().leases.of('key'), instance().leases.of('key')];
    void first.run(() => never);
    await time.pass(SECOND);
    setAway(true);
    await time.pass(8 * SECOND);
    setAway(false);
    await time.pass(60 * SECOND);
    expect(await second.run(async () => 'second')).toBeNull();
  });

  it('leaves no alarm behind', async () => {
    const { time, instance } = world();
    await instance()
      .leases.of('key')
      .run(async () => {});
    expect(time.pending).toBe(0);
  });
});

describe.each([{ notices: true }, { notices: false }])('work that is done once, with notices: $notices', (options) => {
  /** Many that want the same; each takes a second. */
  function crowd(fails: (run: number) => boolean = () => false) {
    const { time, instance, ...rest } = world(options);
    let runs = 0;
    let done = false;
    const want = ({ leases } = instance(), signal?: AbortSignal) =>
      once(leases, {
        key: 'key',
        isDone: async () => done,
        work: async () => {
          runs += 1;
          const run = runs;
          await new Promise<void>((resolve) => time.at(time.now + SECOND, resolve));
          if (fails(run)) throw new Error('failed');
          done = true;
        },
        signal,
      }).then(
        () => 'done',
        (failure: Error) => (failure instanceof GatewayError ? failure.code : failure.message),
      );
    return { time, instance, want, runs: () => runs, ...rest };
  }

  it('is done by one of many, on one instance and on several', async () => {
    const { time, instance, want, runs } = crowd();
    const one = instance();
    const all = [want(one), want(one), want(one), want(), want()];
    await time.pass(3 * SECOND);
    expect(await Promise.all(all)).toEqual(Array(5).fill('done'));
    expect([runs(), time.pending]).toEqual([1, 0]);
  });

  it('is taken over where it fails, by one after the other', async () => {
    const { time, want, runs } = crowd((run) => run < 3);
    const all = [want(), want(), want(), want()];
    await time.pass(10 * SECOND);
    expect((await Promise.all(all)).toSorted()).toEqual(['done', 'done', 'failed', 'failed']);
    expect(runs()).toBe(3);
  });

  it('is taken over where its instance dies', async () => {
    const { time, instance, want, runs } = crowd();
    const first = instance();
    void once(first.leases, { key: 'key', isDone: async () => false, work: () => never, signal: undefined });
    await time.pass(SECOND);
    first.die();
    const waiting = want();
    await time.pass(9 * SECOND);
    expect(runs()).toBe(0);
    await time.pass(5 * SECOND);
    expect([await waiting, runs()]).toEqual(['done', 1]);
  });

  it('is no longer waited for by whoever goes away', async () => {
    const { time, want } = crowd();
    const caller = new AbortController();
    const [first, waiting] = [want(), want(undefined, caller.signal)];
    await time.pass(100);
    caller.abort();
    expect(await waiting).toBe('UPSTREAM_UNAVAILABLE');
    await time.pass(3 * SECOND);
    expect([await first, time.pending]).toEqual(['done', 0]);
  });

  it('fails where the store is away', async () => {
    const { want, setAway } = crowd();
    setAway(true);
    expect(await want()).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('asks no more often than it looks, though a store tells whoever begins to listen', async () => {
    const time = new SimulatedTime();
    let asked = 0;
    const store: LeaseStore = {
      async acquire() {
        asked += 1;
        return false;
      },
      renew: async () => true,
      release: async () => {},
      watch(_, listener) {
        queueMicrotask(listener);
        return () => {};
      },
    };
    const caller = new AbortController();
    const leases = new Leases({ store, timer: time.timer(), randomId: () => 'me' });
    const waiting = once(leases, { key: 'key', isDone: async () => false, work: async () => {}, signal: caller.signal }).catch(
      () => 'gone',
    );
    await time.pass(SECOND);
    // The first time, for the first notice, and four looks.
    expect(asked).toBeLessThanOrEqual(6);
    caller.abort();
    expect(await waiting).toBe('gone');
  });
});
