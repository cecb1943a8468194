import { describe, expect, it, vi } from 'vitest';
import type { WriteLog } from '../../../src/account/replica/write-log.ts';
import { GatewayError } from '../../../src/errors.ts';
import { lostAnswer, neverSent, noAnswer, reading, refusal } from '../../support/scripted-provider.ts';
import { SimulatedTime } from '../../support/simulated-time.ts';
import { addRequest, codeOf, settle, testAccount } from '../../support/test-account.ts';

const shops = [reading('2', 'Newer'), reading('1', 'Older')];
const forever = new Promise<void>(() => {});

describe('another instance, or a start anew', () => {
  it('finds fresh data without a call, with the age that it has', async () => {
    const cell = { column: 'tele2', status: 255, replacementName: 'Common' };
    const file = { smscId: '7', name: 'a.pdf', status: 1, comment: 'blurred' };
    const { account, instance, provider, clock } = testAccount([
      reading('2', 'A', { operators: [cell], files: [file] }),
      reading('1', 'B'),
    ]);
    const before = await account.snapshot(null, ['names', 'operators', 'files']);
    await account.close();
    clock.advance(20_000);
    const after = await instance().snapshot(null, ['names', 'operators', 'files']);
    expect(provider.calls).toHaveLength(3);
    expect(after.freshness).toEqual(before.freshness);
    expect(after.version).toBe(before.version);
    expect(after.senders).toEqual(before.senders);
    expect(after.operatorsOf('2')).toEqual([cell]);
    expect(after.filesOf('2')).toEqual([file]);
  });

  it('serves stale data at once too, while it fetches it anew', async () => {
    const { account, instance, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    clock.advance(60_000);
    const other = instance();
    expect((await other.snapshot(null, ['names'])).freshness.stale).toBe(true);
    await vi.waitFor(async () => expect((await other.snapshot(null, ['names'])).freshness.stale).toBe(false));
    expect(provider.calls).toHaveLength(2);
    expect((await account.snapshot(null, ['names'])).freshness.stale).toBe(false);
    expect(provider.calls).toHaveLength(2);
  });

  it('asks once where several start cold together', async () => {
    const { instance, provider } = testAccount(shops);
    const snapshots = await Promise.all([1, 2, 3, 4].map(() => instance().snapshot(null, ['names'])));
    expect(snapshots.map(({ senders }) => senders.length)).toEqual([2, 2, 2, 2]);
    expect(provider.calls).toHaveLength(1);
  });

  it('takes over a fetch that failed elsewhere, and one whose instance died', async () => {
    const { account, instance, provider, clock } = testAccount(shops);
    provider.script('LIST', { failure: lostAnswer() });
    const codes = await Promise.all([codeOf(account.snapshot(null, ['names'])), codeOf(instance().snapshot(null, ['names']))]);
    expect(codes.sort()).toEqual(['UPSTREAM_UNAVAILABLE', 'no failure']);

    provider.script('LIST', { until: forever });
    void account.snapshot('sub', ['names']);
    await vi.waitFor(() => expect(provider.calls).toHaveLength(3));
    const waiting = instance().snapshot('sub', ['names']);
    await settle();
    expect(provider.calls).toHaveLength(3);
    clock.advance(10_001);
    expect((await waiting).senders).toHaveLength(2);
  });

  it('sees what was written elsewhere', async () => {
    const { account, instance, provider } = testAccount(shops);
    const other = instance();
    await other.snapshot(null, ['names']);
    await account.add(addRequest('Added'), null);
    await account.delete({ target: { smscId: '1' }, subclient: null });
    await vi.waitFor(async () =>
      expect((await other.snapshot(null, ['names'])).senders.map(({ name }) => name)).toEqual(['Added', 'Newer']),
    );
    expect(provider.count('LIST')).toBe(1);
  });

  it('keeps what was written elsewhere after its own question went out', async () => {
    const { account, instance, provider } = testAccount(shops);
    const other = instance();
    const answer = Promise.withResolvers<void>();
    provider.script('LIST', { until: answer.promise });
    const fetching = other.snapshot(null, ['names']);
    await vi.waitFor(() => expect(provider.calls).toHaveLength(1));
    await account.delete({ target: { smscId: '1' }, subclient: null });
    answer.resolve();
    expect((await fetching).senders).toHaveLength(1);
    expect((await account.snapshot(null, ['names'])).senders).toHaveLength(1);
  });

  it('shares the answer of statusChangedSince', async () => {
    const { account, instance, provider } = testAccount(shops);
    const ids = await account.changedSince(null, '2026-11-01');
    expect(await instance().changedSince(null, '2026-11-01')).toEqual(ids);
    expect(provider.calls).toHaveLength(2);
  });

  it('asks anew behind an older answer of statusChangedSince', async () => {
    const { account, instance, provider, clock } = testAccount(shops);
    const ids = await account.changedSince(null, '2026-11-01');
    clock.advance(60_000);
    provider.senders = [reading('3', 'Newest'), ...shops];
    const other = instance();
    expect(await other.changedSince(null, '2026-11-01')).toEqual(ids);
    await vi.waitFor(async () => expect(await other.changedSince(null, '2026-11-01')).toEqual(new Set(['1', '2', '3'])));
    expect(provider.calls).toHaveLength(3);
  });

  it('patches nothing by a log that the store lost', async () => {
    const { account, instance, provider, clock, store } = testAccount(shops);
    await account.snapshot(null, ['names']);
    await account.add(addRequest('Added'), null);
    clock.advance(2_000);
    await store.delete(JSON.stringify(['test', null, 'head']));
    await instance().snapshot(null, ['names']);
    await vi.waitFor(async () => expect((await account.snapshot(null, ['names'])).byName('Added')?.smscId).toBe('3'));
    expect((await account.snapshot(null, ['names'])).freshness.fetchedAt).toEqual(new Date(clock.now()));
    expect(provider.count('LIST')).toBe(2);
  });

  describe('whose store is emptied', () => {
    /** As a Redis that restarts without its data. */
    const emptied = async ({ store }: ReturnType<typeof testAccount>) => {
      for (const key of ['head', 'names', 'operators', 'files']) {
        await store.delete(JSON.stringify(['test', null, key]));
        await store.publish(JSON.stringify(['test', null, key]));
      }
    };

    it.each(['nobody', 'another instance', 'a write', 'another part'])(
      'while a list is under way answers all who wait, where %s was faster',
      async (first) => {
        const test = testAccount(shops);
        const { account, instance, provider, clock } = test;
        await account.snapshot(null, ['names', 'operators']);
        await account.add(addRequest('Added'), null);
        clock.advance(6 * 60_000);
        const answer = Promise.withResolvers<void>();
        provider.script('LIST', { until: answer.promise });
        const before = provider.count('LIST');
        const readers = [1, 2, 3].map(() => account.snapshot(null, ['names']));
        await vi.waitFor(() => expect(provider.count('LIST')).toBe(before + 1));
        await emptied(test);
        if (first === 'another instance') await instance().snapshot(null, ['operators']);
        if (first === 'a write') await instance().delete({ target: { smscId: '1' }, subclient: null });
        if (first === 'another part') await account.snapshot(null, ['operators']);
        answer.resolve();
        const names = first === 'a write' ? ['Added', 'Newer'] : ['Added', 'Newer', 'Older'];
        for (const { senders } of await Promise.all(readers)) expect(senders.map(({ name }) => name)).toEqual(names);
        await vi.waitFor(async () => expect((await account.snapshot(null, ['names'])).freshness.stale).toBe(false));
        const later = await instance().snapshot(null, ['names']);
        expect(later.senders.map(({ name }) => name)).toEqual(names);
      },
    );

    it('serves what it holds, as stale, where the provider is away too', async () => {
      const test = testAccount(shops);
      const { account, provider, clock } = test;
      await account.snapshot(null, ['names']);
      clock.advance(2_000);
      await emptied(test);
      provider.script('LIST', ...Array.from({ length: 9 }, () => ({ failure: lostAnswer() })));
      await settle();
      const { senders, freshness } = await account.snapshot(null, ['names']);
      expect([senders.length, freshness.stale]).toEqual([2, true]);
    });

    it('reads back after a write that was counted in the log that is lost', async () => {
      const test = testAccount(shops);
      const { account, provider } = test;
      await account.snapshot(null, ['names']);
      for (const name of ['A', 'B', 'C']) await account.add(addRequest(name), null);
      const answer = Promise.withResolvers<void>();
      provider.script('DELETE', { failure: lostAnswer(), done: true });
      provider.script('LIST', { until: answer.promise });
      const deleting = account.delete({ target: { smscId: '2' }, subclient: null });
      await vi.waitFor(() => expect(provider.count('LIST')).toBe(2));
      await emptied(test);
      answer.resolve();
      expect(await deleting).toEqual({ smscId: '2' });
      expect(provider.count('LIST')).toBeLessThan(6);
    });
  });

  it('knows of a code that was sent elsewhere', async () => {
    const { account, instance, provider } = testAccount();
    const request = { number: '79990000000', from: null, siteName: null, subclient: null };
    await account.sendCode(request);
    expect(await codeOf(instance().sendCode(request))).toBe('CODE_ALREADY_SENT');
    expect(provider.count('SEND_CODE')).toBe(1);
  });
});

describe('while the store is away', () => {
  it('serves what is held as stale, asks the provider nothing, and recovers by itself', async () => {
    const { account, provider, clock, setAway } = testAccount(shops);
    await account.snapshot(null, ['names']);
    setAway(true);
    clock.advance(1_000);
    const held = await account.snapshot(null, ['names']);
    expect(held.freshness.stale).toBe(true);
    expect(held.senders).toHaveLength(2);
    clock.advance(3_600_000);
    expect((await account.snapshot(null, ['names'])).senders).toHaveLength(2);
    await settle();
    expect(provider.calls).toHaveLength(1);

    setAway(false);
    clock.advance(5_001);
    expect((await account.snapshot(null, ['names'])).freshness.stale).toBe(false);
    expect(provider.calls).toHaveLength(2);
  });

  it('has nothing for who asks for what is not held', async () => {
    const { account, provider, setAway } = testAccount(shops);
    setAway(true);
    expect(await codeOf(account.snapshot(null, ['names']))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await codeOf(account.changedSince(null, '2026-11-01'))).toBe('UPSTREAM_UNAVAILABLE');
    expect(provider.calls).toHaveLength(0);
    setAway(false);
    expect((await account.snapshot(null, ['names'])).senders).toHaveLength(2);
  });

  it('writes nothing', async () => {
    const { account, provider, setAway } = testAccount(shops);
    await account.snapshot(null, ['names']);
    setAway(true);
    const target = { smscId: '1' };
    const codes = await Promise.all([
      codeOf(account.add(addRequest('Added'), null)),
      codeOf(account.delete({ target, subclient: null })),
      codeOf(account.sendCode({ number: '79990000000', from: null, siteName: null, subclient: null })),
      codeOf(account.checkCode({ number: '79990000000', code: '1', subclient: null })),
    ]);
    expect(codes).toEqual(Array(4).fill('UPSTREAM_UNAVAILABLE'));
    expect(provider.calls).toHaveLength(1);
  });

  it('loses no write that went out before, nor hides it from its writer', async () => {
    const { account, instance, provider, clock, setAway } = testAccount(shops);
    await account.snapshot(null, ['names']);
    const answer = Promise.withResolvers<void>();
    provider.script('ADD', { until: answer.promise });
    const adding = account.add(addRequest('Added'), null);
    await vi.waitFor(() => expect(provider.count('ADD')).toBe(1));
    setAway(true);
    answer.resolve();
    expect((await adding).sender.smscId).toBe('3');
    expect((await account.snapshot(null, ['names'])).byName('Added')).not.toBeNull();

    setAway(false);
    clock.advance(1_000);
    await account.snapshot(null, ['names']);
    expect((await instance().snapshot(null, ['names'])).byName('Added')?.smscId).toBe('3');
    expect(provider.count('LIST')).toBe(1);
    await account.delete({ target: { smscId: '3' }, subclient: null });
    clock.advance(1_000);
    expect((await account.snapshot(null, ['names'])).byName('Added')).toBeNull();
  });

  it('records a write that went out before once, whoever comes first when it is back', async () => {
    const { account, provider, clock, store, setAway } = testAccount(shops);
    await account.snapshot(null, ['names', 'operators', 'files']);
    const answer = Promise.withResolvers<void>();
    provider.script('ADD', { until: answer.promise });
    const adding = account.add(addRequest('Added'), null);
    await vi.waitFor(() => expect(provider.count('ADD')).toBe(1));
    setAway(true);
    answer.resolve();
    await adding;
    setAway(false);
    clock.advance(1_000);
    await Promise.all([
      ...(['names', 'operators', 'files'] as const).map((part) => account.snapshot(null, [part])),
      account.delete({ target: { smscId: '1' }, subclient: null }),
    ]);
    const head = await store.get(JSON.stringify(['test', null, 'head']));
    const { writes } = JSON.parse(Buffer.from((head?.value ?? '{}') as Uint8Array).toString()) as WriteLog;
    expect(writes.map(({ effect }) => effect.kind)).toEqual(['added', 'removed']);
    expect((await account.events.read({ limit: 10 })).events.map(({ event }) => event.kind)).toEqual(['SENDER_ADDED', 'SENDER_REMOVED']);
  });
});

describe('an idempotency key', () => {
  const idempotency = { key: 'k', inputHash: 'h' };

  it('answers with the first result for 24 hours, also after a restart', async () => {
    const { account, instance, provider, clock } = testAccount(shops);
    const first = await account.add(addRequest('Added'), idempotency);
    expect(first.replayed).toBe(false);
    clock.advance(24 * 3_600_000 - 1);
    expect(await instance().add(addRequest('Added'), idempotency)).toEqual({ sender: first.sender, replayed: true });
    expect(provider.calls.map(({ command }) => command)).toEqual(['LIST', 'ADD']);
    clock.advance(2);
    expect(await codeOf(instance().add(addRequest('Added'), idempotency))).toBe('SENDER_EXISTS');
  });

  it('is refused with another input, and is another key in another subclient', async () => {
    const { account, provider } = testAccount(shops);
    await account.add(addRequest('Added'), idempotency);
    expect(await codeOf(account.add(addRequest('Other'), { ...idempotency, inputHash: 'other' }))).toBe('IDEMPOTENCY_CONFLICT');
    expect(provider.count('ADD')).toBe(1);
    expect(await codeOf(account.add(addRequest('Third', { subclient: 'sub' }), { ...idempotency, inputHash: 'third' }))).toBe('no failure');
  });

  it('is refused with another input while the first is under way', async () => {
    const { account, instance, provider } = testAccount(shops);
    provider.script('ADD', { until: forever });
    void account.add(addRequest('Added'), idempotency);
    await vi.waitFor(() => expect(provider.count('ADD')).toBe(1));
    expect(await codeOf(instance().add(addRequest('Other'), { ...idempotency, inputHash: 'other' }))).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('lets one of two do it and the other wait, on one instance and on two', async () => {
    const { account, instance, provider } = testAccount(shops);
    const [a, b, c] = await Promise.all([account, account, instance()].map((at) => at.add(addRequest('Added'), idempotency)));
    expect([a?.replayed, b?.replayed, c?.replayed].sort()).toEqual([false, true, true]);
    expect(new Set([a?.sender.smscId, b?.sender.smscId, c?.sender.smscId])).toEqual(new Set(['3']));
    expect(provider.count('ADD')).toBe(1);
  });

  /** Longer than the provider may be at work on an add. */
  const THROUGH_MS = 70_001;

  it.each([
    ['does it', true],
    ['does not do it', false],
  ])('after a crash is open until the provider must be through, and then settled by looking (the provider %s)', async (_, done) => {
    const { account, instance, provider, clock } = testAccount(shops);
    provider.script('ADD', { failure: lostAnswer(), done, until: forever });
    void account.add(addRequest('Added'), idempotency).catch(() => {});
    await vi.waitFor(() => expect(provider.count('ADD')).toBe(1));
    clock.advance(10_001);
    expect(await codeOf(instance().add(addRequest('Added'), idempotency))).toBe('OUTCOME_UNKNOWN');
    expect(provider.count('LIST')).toBe(1);
    clock.advance(THROUGH_MS);
    const again = () => instance().add(addRequest('Added'), idempotency);
    if (done) {
      // It was there first: nobody can tell whose it is, now or ever.
      for (const outcome of [again(), again()])
        expect(await outcome.catch((failure) => failure)).toMatchObject({
          code: 'OUTCOME_UNKNOWN',
          sender: { smscId: '3' },
          checkAfterMs: 0,
        });
    } else {
      expect(await again()).toMatchObject({ sender: { smscId: '3' }, replayed: false });
      expect(await again()).toMatchObject({ sender: { smscId: '3' }, replayed: true });
    }
    expect(provider.count('ADD')).toBe(done ? 1 : 2);
    expect(provider.senders.filter(({ name }) => name === 'Added')).toHaveLength(1);
  });

  it('knows after a crash a name that was there before', async () => {
    const { account, instance, provider, clock } = testAccount(shops);
    provider.script('ADD', { failure: lostAnswer(), until: forever });
    void account.add(addRequest('Older'), idempotency).catch(() => {});
    await vi.waitFor(() => expect(provider.count('ADD')).toBe(1));
    clock.advance(THROUGH_MS);
    expect(await codeOf(instance().add(addRequest('Older'), idempotency))).toBe('SENDER_EXISTS');
  });

  it('takes up what was left open', async () => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.script('ADD', { failure: lostAnswer() });
    provider.script('LIST', { failure: lostAnswer() });
    expect(await codeOf(account.add(addRequest('Added'), idempotency))).toBe('OUTCOME_UNKNOWN');
    clock.advance(30_000);
    expect(await account.add(addRequest('Added'), idempotency)).toMatchObject({ sender: { smscId: '3' }, replayed: false });
    expect(provider.count('ADD')).toBe(2);
  });

  it('is settled in the background, so that the same key is answered without a question', async () => {
    const time = new SimulatedTime();
    const { account, provider, clock } = testAccount(shops, { timer: time.timer() });
    const pass = async (ms: number) => {
      clock.advance(ms);
      await time.pass(ms);
      await settle();
    };
    await account.snapshot(null, ['names']);
    provider.script('ADD', { failure: noAnswer() });
    expect(await codeOf(account.add(addRequest('Added'), idempotency))).toBe('OUTCOME_UNKNOWN');
    // The provider does it after all.
    await pass(40_000);
    await provider.add(addRequest('Added'));
    await pass(30_000);
    const asked = provider.count('LIST');
    expect((await account.events.read({ limit: 9 })).events.map(({ event }) => event)).toMatchObject([
      { kind: 'SENDER_ADDED', name: 'Added' },
    ]);
    expect(await account.add(addRequest('Added'), idempotency).catch((failure) => failure)).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      sender: { smscId: '3' },
    });
    expect(provider.count('LIST')).toBe(asked);
    await account.close();
  });

  it('begins anew after a refusal, also with another input', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('ADD', { failure: refusal('INVALID_INPUT', 1) }, { failure: neverSent() });
    expect(await codeOf(account.add(addRequest('Bad'), idempotency))).toBe('INVALID_INPUT');
    expect(await codeOf(account.add(addRequest('Good'), { ...idempotency, inputHash: 'good' }))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await account.add(addRequest('Good'), { ...idempotency, inputHash: 'good' })).toMatchObject({ replayed: false });
  });

  it('asks nothing where the note of it can’t be written', async () => {
    const { account, provider, setAway } = testAccount(shops);
    const listed = Promise.withResolvers<void>();
    provider.script('LIST', { until: listed.promise });
    const adding = codeOf(account.add(addRequest('Added'), idempotency));
    await vi.waitFor(() => expect(provider.count('LIST')).toBe(1));
    setAway(true);
    listed.resolve();
    expect(await adding).toBe('UPSTREAM_UNAVAILABLE');
    expect(provider.count('ADD')).toBe(0);
  });
});

it('gives a caller that went away a typed failure', async () => {
  const { account } = testAccount(shops);
  const failure = await account.snapshot(null, ['names'], { signal: AbortSignal.abort('gone') }).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(GatewayError);
});
