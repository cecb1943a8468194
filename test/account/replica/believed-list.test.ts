import { describe, expect, it } from 'vitest';
import { type BelievedRows, believe, type ListFaults } from '../../../src/account/replica/believed-list.ts';
import { NO_DOUBTS } from '../../../src/account/replica/doubts.ts';
import { heldPart, rowsFrom } from '../../../src/account/replica/held-part.ts';
import { listAnswer, reading, refusal } from '../../support/scripted-provider.ts';
import { ALONE } from '../../support/slices.ts';
import { addRequest, codeOf, settle, testAccount } from '../../support/test-account.ts';

const WHOLE: ListFaults = { unreadableRows: 0, whole: true };
const shops = (count: number) => Array.from({ length: count }, (_, index) => reading(String(count - index), `S${count - index}`));

/** Lists of the names, one after the other; each by the names that it shows. */
async function listed(count: number, ...lists: (readonly [names: readonly string[], faults?: Partial<ListFaults>])[]) {
  const all = shops(count);
  let believed: BelievedRows = { rows: await rowsFrom(all, null, ALONE), doubts: NO_DOUBTS };
  const shown: string[][] = [];
  for (const [names, faults] of lists) {
    const rows = await rowsFrom(
      all.filter(({ name }) => names.includes(name)),
      null,
      ALONE,
      believed.rows,
    );
    believed = await believe('names', believed, rows, { ...WHOLE, ...faults }, ALONE);
    shown.push(believed.rows.map(({ sender }) => sender.name));
  }
  return { shown, believed };
}

const without = (count: number, ...gone: readonly string[]) =>
  shops(count)
    .map(({ name }) => name)
    .filter((name) => !gone.includes(name));

describe('what a list lacks', () => {
  const few = [without(10, 'S4')] as const;

  it('stays where it was until a second list lacks it', async () => {
    const { shown } = await listed(10, few, few);
    expect(shown).toEqual([without(10), without(10, 'S4')]);
  });

  it('is back in full with the next list that shows it', async () => {
    const { shown, believed } = await listed(10, few, [without(10)], few);
    expect(shown.at(-1)).toEqual(without(10));
    expect([...believed.doubts]).toEqual([['4', 1]]);
  });

  it.each([
    ['all', []],
    ['all but one', ['S10']],
    ['a fifth', without(10, 'S1', 'S2')],
  ])('is believed by the fourth list where it is %s', async (_, names) => {
    const list = [names] as const;
    const { shown } = await listed(10, list, list, list, list);
    expect(shown).toEqual([without(10), without(10), without(10), names]);
  });

  it('stays for ever where the list itself shows that it is not all', async () => {
    const list = [without(10, 'S1'), { whole: false }] as const;
    const { shown } = await listed(10, list, list, list, list, list, list);
    expect(shown.at(-1)).toEqual(without(10));
  });

  it('may be the row that can’t be read: that one stays, and another that goes later does not', async () => {
    const unreadable = [without(10, 'S5'), { unreadableRows: 1 }] as const;
    const both = [without(10, 'S5', 'S7'), { unreadableRows: 1 }] as const;
    const { shown } = await listed(10, unreadable, unreadable, unreadable, unreadable, unreadable, both, both, both, both);
    expect(shown.slice(0, 8)).toEqual(Array(8).fill(without(10)));
    expect(shown.at(-1)).toEqual(without(10, 'S7'));
  });
});

describe('a part in doubt', () => {
  it('is outdated, and asked for again at once where little is in doubt, after a while where much is', async () => {
    const part = async (...lists: Parameters<typeof listed> extends [number, ...infer Lists] ? Lists : never) => {
      const { believed } = await listed(10, ...lists);
      return heldPart({ part: 'names', ...believed, fetchedAt: 0, askedAfter: 0, version: 1 }, []);
    };
    expect(await part([without(10)])).toMatchObject({ outdated: false, confirmAfterMs: null });
    expect(await part([without(10, 'S1')])).toMatchObject({ outdated: true, confirmAfterMs: 0 });
    expect(await part([[]])).toMatchObject({ outdated: true, confirmAfterMs: 20_000 });
    const unreadable = [without(10, 'S1'), { unreadableRows: 1 }] as const;
    expect(await part(unreadable, unreadable)).toMatchObject({ outdated: true, confirmAfterMs: 20_000 });
  });

  it('has none left where the gateway itself deleted what was in doubt', async () => {
    const { believed } = await listed(10, [without(10, 'S4')]);
    const fetched = { part: 'names', ...believed, fetchedAt: 0, askedAfter: 0, version: 1 } as const;
    const held = heldPart(fetched, [{ sequence: 1, at: 0, effect: { kind: 'removed', smscId: '4' } }]);
    expect(held).toMatchObject({ outdated: false, confirmAfterMs: null });
  });

  it('is served as stale, with what is new, and confirmed behind the answer', async () => {
    const { account, provider, clock } = testAccount(shops(30));
    await account.snapshot(null, ['names']);
    const came = new Date(clock.now());
    provider.senders = [reading('21', 'New'), ...provider.senders.filter(({ name }) => name !== 'S3')];
    clock.advance(6 * 60_000);
    const first = await account.snapshot(null, ['names']);
    expect([first.byName('S3')?.smscId, first.byName('New')?.smscId]).toEqual(['3', '21']);
    expect(first.freshness).toMatchObject({ fetchedAt: came, stale: true });
    await account.snapshot(null, ['names']);
    await settle();
    const second = await account.snapshot(null, ['names']);
    expect(second.byName('S3')).toBeNull();
    expect(second.freshness.stale).toBe(false);
    expect(provider.count('LIST')).toBe(3);
  });

  it('leaves places in the limit of lists where much is in doubt', async () => {
    const { account, provider, clock } = testAccount(shops(30));
    await account.snapshot(null, ['names']);
    provider.senders = [];
    clock.advance(6 * 60_000);
    for (let second = 0; second < 30; second += 1) {
      clock.advance(1_000);
      expect((await account.snapshot(null, ['names'])).senders).toHaveLength(30);
      await settle();
    }
    expect(provider.count('LIST')).toBe(3);
  });
});

describe('error 3 to a list', () => {
  const nothing = { distort: () => listAnswer([], { notFound: true }) };

  it('is an empty list of the account', async () => {
    const { account, provider } = testAccount();
    provider.script('LIST', nothing);
    expect((await account.snapshot(null, ['names'])).senders).toEqual([]);
  });

  it('is told of a subclient of which nothing was ever seen, by every instance, and asked for once', async () => {
    const { account, instance, provider } = testAccount();
    provider.script('LIST', nothing, nothing);
    expect(await codeOf(account.snapshot('branch', ['names']))).toBe('SENDER_NOT_FOUND');
    expect(await codeOf(instance().snapshot('branch', ['names']))).toBe('SENDER_NOT_FOUND');
    expect(await codeOf(account.change({ ...addRequest('X'), target: { name: 'X' }, subclient: 'branch' }))).toBe('SENDER_NOT_FOUND');
    expect(provider.count('LIST')).toBe(1);
  });

  it('does not keep the first sender of a subclient from being added, listed and told', async () => {
    const { account, provider } = testAccount();
    provider.script('LIST', nothing);
    await account.add(addRequest('First', { subclient: 'branch' }), null);
    expect((await account.snapshot('branch', ['names'])).senders.map(({ name }) => name)).toEqual(['First']);
    await settle();
    expect((await account.events.read({ limit: 9 })).events.map(({ event }) => event)).toMatchObject([
      { kind: 'SENDER_ADDED', name: 'First', subclient: 'branch' },
    ]);
  });

  it('is an empty list of a subclient that had senders, once it is confirmed', async () => {
    const { account, provider, clock } = testAccount(shops(2));
    await account.snapshot('branch', ['names']);
    provider.script('LIST', ...Array.from({ length: 9 }, () => nothing));
    for (const senders of [2, 2, 2, 0, 0]) {
      clock.advance(6 * 60_000);
      expect((await account.snapshot('branch', ['names'])).senders).toHaveLength(senders);
    }
  });

  it('ends a list of several pages', async () => {
    const { account, provider } = testAccount(shops(15_000));
    provider.script('LIST', {}, nothing);
    expect((await account.snapshot('branch', ['names'])).senders).toHaveLength(15_000);
  });

  it('of what changed lately takes nothing away', async () => {
    const { account, provider, clock } = testAccount(shops(2));
    await account.changedSince(null, '2026-11-20');
    provider.script('LIST', nothing, { failure: refusal('RATE_LIMITED', 9) });
    clock.advance(6 * 60_000);
    expect([...(await account.changedSince(null, '2026-11-20'))].toSorted()).toEqual(['1', '2']);
  });
});
