import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/errors.ts';
import { type Ordering, type PageArgs, pageOf } from '../../src/loaders/page.ts';

const numbers: Ordering<number, readonly [number]> = {
  list: 'numbers',
  isKey: (key): key is readonly [number] => key.length === 1 && typeof key[0] === 'number',
  keyOf: (item) => [item],
  compare: ([a], [b]) => a - b,
};
const cut = (items: readonly number[], args: PageArgs) => pageOf(items, numbers, args);
const nodes = (items: readonly number[], args: PageArgs) => cut(items, args).edges.map(({ node }) => node);
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('pageOf', () => {
  it('gives 50 where no size is asked for', () => {
    expect(nodes(range(60), {})).toEqual(range(50));
  });

  it('walks forward and backward over the same pages', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (items, size) => {
        const sorted = items.toSorted((a, b) => a - b);
        const forward: number[] = [];
        for (let page = cut(sorted, { first: size }); ; page = cut(sorted, { first: size, after: page.pageInfo.endCursor })) {
          forward.push(...page.edges.map(({ node }) => node));
          if (!page.pageInfo.hasNextPage) break;
        }
        const backward: number[] = [];
        for (let page = cut(sorted, { last: size }); ; page = cut(sorted, { last: size, before: page.pageInfo.startCursor })) {
          backward.unshift(...page.edges.map(({ node }) => node));
          if (!page.pageInfo.hasPreviousPage) break;
        }
        expect(forward).toEqual(sorted);
        expect(backward).toEqual(sorted);
      }),
    );
  });

  it('goes on behind a row that has gone since', () => {
    const { pageInfo } = cut([1, 2, 3, 4], { first: 2 });
    expect(nodes([1, 3, 4], { first: 2, after: pageInfo.endCursor })).toEqual([3, 4]);
  });

  it('counts all rows, whatever the page', () => {
    expect(cut(range(7), { first: 0 })).toMatchObject({ edges: [], totalCount: 7, pageInfo: { hasNextPage: true, startCursor: null } });
  });

  it.each<[string, PageArgs]>([
    ['a size below 0', { first: -1 }],
    ['a size above 500', { last: 501 }],
    ['both sizes', { first: 1, last: 1 }],
    ['a cursor that is none', { after: 'nonsense' }],
    ['a cursor of another list', { before: Buffer.from('["others",1]').toString('base64url') }],
  ])('refuses %s', (_, args) => {
    expect(() => cut(range(3), args)).toThrow(InvalidInputError);
  });
});
