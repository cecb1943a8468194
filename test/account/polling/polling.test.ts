import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/account/account.ts';
import type { SenderReading } from '../../../src/domain/sender.ts';
import type { ListQuestion } from '../../../src/smsc/api.ts';
import { reading } from '../../support/scripted-provider.ts';
import { SimulatedTime } from '../../support/simulated-time.ts';
import { changeRequest, settle, testAccount } from '../../support/test-account.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-11-23T09:00:00Z');
const cell = (status: number) => ({ column: 'tele2', status, replacementName: null });

/** A provider and instances of an account whose time passes by turns of the poller. */
function world(senders: readonly SenderReading[] = [reading('1', 'Shop', { operators: [cell(1)] })]) {
  const time = new SimulatedTime();
  const test = testAccount(senders, { timer: time.timer(), pace: { fastMs: 30 * SECOND, slowMs: 2 * MINUTE } });
  const { clock, provider } = test;
  /** Until nothing is asked and no alarm is set or taken back any more: what is stored is packed in real time. */
  const quiet = async () => {
    for (let same = 0, waited = 0; same < 3 && waited < 200; waited += 1) {
      const before = `${time.pending} ${provider.calls.length}`;
      await delay(1);
      same = before === `${time.pending} ${provider.calls.length}` ? same + 1 : 0;
    }
  };
  const pass = async (ms: number) => {
    await settle();
    for (let passed = 0; passed < ms; passed += 5 * SECOND) {
      clock.advance(5 * SECOND);
      await time.pass(5 * SECOND);
      await quiet();
    }
    await settle();
  };
  const questions = () => provider.calls.filter(({ command }) => command === 'LIST').map(({ request }) => request as ListQuestion);
  /** How often the operators’ statuses were asked for while this ran. */
  const during = async (work: () => Promise<unknown>) => {
    const before = questions().length;
    await work();
    return questions()
      .slice(before)
      .filter(({ operators }) => operators).length;
  };
  return { ...test, pass, during, questions };
}

async function kinds(account: Account): Promise<readonly string[]> {
  await settle();
  return (await account.events.read({ limit: 100 })).events.map(({ event }) => event.kind);
}

describe('while somebody listens', () => {
  it('the provider is asked in the background, and only then', async () => {
    const { account, provider, pass, during } = world();
    expect(await during(() => pass(10 * MINUTE))).toBe(0);
    const end = account.keepFresh(null);
    const other = account.keepFresh(null);
    expect(await during(() => pass(5 * MINUTE))).toBeGreaterThan(2);
    expect(new Set(provider.calls.map(({ priority }) => priority))).toEqual(new Set(['background']));
    end();
    end();
    expect(await during(() => pass(10 * MINUTE))).toBeGreaterThan(0);
    other();
    expect(await during(() => pass(10 * MINUTE))).toBe(0);
  });

  it('what changed becomes an event', async () => {
    const { account, provider, pass } = world();
    account.keepFresh(null);
    await pass(5 * SECOND);
    provider.senders = [reading('1', 'Shop', { status: 2, operators: [cell(2)] })];
    await pass(MINUTE);
    expect(await kinds(account)).toEqual(['SENDER_STATUS_CHANGED', 'OPERATOR_STATUS_CHANGED']);
  });

  it('each question is asked at most twice a minute, and less and less where nothing moves', async () => {
    const { account, pass, during } = world();
    account.keepFresh(null);
    await pass(5 * SECOND);
    const first = await during(() => pass(2 * MINUTE));
    expect(first).toBeLessThanOrEqual(4);
    await pass(10 * MINUTE);
    expect(await during(() => pass(8 * MINUTE))).toBeLessThanOrEqual(4);
  });

  it('it is asked soon again after a change, and after a write of any instance', async () => {
    const { account, instance, provider, pass, during } = world();
    account.keepFresh(null);
    await pass(10 * MINUTE);
    provider.senders = [reading('1', 'Shop', { status: 2 })];
    while ((await kinds(account)).length === 0) await pass(5 * SECOND);
    expect(await during(() => pass(90 * SECOND))).toBeGreaterThanOrEqual(2);
    await pass(10 * MINUTE);
    await instance().change(changeRequest({ smscId: '1' }, { registrations: ['TELE2_FREE'] }));
    expect(await during(() => pass(90 * SECOND))).toBeGreaterThanOrEqual(2);
  });

  it('a question that people ask anyhow is left to them', async () => {
    const { account, provider, pass } = world();
    account.keepFresh(null);
    await pass(5 * SECOND);
    for (let turn = 0; turn < 4; turn += 1) {
      await pass(25 * SECOND);
      await account.snapshot(null, ['names']);
      await settle();
    }
    const names = provider.calls.filter(({ request }) => !(request as ListQuestion).operators && !(request as ListQuestion).files);
    expect(names.length).toBeLessThanOrEqual(6);
  });

  it('one of several instances asks, and another takes over where it ends', async () => {
    const { instance, provider, pass, during } = world();
    const [first, second, third] = [instance(), instance(), instance()];
    for (const account of [first, second, third]) account.keepFresh(null);
    expect(await during(() => pass(3 * MINUTE))).toBeLessThanOrEqual(6);
    await first.close();
    expect(await during(() => pass(10 * MINUTE))).toBeGreaterThan(0);
    provider.senders = [];
    await second.close();
    // That all are gone is believed after four lists.
    await pass(30 * MINUTE);
    expect(await kinds(third)).toEqual(['SENDER_REMOVED']);
  });

  it('each subclient is asked for that somebody listens to', async () => {
    const { account, questions, pass } = world();
    account.keepFresh('branch');
    await pass(MINUTE);
    expect(new Set(questions().map(({ subclient }) => subclient))).toEqual(new Set(['branch']));
  });
});

describe('a long list', () => {
  const long = Array.from({ length: 1_500 }, (_, index) => reading(String(1_500 - index), `S${1_500 - index}`, { operators: [cell(1)] }));

  it('is fetched whole only where a look at what changed lately shows something, or after ten looks', async () => {
    const { account, provider, pass, questions } = world(long);
    account.keepFresh(null);
    await pass(5 * SECOND);
    const asked = () => {
      const all = questions().filter(({ operators }) => operators);
      return {
        whole: all.filter(({ changedSince }) => changedSince === null).length,
        looks: all.filter(({ changedSince }) => changedSince !== null).length,
      };
    };
    expect(asked()).toEqual({ whole: 1, looks: 0 });
    await pass(5 * MINUTE);
    expect(asked().whole).toBe(1);
    expect(asked().looks).toBeGreaterThan(2);
    expect(questions().find(({ changedSince }) => changedSince !== null)?.changedSince).toBe(
      new Date(START - 86_400_000).toISOString().slice(0, 10),
    );
    provider.senders = long.map((row, index) => (index === 7 ? { ...row, operators: [cell(2)] } : row));
    await pass(6 * MINUTE);
    expect(asked().whole).toBe(2);
    expect(await kinds(account)).toEqual(['OPERATOR_STATUS_CHANGED']);
    await pass(25 * MINUTE);
    expect(asked().whole).toBeGreaterThan(2);
  });
});
