import { execute, GraphQLError, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { FairScheduler } from '../../src/concurrency/fair-scheduler.ts';
import type { GraphQLContext } from '../../src/graphql/context.ts';
import { completeInSlices } from '../../src/graphql/long-lists.ts';
import { iterationsDuring } from '../support/slices.ts';

interface Item {
  readonly index: number;
}

/** Lists of lists, each item an object or a promise of one, some of which fail. */
function schemaOf(items: (count: number) => unknown): GraphQLSchema {
  const item: GraphQLObjectType = new GraphQLObjectType({
    name: 'Item',
    fields: () => ({
      index: {
        type: new GraphQLNonNull(GraphQLInt),
        resolve: ({ index }: Item) => {
          if (index % 100 === 99) throw new GraphQLError(`${index} can’t be told`);
          return index;
        },
      },
      items: { type: new GraphQLNonNull(new GraphQLList(item)), resolve: ({ index }: Item) => items(index % 36) },
    }),
  });
  const Query = new GraphQLObjectType({ name: 'Query', fields: { items: { type: new GraphQLList(item), resolve: () => items(120) } } });
  return new GraphQLSchema({ query: Query });
}

const objects = (count: number) => Array.from({ length: count }, (_, index) => ({ index }));
const FORMS = {
  objects,
  'promises of objects': (count: number) => objects(count).map(async (item) => item),
  'a promise of objects': async (count: number) => objects(count),
  'objects, and promises that fail': (count: number) =>
    objects(count).map((item) => (item.index % 7 === 3 ? Promise.reject(new Error('no')) : item)),
} as const;

/** A loop of which each look at the clock takes so long. */
const contextOf = (lookMs: number) => {
  let now = 0;
  const slices = new FairScheduler({ now: () => (now += lookMs) }).of('test');
  return { principal: { account: { slices } } } as unknown as GraphQLContext;
};

describe('lists that are completed in slices', () => {
  it.each(Object.entries(FORMS))('hold what they held at once, errors in their places: %s', async (_, items) => {
    const document = parse('{ items { index items { index } more: items { items { index } } } }');
    const plain = await execute({ schema: schemaOf(items), document });
    expect(plain.data).toMatchObject({ items: expect.arrayContaining([{ index: 1, items: [{ index: 0 }], more: [{ items: [] }] }]) });
    const byPath = (errors: readonly GraphQLError[] = []) => errors.map(({ path, message }) => `${path?.join('.')} ${message}`).toSorted();
    for (const lookMs of [0, 1, 10]) {
      const sliced = await execute({ schema: completeInSlices(schemaOf(items)), document, contextValue: contextOf(lookMs) });
      expect(sliced.data).toEqual(plain.data);
      expect(byPath(sliced.errors)).toEqual(byPath(plain.errors));
    }
  });

  it('let others have the loop between two items', async () => {
    const work = execute({
      schema: completeInSlices(schemaOf(objects)),
      document: parse('{ items { items { index } } }'),
      contextValue: contextOf(10),
    });
    expect(await iterationsDuring(Promise.resolve(work))).toBeGreaterThan(100);
  });

  it('stay arrays, completed at once, where they are short', () => {
    const short = schemaOf((count) => objects(Math.min(count, 20)));
    const result = execute({
      schema: completeInSlices(short),
      document: parse('{ items { index items { index } } }'),
      contextValue: contextOf(0),
    });
    expect(result).not.toBeInstanceOf(Promise);
  });
});
