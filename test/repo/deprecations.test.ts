import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

/** Says when it goes, so that clients know how long they have. */
const DATED = /\b20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b/;

/** Deprecated fields, arguments and enum values whose reason names no day. */
function undated(from: GraphQLSchema): string[] {
  const found: string[] = [];
  const look = (path: string, { deprecationReason: reason }: { deprecationReason?: string | null | undefined }) => {
    if (reason != null && !DATED.test(reason)) found.push(path);
  };
  for (const type of Object.values(from.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if ('getValues' in type) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (!('getFields' in type)) continue;
    for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field);
      if ('args' in field) for (const argument of field.args) look(`${type.name}.${field.name}(${argument.name})`, argument);
    }
  }
  return found;
}

describe('a deprecation', () => {
  it('says when it goes', () => {
    expect(undated(schema)).toEqual([]);
  });

  it('without a day is found wherever it stands', () => {
    const careless = buildSchema(`
      type Query {
        old: Int @deprecated(reason: "Use new.")
        new(old: Int @deprecated): Kind
        fine: Int @deprecated(reason: "Use new. Goes on 2027-06-01.")
        misdated: Int @deprecated(reason: "Goes on 2027-13-01.")
      }
      enum Kind { OLD @deprecated(reason: "Soon.") NEW }
      input Order { old: Int @deprecated(reason: "One day.") new: Int }
    `);
    expect(undated(careless)).toEqual(['Query.old', 'Query.new(old)', 'Query.misdated', 'Kind.OLD', 'Order.old']);
  });
});
