import { expect, it } from 'vitest';
import { reading } from '../../support/scripted-provider.ts';
import { testAccount } from '../../support/test-account.ts';

it('asks from the day before, for all names, and never pages', async () => {
  const { account, provider } = testAccount([reading('2', 'A'), reading(null, 'B')]);
  expect(await account.changedSince('sub', '2026-03-01')).toEqual(new Set(['2', 'name:B']));
  const question = { all: true, operators: false, files: false, changedSince: '2026-02-28', before: null, count: 15_000, subclient: 'sub' };
  // All senders are in the answer: a day that is still to come shows whether the provider heeds it.
  expect(provider.calls.map(({ request }) => request)).toEqual([question, { ...question, changedSince: '2026-11-25' }]);
});

it('asks once for all who want the same, as long as the answer is fresh', async () => {
  const { account, provider, clock } = testAccount([reading('2', 'A')]);
  await Promise.all(Array.from({ length: 100 }, () => account.changedSince(null, '2026-11-01')));
  clock.advance(20_000);
  await account.changedSince(null, '2026-11-01');
  // With the one that shows whether the provider heeds the day.
  expect(provider.calls).toHaveLength(2);
  await account.changedSince(null, '2026-11-02');
  await account.changedSince('sub', '2026-11-01');
  expect(provider.calls).toHaveLength(4);
});
