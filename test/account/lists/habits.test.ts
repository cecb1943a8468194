import { describe, expect, it } from 'vitest';
import { habitLines } from '../../../src/account/lists/habits.ts';
import type { ListAnswer, ListQuestion } from '../../../src/smsc/api.ts';
import { listAnswer, reading, refusal, ScriptedProvider } from '../../support/scripted-provider.ts';
import { codeOf, testAccount } from '../../support/test-account.ts';

const COLUMN = { column: 'mts_step', status: 2, replacementName: null };
const shops = [reading('2', 'Newer', { operators: [COLUMN] }), reading('1', 'Older', { operators: [COLUMN] })];

/** A provider that does something else with pairs of flags. */
class OddProvider extends ScriptedProvider {
  odd: (question: ListQuestion) => ListAnswer | 'as documented' = () => 'as documented';

  override async list(...args: Parameters<ScriptedProvider['list']>): Promise<ListAnswer> {
    const answer = await super.list(...args);
    const odd = this.odd(args[0]);
    return odd === 'as documented' ? answer : odd;
  }
}

function oddAccount(odd: OddProvider['odd']) {
  const provider = new OddProvider(shops);
  provider.odd = odd;
  const lines: string[] = [];
  const world = testAccount([], { client: provider, onHabit: (line) => lines.push(line) });
  const asked = () =>
    provider.calls
      .map(({ request }) => request as ListQuestion)
      .filter(({ operators }) => operators)
      .map(({ all }) => all);
  return { ...world, provider, lines, asked };
}
const refuses = (question: ListQuestion): 'as documented' => {
  if (question.all && question.operators) throw refusal('INVALID_INPUT', 1);
  return 'as documented';
};

describe('a pair of flags that the provider refuses', () => {
  it('is asked apart, by all instances, over a restart, and told of once', async () => {
    const { account, instance, clock, lines, asked } = oddAccount(refuses);
    expect((await account.snapshot(null, ['operators'])).operatorsOf('2')).toEqual([COLUMN]);
    expect(asked()).toEqual([true, false]);
    clock.advance(6 * 60_000);
    const other = instance();
    expect((await other.snapshot(null, ['operators'])).operatorsOf('1')).toEqual([COLUMN]);
    expect(asked()).toEqual([true, false, false]);
    expect(lines).toEqual([expect.stringMatching(/operators=1 is refused: it is asked for without all=1/)]);
    expect(habitLines(other.habits)).toEqual(lines);
  });

  it('is tried again after a week', async () => {
    const { account, instance, clock, provider, asked } = oddAccount(refuses);
    await account.snapshot(null, ['operators']);
    provider.odd = () => 'as documented';
    clock.advance(8 * 24 * 3_600_000);
    const restarted = instance();
    await restarted.snapshot(null, ['operators']);
    expect(asked()).toEqual([true, false, true]);
    expect(habitLines(restarted.habits)).toEqual([]);
  });

  it('says so where it is refused apart too', async () => {
    const { account, lines } = oddAccount((question) => {
      if (question.operators) throw refusal('INVALID_INPUT', 1);
      return 'as documented';
    });
    expect(await codeOf(account.snapshot(null, ['operators']))).toBe('UPSTREAM_ERROR');
    expect(await codeOf(account.snapshot('sub', ['operators']))).toBe('INVALID_INPUT');
    expect(lines).toEqual([]);
  });
});

describe('a flag that no question shows', () => {
  it('is told of, and tried apart again after an hour', async () => {
    const without = (rows: typeof shops) => listAnswer(rows.map((row) => ({ ...row, operators: [] })));
    const { account, clock, lines, asked } = oddAccount(({ operators }) => (operators ? without(shops) : 'as documented'));
    await account.snapshot(null, ['operators']);
    expect(asked()).toEqual([true, false]);
    clock.advance(6 * 60_000);
    await account.snapshot(null, ['operators']);
    expect(asked()).toEqual([true, false, true]);
    clock.advance(60 * 60_000);
    await account.snapshot(null, ['operators']);
    expect(asked()).toEqual([true, false, true, true, false]);
    expect(lines).toEqual(['No question shows the operators’ columns, neither with all=1 nor without.']);
  });
});

describe('a later page that fails', () => {
  it('leaves the pages before it, as stale, and asks again', async () => {
    const many = Array.from({ length: 15_001 }, (_, index) => reading(String(20_000 - index), `S${index}`));
    const { account, provider, clock } = testAccount(many);
    provider.script('LIST', {}, { failure: refusal('RATE_LIMITED', 9) });
    const first = await account.snapshot(null, ['names']);
    expect([first.senders.length, first.freshness.stale]).toEqual([15_000, true]);
    clock.advance(21_000);
    await account.refresh(null, 'names');
    const whole = await account.snapshot(null, ['names']);
    expect([whole.senders.length, whole.freshness.stale]).toEqual([15_001, false]);
  });
});

describe('rows that can’t be read', () => {
  it('are counted in freshness, over a restart', async () => {
    const { account, instance, provider } = oddAccount(({ operators }) =>
      operators ? 'as documented' : listAnswer(shops, { unreadableRows: 3 }),
    );
    expect((await account.snapshot(null, ['names'])).freshness.unreadableRows).toBe(3);
    expect((await instance().snapshot(null, ['names'])).freshness.unreadableRows).toBe(3);
    expect((await account.snapshot(null, ['operators'])).freshness.unreadableRows).toBe(0);
    expect(account.holdings().map(({ unreadableRows }) => unreadableRows)).toEqual([3, 0]);
    expect(provider.count('LIST')).toBe(2);
  });
});
