import { describe, expect, it } from 'vitest';
import { CodeAlreadySentError, OutcomeUnknownError, RateLimitedError, SenderExistsError } from '../../../src/errors.ts';
import type { ListAnswer } from '../../../src/smsc/api.ts';
import { listAnswer, lostAnswer, neverSent, noAnswer, reading, refusal } from '../../support/scripted-provider.ts';
import { addRequest, changeRequest, codeOf, settle, tally, testAccount } from '../../support/test-account.ts';

const shops = [reading('2', 'Newer'), reading('1', 'Older')];
const document = { name: 'a.pdf', bytes: new Uint8Array([37, 80, 68, 70]) };
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (failure) => failure,
  );

describe('add', () => {
  it('shows the new sender at once, first of all, without a list', async () => {
    const { account, provider } = testAccount(shops);
    const before = await account.snapshot(null, ['names']);
    const { sender, replayed } = await account.add(addRequest('Added'), null);
    expect([sender, replayed]).toEqual([{ smscId: '3', name: 'Added', subclient: null, status: 0 }, false]);
    const after = await account.snapshot(null, ['names']);
    expect(after.senders.map(({ name }) => name)).toEqual(['Added', 'Newer', 'Older']);
    expect(after.freshness.stale).toBe(false);
    expect(after.version).toBeGreaterThan(before.version);
    expect(provider.count('LIST')).toBe(1);
  });

  it('says that the operators’ cells are not those of now, and the files only where one was sent', async () => {
    const { account } = testAccount(shops);
    await account.snapshot(null, ['names', 'operators', 'files']);
    await account.add(addRequest('Added'), null);
    expect((await account.snapshot(null, ['operators'])).freshness.stale).toBe(true);
    expect((await account.snapshot(null, ['files'])).freshness.stale).toBe(false);
    await account.add(addRequest('Other', { document }), null);
    expect((await account.snapshot(null, ['files'])).freshness.stale).toBe(true);
  });

  it('does not take a name that is new since its answer was lost for its own: it may be a colleague’s', async () => {
    for (const done of [true, false]) {
      const { account, provider, clock } = testAccount(shops);
      await account.snapshot(null, ['names']);
      clock.advance(10_000);
      provider.script('ADD', { failure: lostAnswer(), done });
      if (!done) provider.senders = [reading('3', 'Added'), ...provider.senders];
      const cost = tally();
      const failure = await failureOf(account.add(addRequest('Added'), null, { cost }));
      expect(failure).toBeInstanceOf(OutcomeUnknownError);
      expect(failure).toMatchObject({ checkAfterMs: 0, sender: { smscId: '3', name: 'Added' } });
      expect(provider.count('ADD')).toBe(1);
      expect(cost.calls).toBe(2);
      expect((await account.snapshot(null, ['names'])).byName('Added')?.smscId).toBe('3');
    }
  });

  it.each([
    ['before the time is up', false],
    ['as soon as it looks', true],
  ])('stays open where the provider may still do it, and says so, also where the name is there %s', async (_, isThere) => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.script('ADD', { failure: noAnswer(), done: isThere });
    const failure = await failureOf(account.add(addRequest('Added'), null));
    expect(failure).toMatchObject({ code: 'OUTCOME_UNKNOWN', sender: isThere ? { smscId: '3' } : null });
    expect((failure as OutcomeUnknownError).checkAfterMs).toBeGreaterThan(50_000);
  });

  it('does not adopt a name that was there before', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('ADD', { failure: lostAnswer() });
    const failure = await failureOf(account.add(addRequest('Older'), null));
    expect(failure).toBeInstanceOf(SenderExistsError);
    expect(failure).toMatchObject({ existing: { smscId: '1', name: 'Older' } });
  });

  it('does not adopt a name of which it can’t know whether it is new', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('LIST', { failure: lostAnswer() });
    provider.script('ADD', { failure: lostAnswer(), done: true });
    expect(await codeOf(account.add(addRequest('Added'), null))).toBe('OUTCOME_UNKNOWN');
  });

  it('is not done where the provider is through with it, and two lists show nothing new', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('ADD', { failure: lostAnswer() });
    expect(await codeOf(account.add(addRequest('Added'), null))).toBe('UPSTREAM_UNAVAILABLE');
    expect([provider.count('ADD'), provider.count('LIST')]).toEqual([1, 3]);
  });

  it('is not called not done by a list that lacks it by a fault', async () => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names']);
    const short = { distort: ({ rows }: ListAnswer) => listAnswer(rows.slice(1)) };
    provider.script('ADD', { failure: lostAnswer(), done: true });
    provider.script('LIST', short);
    expect(await failureOf(account.add(addRequest('Added'), null))).toMatchObject({ sender: { smscId: '3' } });
    provider.script('ADD', { failure: lostAnswer(), done: true });
    const empty = { distort: () => listAnswer([]) };
    provider.script('LIST', empty, empty);
    expect(await failureOf(account.add(addRequest('Other'), null))).toMatchObject({ code: 'OUTCOME_UNKNOWN', sender: null });
  });

  it('reads back with a question that went out after it, not with one under way', async () => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    const [list, add] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    provider.script('LIST', { until: list.promise });
    provider.script('ADD', { failure: lostAnswer(), done: true, until: add.promise });
    clock.advance(30_000);
    await account.snapshot(null, ['names']);
    await settle();
    const adding = account.add(addRequest('Added'), null);
    await settle();
    add.resolve();
    await settle();
    list.resolve();
    expect(await failureOf(adding)).toMatchObject({ sender: { smscId: '3' } });
    expect(provider.count('LIST')).toBe(3);
  });

  it('leaves it open where the list can’t be had, and says when to look', async () => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.script('ADD', { failure: lostAnswer(), done: true });
    provider.script('LIST', { failure: new RateLimitedError(42_000) });
    const failure = await failureOf(account.add(addRequest('Added'), null));
    expect(failure).toBeInstanceOf(OutcomeUnknownError);
    expect(failure).toMatchObject({ checkAfterMs: 42_000 });
    expect((await account.snapshot(null, ['names'])).freshness.stale).toBe(true);
  });

  it('does not read back where nothing was sent', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('ADD', { failure: neverSent() });
    expect(await codeOf(account.add(addRequest('Added'), null))).toBe('UPSTREAM_UNAVAILABLE');
    expect(provider.count('LIST')).toBe(1);
  });

  it('tells a name that exists from one that can’t be saved', async () => {
    const { account, provider, clock } = testAccount(shops);
    const exists = await failureOf(account.add(addRequest('Older'), null));
    expect(exists).toBeInstanceOf(SenderExistsError);
    expect(exists).toMatchObject({ existing: { smscId: '1' }, upstreamCode: 5 });

    provider.script('ADD', { failure: refusal('SAVE_FAILED', 5) });
    expect(await failureOf(account.add(addRequest('Bad'), null))).toMatchObject({ code: 'SAVE_FAILED', upstreamCode: 5 });

    provider.senders = [reading('9', 'Elsewhere'), ...provider.senders];
    clock.advance(10_000);
    expect(await failureOf(account.add(addRequest('Elsewhere'), null))).toMatchObject({ existing: { smscId: '9' } });
  });

  it('lets two adds of one name go one after the other', async () => {
    const { account } = testAccount(shops);
    const codes = await Promise.all([codeOf(account.add(addRequest('Twin'), null)), codeOf(account.add(addRequest('Twin'), null))]);
    expect(codes).toEqual(['no failure', 'SENDER_EXISTS']);
  });

  it('lets writes to one sender go one after the other, also where one names it and the other knows its id', async () => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names']);
    const deleted = Promise.withResolvers<void>();
    provider.script('DELETE', { until: deleted.promise });
    const deleting = account.delete({ target: { smscId: '1' }, subclient: null });
    await settle();
    const adding = account.add(addRequest('Older'), null);
    await settle();
    expect(provider.count('ADD')).toBe(0);
    deleted.resolve();
    await deleting;
    expect((await adding).sender.name).toBe('Older');
  });
});

describe('who goes away', () => {
  it('gives up the place in the queue, and nothing is read back', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('DELETE', { queuedUntil: new Promise(() => {}) });
    const caller = new AbortController();
    const deleting = codeOf(account.delete({ target: { smscId: '1' }, subclient: null }, { signal: caller.signal }));
    await settle();
    caller.abort();
    expect(await deleting).toBe('UPSTREAM_UNAVAILABLE');
    expect(provider.calls).toHaveLength(0);
  });

  it('before the provider is asked is not asked for', async () => {
    const { account, provider } = testAccount(shops);
    const caller = new AbortController();
    provider.script('LIST', { until: new Promise(() => {}) });
    const adding = codeOf(account.add(addRequest('Added'), null, { signal: caller.signal }));
    await settle();
    caller.abort();
    expect(await adding).toBe('UPSTREAM_UNAVAILABLE');
    expect(provider.count('ADD')).toBe(0);
  });

  it('does not cut off a write that went out', async () => {
    const { account, provider } = testAccount(shops);
    const answer = Promise.withResolvers<void>();
    provider.script('ADD', { until: answer.promise });
    const caller = new AbortController();
    const adding = account.add(addRequest('Added'), null, { signal: caller.signal });
    await settle();
    caller.abort();
    answer.resolve();
    expect((await adding).sender.smscId).toBe('3');
    expect(provider.count('LIST')).toBe(1);
  });

  it('gives up the turn', async () => {
    const { account, provider } = testAccount(shops);
    const answer = Promise.withResolvers<void>();
    provider.script('DELETE', { failure: neverSent(), until: answer.promise });
    const first = codeOf(account.delete({ target: { smscId: '1' }, subclient: null }));
    const caller = new AbortController();
    const second = codeOf(account.delete({ target: { smscId: '1' }, subclient: null }, { signal: caller.signal }));
    caller.abort();
    answer.resolve();
    expect([await first, await second]).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
    expect(provider.count('DELETE')).toBe(1);
  });
});

describe('change', () => {
  it('goes out by the id, and answers with the sender as it is held', async () => {
    const { account, provider } = testAccount(shops);
    expect(await account.change(changeRequest({ name: 'Older' }))).toEqual({ smscId: '1', name: 'Older', subclient: null, status: 1 });
    expect(provider.calls.at(-1)?.request).toMatchObject({ target: { smscId: '1' } });
  });

  it.each([
    ['a comment', {}, { operators: false, files: false }],
    ['a registration', { registrations: ['TELE2_FREE'] as const }, { operators: true, files: false }],
    ['a document', { document }, { operators: true, files: true }],
  ])('with %s outdates what it may have changed', async (_, details, stale) => {
    const { account } = testAccount(shops);
    await account.snapshot(null, ['names', 'operators', 'files']);
    await account.change(changeRequest({ smscId: '1' }, details));
    expect({
      operators: (await account.snapshot(null, ['operators'])).freshness.stale,
      files: (await account.snapshot(null, ['files'])).freshness.stale,
    }).toEqual(stale);
    expect((await account.snapshot(null, ['names'])).freshness.stale).toBe(false);
  });

  it('is asked once more where the answer was lost', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('CHANGE', { failure: lostAnswer(), done: true });
    expect(await codeOf(account.change(changeRequest({ smscId: '1' })))).toBe('no failure');
    expect(provider.count('CHANGE')).toBe(2);
  });

  it('is asked twice at the most', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('CHANGE', { failure: lostAnswer() }, { failure: neverSent() });
    expect(await codeOf(account.change(changeRequest({ smscId: '1' })))).toBe('OUTCOME_UNKNOWN');
    expect(provider.count('CHANGE')).toBe(2);
  });

  it('is not repeated with a document', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('CHANGE', { failure: lostAnswer(), done: true });
    expect(await codeOf(account.change(changeRequest({ smscId: '1' }, { document })))).toBe('OUTCOME_UNKNOWN');
    expect(provider.count('CHANGE')).toBe(1);
    expect((await account.snapshot(null, ['files'])).senders).toHaveLength(2);
  });

  it('of a sender that is deleted meanwhile is not found, whatever became of the first try', async () => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.script('CHANGE', { failure: noAnswer() });
    provider.senders = provider.senders.filter(({ smscId }) => smscId !== '1');
    expect(await codeOf(account.change(changeRequest({ smscId: '1' })))).toBe('SENDER_NOT_FOUND');
  });

  it('of a sender that nobody has is refused without a call', async () => {
    const { account, provider } = testAccount(shops);
    expect(await codeOf(account.change(changeRequest({ name: 'Nobody' })))).toBe('SENDER_NOT_FOUND');
    expect(provider.count('CHANGE')).toBe(0);
  });

  it('finds a sender in a new list where the held one is stale', async () => {
    const { account, provider, clock } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.senders = [reading('9', 'Elsewhere'), ...provider.senders];
    clock.advance(30_000);
    expect((await account.change(changeRequest({ name: 'Elsewhere' }))).smscId).toBe('9');
  });
});

describe('delete', () => {
  it('is seen at once in every part', async () => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names', 'operators']);
    expect(await account.delete({ target: { name: 'Older' }, subclient: null })).toEqual({ smscId: '1' });
    const snapshot = await account.snapshot(null, ['names', 'operators']);
    expect(snapshot.bySmscId('1')).toBeNull();
    expect(snapshot.freshness.stale).toBe(false);
    expect(provider.count('LIST')).toBe(2);
  });

  it('needs no list where the id is given', async () => {
    const { account, provider } = testAccount(shops);
    await account.delete({ target: { smscId: '1' }, subclient: null });
    expect(provider.calls.map(({ command }) => command)).toEqual(['DELETE']);
  });

  it('takes a sender that is gone for deleted where the answer was lost', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('DELETE', { failure: lostAnswer(), done: true });
    expect(await account.delete({ target: { smscId: '1' }, subclient: null })).toEqual({ smscId: '1' });
    expect(provider.count('DELETE')).toBe(1);
  });

  it.each([
    ['done while the gateway looks', true],
    ['not done yet', false],
  ])('is open where the provider gave no answer and it is %s, unless it is gone already', async (_, done) => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.script('DELETE', { failure: noAnswer(), done });
    expect(await codeOf(account.delete({ target: { smscId: '1' }, subclient: null }))).toBe(done ? 'no failure' : 'OUTCOME_UNKNOWN');
  });

  it('does not believe one list that lacks the sender', async () => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.script('DELETE', { failure: lostAnswer() });
    provider.script('LIST', { distort: ({ rows }: ListAnswer) => listAnswer(rows.filter(({ smscId }) => smscId !== '2')) });
    expect(await codeOf(account.delete({ target: { smscId: '2' }, subclient: null }))).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('is not done where the sender is still there', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('DELETE', { failure: lostAnswer() });
    expect(await codeOf(account.delete({ target: { smscId: '1' }, subclient: null }))).toBe('UPSTREAM_UNAVAILABLE');
    expect((await account.snapshot(null, ['names'])).bySmscId('1')).not.toBeNull();
  });

  it('leaves it open where the list can’t be had', async () => {
    const { account, provider } = testAccount(shops);
    provider.script('DELETE', { failure: lostAnswer(), done: true });
    provider.script('LIST', { failure: lostAnswer() });
    expect(await codeOf(account.delete({ target: { smscId: '1' }, subclient: null }))).toBe('OUTCOME_UNKNOWN');
  });

  it('of a sender that the provider no longer has makes the next read ask', async () => {
    const { account, provider } = testAccount(shops);
    await account.snapshot(null, ['names']);
    provider.senders = [];
    expect(await codeOf(account.delete({ target: { name: 'Older' }, subclient: null }))).toBe('SENDER_NOT_FOUND');
    expect((await account.snapshot(null, ['names'])).freshness.stale).toBe(true);
  });
});

describe('codes', () => {
  const request = { number: '79990000000', from: null, siteName: null, subclient: null };

  it('refuses a second code within 8 hours without a call, and says when it may go', async () => {
    const { account, provider, clock } = testAccount();
    const { resendAllowedAt } = await account.sendCode(request);
    expect(resendAllowedAt).toEqual(new Date(clock.now() + 8 * 3_600_000));
    clock.advance(8 * 3_600_000 - 1);
    const failure = await failureOf(account.sendCode(request));
    expect(failure).toBeInstanceOf(CodeAlreadySentError);
    expect(failure).toMatchObject({ resendAllowedAt });
    expect(provider.count('SEND_CODE')).toBe(1);
    clock.advance(1);
    expect(await codeOf(account.sendCode(request))).toBe('no failure');
  });

  it('sends one code where two are asked for at once', async () => {
    const { account, provider } = testAccount();
    const codes = await Promise.all([codeOf(account.sendCode(request)), codeOf(account.sendCode(request))]);
    expect(codes).toEqual(['no failure', 'CODE_ALREADY_SENT']);
    expect(provider.count('SEND_CODE')).toBe(1);
  });

  it('locks a number for one subclient only', async () => {
    const { account } = testAccount();
    await account.sendCode(request);
    expect(await codeOf(account.sendCode({ ...request, subclient: 'sub' }))).toBe('no failure');
  });

  it('remembers the provider’s refusal for a while, without a time that nobody knows', async () => {
    const { account, provider, clock } = testAccount();
    provider.script('SEND_CODE', { failure: refusal('CODE_ALREADY_SENT', 10) });
    expect(await failureOf(account.sendCode(request))).toMatchObject({ resendAllowedAt: null, upstreamCode: 10 });
    expect(await failureOf(account.sendCode(request))).toMatchObject({ resendAllowedAt: null, upstreamCode: null });
    expect(provider.count('SEND_CODE')).toBe(1);
    clock.advance(10 * 60_000 + 1);
    expect(await codeOf(account.sendCode(request))).toBe('no failure');
  });

  it('never repeats a lost one', async () => {
    const { account, provider } = testAccount();
    provider.script('SEND_CODE', { failure: lostAnswer() });
    provider.script('CHECK_CODE', { failure: lostAnswer() });
    expect(await codeOf(account.sendCode(request))).toBe('OUTCOME_UNKNOWN');
    expect(await codeOf(account.checkCode({ number: request.number, code: '1', subclient: null }))).toBe('OUTCOME_UNKNOWN');
    expect([provider.count('SEND_CODE'), provider.count('CHECK_CODE')]).toEqual([1, 1]);
  });

  it('sends no other code while the provider may still send the first', async () => {
    const { account, instance, provider, clock } = testAccount();
    provider.script('SEND_CODE', { failure: noAnswer() });
    expect(await codeOf(account.sendCode(request))).toBe('OUTCOME_UNKNOWN');
    clock.advance(30_000);
    const again = await failureOf(instance().sendCode(request));
    expect(again).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect((again as OutcomeUnknownError).checkAfterMs).toBeLessThanOrEqual(30_000);
    expect(provider.count('SEND_CODE')).toBe(1);
    clock.advance(30_001);
    expect(await codeOf(instance().sendCode(request))).toBe('no failure');
  });

  it('answers a right code with the sender of the number, or null where there is none', async () => {
    const { account } = testAccount([reading('5', request.number)]);
    expect(await account.checkCode({ number: request.number, code: '1', subclient: null })).toMatchObject({ smscId: '5' });
    expect(await account.checkCode({ number: '375290000000', code: '1', subclient: null })).toBeNull();
  });

  it('hands a wrong code’s failure on', async () => {
    const { account, provider } = testAccount();
    provider.script('CHECK_CODE', { failure: refusal('WRONG_CODE', 11) });
    expect(await codeOf(account.checkCode({ number: request.number, code: '1', subclient: null }))).toBe('WRONG_CODE');
  });
});
