import { describe, expect, it } from 'vitest';
import { SingleFlight } from '../../../src/concurrency/single-flight.ts';
import { RateLimitedError } from '../../../src/errors.ts';
import { lostAnswer, reading, refusal } from '../../support/scripted-provider.ts';
import { addRequest, codeOf, settle, tally, testAccount } from '../../support/test-account.ts';

const shops = [reading('2', 'Newer'), reading('1', 'Older')];
const cell = (column: string, status: number) => ({ column, status, replacementName: null });

describe('one fetch for all', () => {
  it('asks once for 10,000 readers of the same at once', async () => {
    const { account, provider } = testAccount(shops);
    const snapshots = await Promise.all(Array.from({ length: 10_000 }, () => account.snapshot(null, ['names'])));
    expect(provider.calls).toHaveLength(1);
    expect(new Set(snapshots).size).toBe(1);
    expect(snapshots[0]?.senders.map(({ name }) => name)).toEqual(['Newer', 'Older']);
  });

  it('asks once for more than 1,000 readers of different senders of one part', async () => {
    const senders = Array.from({ length: 1_001 }, (_, index) => reading(String(1_001 - index), `Shop${1_001 - index}`));
    const { account, provider } = testAccount(senders);
    const names = await Promise.all(
      senders.map(async ({ smscId }) => (await account.snapshot(null, ['names'])).bySmscId(smscId ?? '')?.name),
    );
    expect(names).toEqual(senders.map(({ name }) => name));
    expect(provider.calls).toHaveLength(1);
  });

  it('asks for each part and each subclient on its own, and for no part that nobody wants', async () => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names', 'files']);
    provider.senders = [reading('7', 'Branch')];
    await account.snapshot('sub', ['names']);
    const whole = { all: true, operators: false, count: 15_000, before: null, changedSince: null };
    const questions = provider.calls.map(({ request }) => request);
    // The first two go out at once.
    expect(questions).toHaveLength(3);
    expect(questions).toEqual(
      expect.arrayContaining([
        { ...whole, files: false, subclient: null },
        { ...whole, files: true, subclient: null },
        { ...whole, files: false, subclient: 'sub' },
      ]),
    );
  });

  it('shows nobody the account’s own senders as those of a subclient that the provider does not know', async () => {
    const { account } = testAccount(shops);
    await account.snapshot(null, ['names']);
    await expect(account.snapshot('sub', ['names'])).rejects.toMatchObject({ code: 'SENDER_NOT_FOUND' });
    expect((await account.snapshot(null, ['names'])).senders).toHaveLength(shops.length);
  });

  it('puts the calls on the tally of who started them', async () => {
    const { account } = testAccount(shops);
    const [first, second] = [tally(), tally()];
    await Promise.all([
      account.snapshot(null, ['names', 'operators'], { cost: first }),
      account.snapshot(null, ['names'], { cost: second }),
    ]);
    expect(first).toEqual({ calls: 2, waitedMs: 0, servedStale: false });
    expect(second.calls).toBe(0);
  });
});

describe('joining the parts', () => {
  it('gives a sender its cells and files by id', async () => {
    const file = { smscId: '7', name: 'a.pdf', status: 0, comment: null };
    const { account } = testAccount([reading('2', 'A', { operators: [cell('tele2', 2)] }), reading('1', 'B', { files: [file] })]);
    const snapshot = await account.snapshot(null, ['names', 'operators', 'files']);
    expect(snapshot.operatorsOf('2')).toEqual([cell('tele2', 2)]);
    expect(snapshot.filesOf('1')).toEqual([file]);
    expect(snapshot.filesOf('2')).toEqual([]);
    expect(snapshot.operatorsOf('3')).toEqual([]);
    expect(snapshot.byName('A')).toEqual({ smscId: '2', name: 'A', subclient: null, status: 1 });
  });

  it('goes by the name where the answers have no ids', async () => {
    const { account, provider } = testAccount([reading(null, 'A', { operators: [cell('tele2', 2)] })]);
    const snapshot = await account.snapshot(null, ['names', 'operators']);
    const sender = snapshot.byName('A');
    expect(snapshot.operatorsOf(sender?.smscId ?? '')).toEqual([cell('tele2', 2)]);
    await account.delete({ target: { smscId: sender?.smscId ?? '' }, subclient: null });
    expect(provider.calls.at(-1)?.request).toEqual({ target: { name: 'A' }, subclient: null });
  });

  it('pages past 15,000', async () => {
    const senders = Array.from({ length: 31_000 }, (_, index) => reading(String(31_000 - index), `S${31_000 - index}`));
    const { account, provider } = testAccount(senders);
    const snapshot = await account.snapshot(null, ['names']);
    expect(snapshot.senders).toHaveLength(31_000);
    expect(snapshot.bySmscId('1')?.name).toBe('S1');
    expect(provider.calls.map(({ request }) => 'before' in request && request.before)).toEqual([null, '16001', '1001']);
  });

  it('asks for an empty second page where the first is just full, and keeps what it has', async () => {
    const senders = Array.from({ length: 15_000 }, (_, index) => reading(String(15_000 - index), `S${15_000 - index}`));
    const { account, provider } = testAccount(senders);
    expect((await account.snapshot(null, ['names'])).senders).toHaveLength(15_000);
    expect(provider.count('LIST')).toBe(2);
  });
});

describe('age', () => {
  it('serves what is fresh without a call and says when it came', async () => {
    const { account, provider, clock } = testAccount(shops);
    const first = await account.snapshot(null, ['names']);
    const came = new Date(clock.now());
    clock.advance(20_000);
    const second = await account.snapshot(null, ['names']);
    expect(second).toBe(first);
    expect(second.freshness).toMatchObject({ fetchedAt: came, stale: false });
    expect(provider.calls).toHaveLength(1);
  });

  it('serves older data at once as stale, with one fetch behind it, and the new data afterwards', async () => {
    const { account, provider, clock } = testAccount(shops);
    const { version } = await account.snapshot(null, ['names']);
    provider.senders = [reading('3', 'Newest'), ...provider.senders];
    clock.advance(20_001);
    const cost = tally();
    const stale = await account.snapshot(null, ['names'], { cost });
    await account.snapshot(null, ['names']);
    expect(stale.freshness.stale).toBe(true);
    expect(stale.senders).toHaveLength(2);
    expect(cost.servedStale).toBe(true);
    await settle();
    const fresh = await account.snapshot(null, ['names']);
    expect(provider.calls).toHaveLength(2);
    expect(provider.calls[1]?.priority).toBe('background');
    expect(fresh.senders).toHaveLength(3);
    expect(fresh.freshness.stale).toBe(false);
    expect(fresh.version).toBeGreaterThan(version);
  });

  it('waits for the provider where the data is older than 5 minutes', async () => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.senders = [reading('3', 'Newest'), ...shops];
    clock.advance(5 * 60_000 + 1);
    const snapshot = await account.snapshot(null, ['names']);
    expect(snapshot.senders).toHaveLength(3);
    expect(snapshot.freshness.stale).toBe(false);
  });

  it.each([
    ['lost', lostAnswer()],
    ['blocked', refusal('IP_BLOCKED', 4)],
    ['without quota', refusal('RATE_LIMITED', 9)],
    ['unheard of', refusal('UPSTREAM_ERROR', 99)],
  ])('serves data of up to 24 hours where the answer is %s, and asks again after a pause only', async (_, failure) => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    clock.advance(24 * 3_600_000 - 1_000);
    provider.script('LIST', { failure }, { failure });
    const held = await account.snapshot(null, ['names']);
    expect(held.senders).toHaveLength(2);
    expect(held.freshness.stale).toBe(true);
    await account.snapshot(null, ['names']);
    expect(provider.calls).toHaveLength(2);
    clock.advance(1_001);
    expect(await codeOf(account.snapshot(null, ['names']))).toBe(failure.code);
    expect(provider.calls).toHaveLength(3);
  });

  it('forgets the pause after a failure with the next answer', async () => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    clock.advance(20_001);
    provider.script('LIST', { failure: new RateLimitedError(60_000) });
    await account.snapshot(null, ['names']);
    await settle();
    provider.script('DELETE', { failure: lostAnswer(), done: true });
    await account.delete({ target: { smscId: '2' }, subclient: null });
    clock.advance(20_001);
    await account.snapshot(null, ['names']);
    await settle();
    expect(provider.count('LIST')).toBe(5);
  });

  it('of a list of several pages is that of the first', async () => {
    const { account, provider, clock } = testAccount(
      Array.from({ length: 15_001 }, (_, index) => reading(String(15_001 - index), `S${index}`)),
    );
    const came = new Date(clock.now());
    const second = Promise.withResolvers<void>();
    provider.script('LIST', {}, { until: second.promise });
    const read = account.snapshot(null, ['names']);
    await settle();
    clock.advance(5_000);
    second.resolve();
    expect((await read).freshness.fetchedAt).toEqual(came);
  });

  it('does not hide that the account is refused', async () => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    clock.advance(5 * 60_000 + 1);
    provider.script('LIST', { failure: refusal('UPSTREAM_UNAUTHORIZED', 2) });
    expect(await codeOf(account.snapshot(null, ['names']))).toBe('UPSTREAM_UNAUTHORIZED');
  });

  it('is the age of the oldest part that was asked for', async () => {
    const { account, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    const came = new Date(clock.now());
    clock.advance(10_000);
    const both = await account.snapshot(null, ['operators', 'names']);
    expect(both.freshness.fetchedAt).toEqual(came);
    expect((await account.snapshot(null, ['operators'])).freshness.fetchedAt).toEqual(new Date(clock.now()));
  });

  it('fails with nothing held, and asks again for the next reader', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('LIST', { failure: lostAnswer() });
    expect(await codeOf(account.snapshot(null, ['names']))).toBe('UPSTREAM_UNAVAILABLE');
    expect((await account.snapshot(null, ['names'])).senders).toHaveLength(2);
  });
});

describe('who goes away', () => {
  it('leaves the fetch to the others', async () => {
    const { account, provider } = testAccount(shops);
    const answer = Promise.withResolvers<void>();
    provider.script('LIST', { until: answer.promise });
    const [impatient, patient] = [new AbortController(), new AbortController()];
    const given = account.snapshot(null, ['names'], { signal: impatient.signal });
    const kept = account.snapshot(null, ['names'], { signal: patient.signal });
    await settle();
    impatient.abort();
    expect(await codeOf(given)).toBe('UPSTREAM_UNAVAILABLE');
    answer.resolve();
    expect((await kept).senders).toHaveLength(2);
    expect(provider.calls).toHaveLength(1);
  });

  it('leaves a list that has left to land, and the next reader has it', async () => {
    const { account, provider } = testAccount(shops);
    const answer = Promise.withResolvers<void>();
    provider.script('LIST', { until: answer.promise });
    const readers = Array.from({ length: 12 }, () => new AbortController());
    const reads = readers.map(({ signal }) => codeOf(account.snapshot(null, ['names'], { signal })));
    await settle();
    for (const reader of readers) reader.abort();
    expect(new Set(await Promise.all(reads))).toEqual(new Set(['UPSTREAM_UNAVAILABLE']));
    expect(provider.calls[0]?.signal?.aborted).toBe(false);
    const next = account.snapshot(null, ['names']);
    answer.resolve();
    expect((await next).senders).toHaveLength(2);
    expect(provider.calls).toHaveLength(1);
  });

  it('gives up a list that still waits for a place, as the last one', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('LIST', { queuedUntil: new Promise(() => {}) });
    const readers = [new AbortController(), new AbortController()];
    const reads = readers.map(({ signal }) => codeOf(account.snapshot(null, ['names'], { signal })));
    await settle();
    for (const reader of readers) reader.abort();
    expect(await Promise.all(reads)).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
    await settle();
    expect(provider.calls).toEqual([]);
    expect((await account.snapshot(null, ['names'])).senders).toHaveLength(2);
  });

  it('does not end a fetch that runs behind an answer', async () => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    clock.advance(30_000);
    const answer = Promise.withResolvers<void>();
    provider.script('LIST', { until: answer.promise });
    await account.snapshot(null, ['names']);
    await settle();
    clock.advance(5 * 60_000);
    const caller = new AbortController();
    const waiting = account.snapshot(null, ['names'], { signal: caller.signal });
    caller.abort();
    expect((await waiting).freshness.stale).toBe(true);
    answer.resolve();
    await settle();
    expect((await account.snapshot(null, ['names'])).freshness.stale).toBe(false);
    expect(provider.calls).toHaveLength(2);
  });

  it('is not joined to a fetch that was given up and does not end', async () => {
    const flights = new SingleFlight<string>();
    const caller = new AbortController();
    const given = codeOf(flights.get('key', () => new Promise(() => {})).join(caller.signal));
    caller.abort();
    await given;
    expect(await flights.get('key', async () => 'new').join()).toBe('new');
  });
});

describe('a write and a fetch at the same time', () => {
  it('keeps what was written after the question went out', async () => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names', 'operators']);
    const answer = Promise.withResolvers<void>();
    clock.advance(30_000);
    provider.script('LIST', { until: answer.promise }, { until: answer.promise });
    await account.snapshot(null, ['names', 'operators']);
    await settle();
    const { sender } = await account.add(addRequest('Added'), null);
    await account.delete({ target: { name: 'Older' }, subclient: null });
    answer.resolve();
    await settle();

    const names = await account.snapshot(null, ['names']);
    expect(names.freshness).toMatchObject({ fetchedAt: new Date(clock.now()), stale: false });
    expect(names.senders.map(({ name }) => name)).toEqual(['Added', 'Newer']);
    expect(names.byName('Added')).toEqual(sender);
    // The operators' answer is as old as its question: it can't know the new sender's cells.
    expect((await account.snapshot(null, ['operators'])).freshness.stale).toBe(true);
    await settle();
    expect((await account.snapshot(null, ['operators'])).freshness.stale).toBe(false);
  });
});
