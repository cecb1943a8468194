import { describe, expect, it } from 'vitest';
import { listAllPages, partQuestion } from '../../../src/account/replica/list-question.ts';
import type { ListQuestion } from '../../../src/smsc/api.ts';
import { listAnswer, reading } from '../../support/scripted-provider.ts';

const twoARow: ListQuestion = { ...partQuestion('names', null), count: 2 };

it('ends where a provider answers with the same page for ever', async () => {
  const asked: (string | null)[] = [];
  const { rows } = await listAllPages(twoARow, async ({ before }) => {
    asked.push(before);
    return listAnswer([reading('2', 'B'), reading('1', 'A')]);
  });
  expect(rows.map(({ name }) => name)).toEqual(['B', 'A']);
  expect(asked).toEqual([null, '1']);
});

it('ends where a full page has no ids to go on from', async () => {
  const asked: (string | null)[] = [];
  const { rows } = await listAllPages(twoARow, async ({ before }) => {
    asked.push(before);
    return listAnswer([reading(null, 'B'), reading(null, 'A')]);
  });
  expect(rows).toHaveLength(2);
  expect(asked).toEqual([null]);
});

it.each([
  ['newest first', (ids: number[]) => ids.toReversed()],
  ['oldest first', (ids: number[]) => ids],
  ['in no order', ([first = 0, ...ids]: number[]) => [...ids, first]],
])('finds all of a list %s', async (_title, order) => {
  const ids = Array.from({ length: 10 }, (_, index) => index + 1);
  const { rows } = await listAllPages({ ...twoARow, count: 3 }, async ({ before, count }) => {
    const page = ids.filter((id) => before === null || id < Number(before)).slice(-count);
    return listAnswer(order(page).map((id) => reading(String(id), `S${id}`)));
  });
  expect(rows.map(({ smscId }) => Number(smscId)).sort((a, b) => a - b)).toEqual(ids);
});

it('takes a page for full whose rows can’t all be read', async () => {
  const { rows, unreadableRows } = await listAllPages(twoARow, async ({ before }) =>
    before === null ? listAnswer([reading('2', 'B')], { unreadableRows: 1 }) : listAnswer([]),
  );
  expect([rows.length, unreadableRows]).toEqual([1, 1]);
});

describe('a list that is cut without a word', () => {
  /** A provider of so many senders that answers with fewer rows than asked for. */
  const cutAt = (most: number, senders: number) => {
    const asked: (string | null)[] = [];
    const ask = async ({ before, count }: ListQuestion) => {
      asked.push(before);
      const ids = Array.from({ length: senders }, (_, index) => senders - index);
      const below = ids.filter((id) => before === null || id < Number(before));
      return listAnswer(below.slice(0, Math.min(count, most)).map((id) => reading(String(id), `S${id}`)));
    };
    return { asked, ask };
  };
  const names = partQuestion('names', null);

  it.each([
    [20, 45],
    [1_000, 2_500],
  ])('at %i of %i is asked on for, where nothing is held to compare it with', async (most, senders) => {
    const { ask } = cutAt(most, senders);
    expect((await listAllPages(names, ask)).rows).toHaveLength(senders);
  });

  it('is asked on for where older ones are held', async () => {
    const { ask } = cutAt(7, 45);
    expect((await listAllPages(names, ask, 1n)).rows).toHaveLength(45);
  });

  it.each([
    ['nothing is held', 45, null],
    ['the oldest that is held is in it', 20, 1n],
  ])('is not suspected where %s', async (_, senders, heldDownTo) => {
    const { ask, asked } = cutAt(1_000, senders);
    expect((await listAllPages(names, ask, heldDownTo)).rows).toHaveLength(senders);
    expect(asked).toEqual([null]);
  });
});

describe('a list in another order than by falling ids', () => {
  const ids = Array.from({ length: 45 }, (_, index) => index + 1);
  const page = (all: readonly number[]) => listAnswer(all.map((id) => reading(String(id), `S${id}`)));
  const names = partQuestion('names', null);

  it('is gone on with from the last row, where pages begin after it', async () => {
    const { rows, whole, stuckAt } = await listAllPages(names, async ({ before }) => {
      const from = before === null ? 0 : ids.indexOf(Number(before)) + 1;
      return page(ids.slice(from, from + 20));
    });
    expect([rows.length, whole, stuckAt]).toEqual([45, true, null]);
  });

  it('is not taken for whole where it begins with the oldest, and is cut', async () => {
    const { rows, whole, stuckAt } = await listAllPages(names, async ({ before, count }) =>
      page(ids.filter((id) => before === null || id < Number(before)).slice(0, Math.min(count, 20))),
    );
    expect([rows.length, whole, stuckAt]).toEqual([20, false, 20]);
  });

  it.each([
    ['newest first', ids.toReversed()],
    ['oldest first', ids],
  ])('is not taken for whole where every page is the first one: %s', async (_, all) => {
    const { rows, whole, stuckAt } = await listAllPages(names, async () => page(all.slice(0, 20)));
    expect([rows.length, whole, stuckAt]).toEqual([20, false, 20]);
  });

  it.each([
    ['newest first', [20, 40, 60]],
    ['in no order', [20, 40, 60]],
  ])('is whole where its pages are full to the last row: %s', async (order, sizes) => {
    for (const size of sizes) {
      const { rows, whole } = await listAllPages(names, async ({ before, count }) => {
        const below = Array.from({ length: size }, (_, index) => size - index).filter((id) => before === null || id < Number(before));
        const selected = below.slice(0, Math.min(count, 20));
        return page(order === 'in no order' ? selected.toSorted((a, b) => (a % 7) - (b % 7) || a - b) : selected);
      });
      expect([rows.length, whole]).toEqual([size, true]);
    }
  });
});
