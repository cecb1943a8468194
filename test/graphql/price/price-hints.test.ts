import { getNullableType, isListType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { priceHintOf } from '../../../src/graphql/price/price-hint.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { subgraphOf } from '../../../src/graphql/subgraph.ts';

const fields = Object.values(subgraphOf(schema, { tellsSchema: true }).getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'))
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ place: `${type.name}.${field.name}`, field })));
const lists = fields.filter(({ field }) => isListType(getNullableType(field.type)));

describe('the hints of prices', () => {
  it('say of every field that is a list how long it is at the most', () => {
    expect(lists.length).toBeGreaterThan(20);
    expect(lists.filter(({ field }) => priceHintOf(field).items === undefined).map(({ place }) => place)).toEqual([]);
  });

  it('stand on no field for nothing', () => {
    const others = fields.filter((field) => !lists.includes(field) && priceHintOf(field.field).items !== undefined);
    expect(others.map(({ place }) => place)).toEqual([]);
  });

  it('know no list of lists, which nobody could price', () => {
    const nested = lists.filter(({ field }) => {
      const list = getNullableType(field.type);
      return isListType(list) && isListType(getNullableType(list.ofType));
    });
    expect(nested.map(({ place }) => place)).toEqual([]);
  });
});
