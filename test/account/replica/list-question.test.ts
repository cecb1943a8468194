import { expect, it } from 'vitest';
import { listAllPages, partQuestion } from '../../../src/account/replica/list-question.ts';
import type { ListQuestion } from '../../../src/smsc/api.ts';
import { reading } from '../../support/scripted-provider.ts';

const twoARow: ListQuestion = { ...partQuestion('names', null), count: 2 };

it('ends where a provider answers with the same page for ever', async () => {
  const asked: (string | null)[] = [];
  const rows = await listAllPages(twoARow, async ({ before }) => {
    asked.push(before);
    return [reading('2', 'B'), reading('1', 'A')];
  });
  expect(rows.map(({ name }) => name)).toEqual(['B', 'A']);
  expect(asked).toEqual([null, '1']);
});

it('ends where a full page has no ids to go on from', async () => {
  const asked: (string | null)[] = [];
  const rows = await listAllPages(twoARow, async ({ before }) => {
    asked.push(before);
    return [reading(null, 'B'), reading(null, 'A')];
  });
  expect(rows).toHaveLength(2);
  expect(asked).toEqual([null]);
});
