import { afterEach, describe, expect, it } from 'vitest';
import { createQuota, type QuotaOptions } from '../../../src/account/quota/quota.ts';
import { quotaKey } from '../../../src/account/quota/quota-key.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { Departure, Outcome, Release } from '../../../src/smsc/api.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { SimulatedTime } from '../../support/simulated-time.ts';
import { type OpenedStore, simulatedStore } from '../../support/stores.ts';

const LEASE_MS = 30_000;
const START = Date.parse('2026-11-23T09:00:00Z');

const list = (more: Partial<Departure> = {}): Departure => ({ command: 'LIST', question: 'all', subclient: null, ...more });
const add = (more: Partial<Departure> = {}): Departure => ({ command: 'ADD', question: 'a name', subclient: null, ...more });
/** A command that is limited by those at once alone. */
const change = (more: Partial<Departure> = {}): Departure => ({ command: 'CHANGE', question: 'a change', subclient: null, ...more });

const answered = (code: Outcome['code'] = null, retryAfterMs: number | null = null): Outcome => ({ reach: 'ANSWERED', code, retryAfterMs });
const ANSWERED = answered();
const failed = (reach: Outcome['reach']): Outcome => ({ reach, code: 'UPSTREAM_UNAVAILABLE', retryAfterMs: null });
const NOT_SENT = failed('NOT_SENT');
const UNANSWERED = failed('UNANSWERED');

/** One store, simulated time, and instances of the quota over them. */
class Bench {
  readonly time = new SimulatedTime();
  readonly store = simulatedStore(() => START + this.time.now);
  readonly quota = this.instance();

  instance(options: Partial<QuotaOptions> = {}) {
    return createQuota({ store: this.store, account: 'login', leaseMs: LEASE_MS, maxWaitMs: 10_000, timer: this.time.timer(), ...options });
  }

  /** What becomes of a departure. */
  watch(departure: Departure, quota = this.quota): Watched {
    const watched = new Watched();
    quota.gate(departure).then(
      (release) => watched.go(release, this.time.now),
      (error) => watched.fail(error, this.time.now),
    );
    return watched;
  }

  /** All of them at once, each with what became of it by then. */
  readonly depart = async (...departures: readonly Departure[]): Promise<readonly Watched[]> => {
    const watched = departures.map((departure) => this.watch(departure));
    await this.time.pass(0);
    return watched;
  };
}

/** The store, each of whose admissions takes so long to go there and so long to come back. */
const slow = ({ store, time }: Bench, ms: number): Store => ({
  ...store,
  async admit(request) {
    await new Promise<void>((resolve) => time.at(time.now + ms, resolve));
    const admission = await store.admit(request);
    await new Promise<void>((resolve) => time.at(time.now + ms, resolve));
    return admission;
  },
});

class Watched {
  release: Release | null = null;
  error: unknown = null;
  at: number | null = null;

  go(release: Release, at: number): void {
    this.release = release;
    this.at = at;
  }

  fail(error: unknown, at: number): void {
    this.error = error;
    this.at = at;
  }

  get state(): string {
    if (this.release !== null) return 'goes';
    if (this.error === null) return 'waits';
    return this.error instanceof GatewayError ? this.error.code : `not typed: ${this.error}`;
  }

  get retryAfterMs(): number | null {
    return this.error instanceof GatewayError ? this.error.retryAfterMs : null;
  }

  async end(outcome: Outcome = ANSWERED): Promise<void> {
    if (this.release === null) throw new Error(`it ${this.state}`);
    await this.release(outcome);
  }
}

const states = (all: readonly Watched[]): string => all.map(({ state }) => state).join(' ');
const repeat = (count: number, departure: () => Departure): Departure[] => Array.from({ length: count }, departure);
const asked = async (bench: Bench, ...departures: readonly Departure[]) => states(await bench.depart(...departures));

describe('the quota', () => {
  const stores: OpenedStore[] = [];
  const open = (): Bench => {
    const bench = new Bench();
    stores.push(bench.store);
    return bench;
  };
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  it('lets three identical lists and four adds out, and tells the next at once when to come again', async () => {
    const { time, depart } = open();
    const lists = await depart(...repeat(4, list));
    expect(states(lists)).toBe('goes goes goes RATE_LIMITED');
    expect(lists[3]?.retryAfterMs).toBe(60_001);
    expect(states(await depart(...repeat(5, add)))).toBe('goes goes goes goes RATE_LIMITED');
    expect(states(await depart(list({ question: 'another' })))).toBe('goes');
    expect(time.pending).toBe(0);
  });

  it('frees a place 60 s after the answer came', async () => {
    const { time, depart } = open();
    const [first] = await depart(...repeat(3, list));
    await time.pass(7_000);
    await first?.end();
    await time.pass(59_000);
    const [next, after] = await depart(list(), list());
    expect([next?.state, after?.state]).toEqual(['waits', 'RATE_LIMITED']);
    await time.pass(1_001);
    expect(next).toMatchObject({ state: 'goes', at: 67_001 });
  });

  it('tells each who is sent away its own time', async () => {
    const { time, depart } = open();
    for (const call of await depart(...repeat(3, list))) {
      await call.end();
      await time.pass(1_000);
    }
    // The places are free 60, 61 and 62 s after the start, and again a minute later.
    await time.pass(47_500);
    const waiting = await depart(...repeat(7, list));
    expect(states(waiting)).toBe('waits RATE_LIMITED RATE_LIMITED RATE_LIMITED RATE_LIMITED RATE_LIMITED RATE_LIMITED');
    expect(waiting[0]?.at).toBeNull();
    expect(waiting[1]?.retryAfterMs).toBe(10_501);
    await time.pass(10_000);
    expect(waiting[0]).toMatchObject({ state: 'goes', at: 60_001 });
  });

  it('has at most twelve under way, and lets the next go as soon as one ends', async () => {
    const { time, depart } = open();
    const all = await depart(...repeat(14, change));
    expect(all.filter(({ state }) => state === 'goes')).toHaveLength(12);
    await time.pass(3_000);
    await all[5]?.end();
    await time.pass(0);
    expect(all[12]).toMatchObject({ state: 'goes', at: 3_000 });
    expect(all[13]?.state).toBe('waits');
    await time.pass(7_000);
    expect(all[13]).toMatchObject({ state: 'RATE_LIMITED', at: 10_000 });
    expect(all[13]?.retryAfterMs).toBeGreaterThan(0);
  });

  it('lets one go as soon as a request of another instance ends', async () => {
    const world = open();
    const { time, depart } = world;
    const other = world.instance();
    const all = await depart(...repeat(12, change));
    const waiting = world.watch(change(), other);
    await time.pass(2_000);
    expect(waiting.state).toBe('waits');
    await all[0]?.end();
    await time.pass(0);
    expect(waiting).toMatchObject({ state: 'goes', at: 2_000 });
  });

  it('lets people go before background work, and tenants in turn', async () => {
    const { time, depart } = open();
    const running = await depart(...repeat(12, change));
    const order: string[] = [];
    const waiting = [
      ['background', 'a'],
      ['person', 'a'],
      ['person', 'a'],
      ['person', 'b'],
      ['person', 'a'],
    ] as const;
    const all = await depart(...waiting.map(([priority, tenant]) => change({ priority, tenant })));
    for (const call of running.slice(0, 5)) {
      await call.end();
      await time.pass(1);
      order.push(all.map(({ state }) => (state === 'goes' ? 'x' : '-')).join(''));
    }
    expect(order).toEqual(['-x---', '-x-x-', '-xxx-', '-xxxx', 'xxxxx']);
  });

  it('sends away who came first where somebody goes before and takes the last place in time', async () => {
    const { time, depart } = open();
    const [first] = await depart(...repeat(3, list));
    await first?.end();
    await time.pass(55_000);
    const [background] = await depart(list({ priority: 'background' }));
    expect(background?.state).toBe('waits');
    const [person] = await depart(list());
    expect(background?.state).toBe('RATE_LIMITED');
    await time.pass(5_001);
    expect(person?.state).toBe('goes');
  });

  it('lets calls of another kind pass those who wait for a log', async () => {
    const { time, depart } = open();
    for (const call of await depart(...repeat(4, add))) await call.end();
    await time.pass(55_000);
    expect(states(await depart(add(), list(), change()))).toBe('waits goes goes');
  });

  it('gives up the place of who goes away, in the queue and on the way to it', async () => {
    const world = open();
    const { time, depart } = world;
    const running = await depart(...repeat(12, change));
    const caller = new AbortController();
    const [leaving, staying] = await depart(change({ signal: caller.signal }), change());
    caller.abort();
    await time.pass(0);
    expect(leaving?.state).toBe('UPSTREAM_UNAVAILABLE');
    expect(world.quota.stats()).toEqual({ waiting: 1 });
    await running[0]?.end();
    await time.pass(0);
    expect(staying?.state).toBe('goes');

    await running[1]?.end();
    const hurried = new AbortController();
    const watched = world.watch(change({ signal: hurried.signal }));
    hurried.abort();
    await time.pass(0);
    expect(watched.state).toBe('UPSTREAM_UNAVAILABLE');
    expect((await world.quota.state()).concurrent).toBe(11);
    expect(await asked(world, change({ signal: AbortSignal.abort() }))).toBe('UPSTREAM_UNAVAILABLE');
    expect((await world.quota.state()).concurrent).toBe(11);
  });

  it('keeps the place of a request that may still arrive, until its lease and a window are over', async () => {
    const world = open();
    const { time, depart } = world;
    for (const call of await depart(...repeat(3, list))) await call.end(UNANSWERED);
    expect((await world.quota.state()).concurrent).toBe(3);
    await time.pass(LEASE_MS + 1);
    expect((await world.quota.state()).concurrent).toBe(0);
    await time.pass(49_000);
    const [next] = await depart(list());
    await time.pass(10_000);
    expect(next?.state).toBe('RATE_LIMITED');
    await time.pass(1_001);
    expect(await asked(world, list())).toBe('goes');
  });

  it.each(['NONSENSE', 'CUT'] as const)('has nothing under way after twelve that ended with %s', async (reach) => {
    const world = open();
    const { depart } = world;
    for (const call of await depart(...repeat(12, change))) await call.end(failed(reach));
    expect((await world.quota.state()).concurrent).toBe(0);
    expect(states(await depart(...repeat(12, change)))).toBe(
      repeat(12, change)
        .map(() => 'goes')
        .join(' '),
    );
  });

  it('leaves the login alone while a front asks for it', async () => {
    const world = open();
    const { time, depart } = world;
    const [call] = await depart(change());
    await call?.end(answered('RATE_LIMITED', 90_000));
    const refused = [...(await depart(list(), add())), world.watch(change(), world.instance())];
    await time.pass(0);
    expect(refused.map(({ state, retryAfterMs }) => [state, retryAfterMs])).toEqual(refused.map(() => ['RATE_LIMITED', 90_001]));
    await time.pass(90_001);
    expect(await asked(world, list())).toBe('goes');
  });

  it('frees at once what was never sent, for those who wait too', async () => {
    const { time, depart } = open();
    const [first, second] = await depart(...repeat(3, list));
    await first?.end();
    await time.pass(55_000);
    const [waiting] = await depart(list());
    expect(waiting?.state).toBe('waits');
    await second?.end(NOT_SENT);
    await time.pass(0);
    expect(waiting).toMatchObject({ state: 'goes', at: 55_000 });
  });

  it('counts for all instances, and for the next start', async () => {
    const world = open();
    await world.depart(...repeat(3, list));
    const other = world.instance();
    const watched = world.watch(list(), other);
    await world.time.pass(0);
    expect(watched.state).toBe('RATE_LIMITED');
  });

  it('counts another login apart', async () => {
    const world = open();
    await world.depart(...repeat(3, list));
    const watched = world.watch(list(), world.instance({ account: 'other' }));
    await world.time.pass(0);
    expect(watched.state).toBe('goes');
  });

  it('asks the store again only when something may have changed', async () => {
    const world = open();
    const { time } = world;
    let asks = 0;
    const counting: Store = {
      ...world.store,
      admit: (request) => {
        asks += 1;
        return world.store.admit(request);
      },
    };
    const quota = world.instance({ store: counting, maxWaitMs: 100_000 });
    for (let call = 0; call < 5; call += 1) world.watch(list(), quota);
    await time.pass(59_000);
    expect(asks).toBe(4);
  });

  it('waits no longer than it may where nothing ends', async () => {
    const world = open();
    const { time, depart } = world;
    await depart(...repeat(12, change));
    const waiting = world.watch(change(), world.instance({ maxWaitMs: 0 }));
    await time.pass(0);
    expect(waiting.state).toBe('RATE_LIMITED');
    const patient = world.watch(change(), world.instance({ maxWaitMs: 100_000 }));
    await time.pass(LEASE_MS + 1);
    expect(patient).toMatchObject({ state: 'goes', at: LEASE_MS + 1 });
    const hurried = world.watch(list(), world.instance({ maxWaitMs: 0 }));
    await time.pass(0);
    expect(hurried.state).toBe('goes');
  });

  it('comes at once where a request ends while the store is being asked', async () => {
    const world = open();
    const { time, depart } = world;
    const [running, other] = await depart(...repeat(12, change));
    const waiter = world.instance({ store: slow(world, 1_000) });
    const waiting = world.watch(change(), waiter);
    await time.pass(1_500);
    await running?.end();
    await time.pass(2_500);
    expect(waiting).toMatchObject({ state: 'goes', at: 4_000 });
    const another = world.watch(change(), waiter);
    await time.pass(1_500);
    await other?.end();
    await time.pass(2_500);
    expect(another).toMatchObject({ state: 'goes', at: 8_000 });
  });

  it('sends nobody away of whom the store was not asked', async () => {
    const world = open();
    const hurried = world.instance({ store: slow(world, 50), maxWaitMs: 0 });
    const all = [change(), list(), add()].map((departure) => world.watch(departure, hurried));
    await world.time.pass(1_000);
    expect(states(all)).toBe('goes goes goes');
  });

  it('waits no longer than it may for a slow store either', async () => {
    const world = open();
    await world.depart(...repeat(12, change));
    const waiting = world.watch(change(), world.instance({ store: slow(world, 6_000) }));
    await world.time.pass(12_000);
    expect(waiting).toMatchObject({ state: 'RATE_LIMITED', at: 12_000 });
  });

  describe('tells the truth of when to come again', () => {
    it('where all places at once are lost: when the first of them lapses', async () => {
      const world = open();
      const { time, depart } = world;
      const calls = await depart(...repeat(12, change));
      await time.pass(15_000);
      for (const call of calls) await call.end(UNANSWERED);
      const hurried = world.watch(change(), world.instance({ maxWaitMs: 0 }));
      const patient = world.watch(change(), world.instance({ maxWaitMs: 5_000 }));
      await time.pass(5_000);
      expect([hurried.retryAfterMs, patient.retryAfterMs]).toEqual([LEASE_MS - 15_000 + 1, LEASE_MS - 20_000 + 1]);
      await time.pass(patient.retryAfterMs ?? 0);
      expect(await asked(world, change())).toBe('goes');
    });

    it('where a question is lost three times: when the place is free, a window after its lease', async () => {
      const world = open();
      const { time, depart } = world;
      const calls = await depart(...repeat(3, list));
      await time.pass(15_000);
      for (const call of calls) await call.end(UNANSWERED);
      const [refused] = await depart(list());
      expect(refused?.retryAfterMs).toBe(LEASE_MS - 15_000 + 60_001);
      await time.pass((refused?.retryAfterMs ?? 0) - 11_000);
      expect(await asked(world, list())).toBe('RATE_LIMITED');
      await time.pass(11_000);
      expect(await asked(world, list())).toBe('goes');
    });
  });

  describe('after an error 2', () => {
    const refuse = (call: Watched | undefined) => call?.end(answered('UPSTREAM_UNAUTHORIZED'));

    it('makes no call for 10 s, those who wait too, in all instances and over a restart', async () => {
      const world = open();
      const { time, depart } = world;
      const running = await depart(...repeat(12, change));
      const [waiting] = await depart(change());
      await refuse(running[0]);
      await time.pass(0);
      expect(waiting).toMatchObject({ state: 'UPSTREAM_UNAUTHORIZED', error: { upstreamCode: 2 } });
      const elsewhere = world.watch(list(), world.instance());
      await time.pass(9_000);
      const restarted = world.watch(add(), world.instance());
      await time.pass(0);
      expect([elsewhere.state, restarted.state, await asked(world, list())]).toEqual(Array(3).fill('UPSTREAM_UNAUTHORIZED'));
      await time.pass(1_001);
      expect(await asked(world, list())).toBe('goes');
    });

    it('asks once then, and ever more rarely, an hour apart at the most', async () => {
      const world = open();
      const { time, depart } = world;
      const rests: number[] = [];
      let asked = 0;
      const [first] = await depart(change());
      await refuse(first);
      await time.pass(10_001);
      for (let trial = 0; trial < 10; trial += 1) {
        const many = await depart(...repeat(5, change), ...repeat(3, list));
        expect(states(many)).toBe(['goes', ...Array(7).fill('UPSTREAM_UNAUTHORIZED')].join(' '));
        asked += 1;
        await refuse(many[0]);
        const [refusal] = world.quota.refusals();
        rests.push(Math.round((refusal?.askAgainMs ?? 0) / 1_000));
        await time.pass(refusal?.askAgainMs ?? 0);
      }
      expect(rests).toEqual([20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600]);
      expect(asked).toBe(10);
    });

    it('lets everybody go again once the provider takes the login', async () => {
      const world = open();
      const { time, depart } = world;
      const [first] = await depart(change());
      await refuse(first);
      await time.pass(10_001);
      const other = world.instance();
      const [trial] = await depart(change());
      await trial?.end();
      expect(world.quota.refusals()).toEqual([]);
      expect(states(await depart(...repeat(3, list)))).toBe('goes goes goes');
      const elsewhere = world.watch(add(), other);
      await time.pass(0);
      expect(elsewhere.state).toBe('goes');
    });

    it('goes on resting where the trial ended without a word about the login', async () => {
      const world = open();
      const { time, depart } = world;
      const [first] = await depart(change());
      await refuse(first);
      await time.pass(10_001);
      for (const outcome of [failed('NONSENSE'), NOT_SENT, failed('CUT'), answered('INVALID_INPUT')]) {
        const [trial, other] = await depart(change(), change());
        expect(states([trial, other].filter((call) => call !== undefined))).toBe('goes UPSTREAM_UNAUTHORIZED');
        await trial?.end(outcome);
      }
      expect(world.quota.refusals()).toMatchObject([{ code: 'UPSTREAM_UNAUTHORIZED', askAgainMs: 0 }]);
    });

    it('has nothing to do with another password, or another login', async () => {
      const world = open();
      const wrong = world.instance({ credentialsTag: 'aa' });
      const first = world.watch(change(), wrong);
      await world.time.pass(0);
      await refuse(first);
      const right = world.watch(change(), world.instance({ credentialsTag: 'bb' }));
      const other = world.watch(change(), world.instance({ account: 'other' }));
      const again = world.watch(change(), wrong);
      await world.time.pass(0);
      expect([right.state, other.state, again.state]).toEqual(['goes', 'goes', 'UPSTREAM_UNAUTHORIZED']);
    });

    it('asks at once where the administrator says that something was mended', async () => {
      const world = open();
      const { depart } = world;
      const [first] = await depart(change());
      await refuse(first);
      await world.instance().askAgain();
      expect(await asked(world, change())).toBe('goes');
      expect(world.quota.refusals()).toEqual([]);
    });

    it('takes it for the subclient’s, where the provider takes the login', async () => {
      const world = open();
      const { time, depart } = world;
      const [own] = await depart(list());
      await own?.end();
      const [sub] = await depart(list({ subclient: 'gone', question: 'gone' }));
      await refuse(sub);
      const calls = await depart(list(), list({ subclient: 'gone', question: 'gone' }), list({ subclient: 'there', question: 'there' }));
      expect(states(calls)).toBe('goes UPSTREAM_UNAUTHORIZED goes');
      expect(world.quota.refusals()).toMatchObject([{ code: 'UPSTREAM_UNAUTHORIZED', subclient: 'gone' }]);
      await time.pass(10_001);
      expect(await asked(world, list({ subclient: 'gone', question: 'gone' }))).toBe('goes');
    });

    it('tells of the beginning and of the end once', async () => {
      const world = open();
      const told: unknown[] = [];
      const quota = world.instance({ onRefusal: (refusal) => told.push(refusal?.code ?? 'taken') });
      const calls = Array.from({ length: 5 }, () => world.watch(change(), quota));
      await world.time.pass(0);
      for (const call of calls) await refuse(call);
      await world.time.pass(10_001);
      const trial = world.watch(change(), quota);
      await world.time.pass(0);
      await refuse(trial);
      await world.time.pass(20_001);
      const last = world.watch(change(), quota);
      await world.time.pass(0);
      await last.end();
      await world.time.pass(0);
      expect(told).toEqual(['UPSTREAM_UNAUTHORIZED', 'taken']);
    });
  });

  describe('after an error 4', () => {
    it('still blocks after a restart', async () => {
      const world = open();
      const [first] = await world.depart(change());
      await first?.end(answered('IP_BLOCKED'));
      world.quota.close();
      const restarted = world.watch(list(), world.instance());
      await world.time.pass(0);
      expect([restarted.state, restarted.retryAfterMs]).toEqual(['IP_BLOCKED', 60_001]);
    });

    it('stops all calls of the login for a minute, those who wait too, in all instances', async () => {
      const world = open();
      const { time, depart } = world;
      const running = await depart(...repeat(12, change));
      const [waiting] = await depart(change());
      await running[0]?.end(answered('IP_BLOCKED'));
      await time.pass(0);
      expect(waiting).toMatchObject({ state: 'IP_BLOCKED', retryAfterMs: 60_001 });
      const elsewhere = world.watch(list(), world.instance());
      const another = world.watch(list(), world.instance({ account: 'other' }));
      await time.pass(20_000);
      expect([elsewhere.state, elsewhere.retryAfterMs, another.state]).toEqual(['IP_BLOCKED', 60_001, 'goes']);
      expect((await depart(list()))[0]?.retryAfterMs).toBe(40_001);
      await time.pass(40_001);
      expect(await asked(world, list())).toBe('goes');
    });

    it('stops them twice as long each time, an hour at the most', async () => {
      const { time, depart } = open();
      const minutes: number[] = [];
      for (let block = 0; block < 8; block += 1) {
        const [probe] = await depart(change());
        await probe?.end(answered('IP_BLOCKED'));
        const [refused] = await depart(change());
        minutes.push(Math.floor((refused?.retryAfterMs ?? 0) / 60_000));
        await time.pass((refused?.retryAfterMs ?? 0) + 1);
      }
      expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    });

    it('takes the many answers of one block for one', async () => {
      const { time, depart } = open();
      for (const call of await depart(...repeat(5, change))) await call.end(answered('IP_BLOCKED'));
      await time.pass(60_001);
      const [next] = await depart(change());
      await next?.end(answered('IP_BLOCKED'));
      expect((await depart(change()))[0]?.retryAfterMs).toBe(120_001);
    });

    it('begins with a minute again an hour after the last block', async () => {
      const { time, depart } = open();
      const [first] = await depart(change());
      await first?.end(answered('IP_BLOCKED'));
      await time.pass(60_000 + 3_600_001);
      const [next] = await depart(change());
      await next?.end(answered('IP_BLOCKED'));
      expect((await depart(change()))[0]?.retryAfterMs).toBe(60_001);
    });
  });

  it('lets a question rest that the provider refused with error 9, and no other', async () => {
    const { time, depart } = open();
    const [first] = await depart(list());
    await first?.end(answered('RATE_LIMITED'));
    const [again, another] = await depart(list(), list({ question: 'another' }));
    expect([again?.state, again?.retryAfterMs, another?.state]).toEqual(['RATE_LIMITED', 60_001, 'goes']);
    await time.pass(60_001);
    expect((await depart(list()))[0]?.state).toBe('goes');
  });

  it('tells what is left', async () => {
    const world = open();
    const { time, depart } = world;
    expect(await world.quota.state()).toEqual({
      buckets: [
        { name: 'LIST', limit: 3, remaining: 3, windowSeconds: 60, resetAt: null },
        { name: 'ADD', limit: 4, remaining: 4, windowSeconds: 60, resetAt: null },
      ],
      concurrent: 0,
      concurrentLimit: 12,
    });
    const [first] = await depart(list(), list(), list({ question: 'another' }), add());
    await time.pass(5_000);
    await first?.end();
    const { buckets, concurrent } = await world.quota.state();
    expect(buckets.map(({ remaining }) => remaining)).toEqual([1, 3]);
    expect(buckets[0]?.resetAt).toEqual(new Date(START + 65_001));
    expect(concurrent).toBe(3);
  });

  it('lets nothing out while the store is away, and says so at once', async () => {
    const world = open();
    const { time } = world;
    let away = false;
    const unlessAway = async <Result>(answer: () => Promise<Result>): Promise<Result> => {
      if (away) throw new StoreUnavailable('away');
      return answer();
    };
    const failing: Store = {
      ...world.store,
      admit: (request) => unlessAway(() => world.store.admit(request)),
      settle: (ticket, settlement) => unlessAway(() => world.store.settle(ticket, settlement)),
      inspect: (groups, concurrency) => unlessAway(() => world.store.inspect(groups, concurrency)),
    };
    const quota = world.instance({ store: failing });
    const running = Array.from({ length: 13 }, () => world.watch(change(), quota));
    await time.pass(0);
    away = true;
    await running[0]?.end();
    const next = world.watch(list(), quota);
    await time.pass(0);
    expect([running[12]?.state, next.state]).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
    await expect(quota.state()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    await time.pass(5_000);
    away = false;
    const later = world.watch(list(), quota);
    // The end of a request that the store did not hear of is told it again.
    await time.pass(500);
    expect(later.state).toBe('goes');
    expect((await quota.state()).concurrent).toBe(12);
    expect(time.pending).toBe(0);
  });

  it('sends everybody away when it is closed', async () => {
    const world = open();
    const { time, depart } = world;
    await depart(...repeat(12, change));
    const [waiting] = await depart(change());
    world.quota.close();
    await time.pass(0);
    expect(waiting?.state).toBe('UPSTREAM_UNAVAILABLE');
    expect(await asked(world, list())).toBe('UPSTREAM_UNAVAILABLE');
    expect(time.pending).toBe(0);
  });

  it('puts no question in words into the store', async () => {
    const world = open();
    const keys: string[] = [];
    const spying: Store = {
      ...world.store,
      admit: (request) => {
        keys.push(JSON.stringify(request));
        return world.store.admit(request);
      },
    };
    world.watch({ command: 'CHECK_CODE', question: 'code=4711', subclient: null }, world.instance({ store: spying }));
    await world.time.pass(0);
    expect(keys).toHaveLength(1);
    expect(keys.join()).not.toContain('4711');
  });
});

describe('the key of a login', () => {
  const login = { login: 'company', password: 'secret' };

  it('is the same for all addresses of the provider and whatever the password', () => {
    const key = quotaKey(login, 'https://smsc.ru');
    expect(quotaKey({ ...login, password: 'new' }, 'https://www2.smsc.ru/')).toBe(key);
    expect(quotaKey(login, 'https://smsc.kz')).not.toBe(key);
    expect(quotaKey({ ...login, login: 'other' }, 'https://smsc.ru')).not.toBe(key);
    expect(quotaKey({ apiKey: 'company' }, 'https://smsc.ru')).not.toBe(key);
  });

  it('shows nothing of an API key', () => {
    expect(quotaKey({ apiKey: 'very-secret-key' }, 'https://smsc.ru')).toMatch(/^[\w-]{22}$/);
  });
});
