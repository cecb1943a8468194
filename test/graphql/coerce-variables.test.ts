import fc from 'fast-check';
import { getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { coerceVariables, MOST_FAULTS } from '../../src/graphql/coerce-variables.ts';
import { schema } from '../../src/graphql/schema.ts';
import { withoutValues } from '../../src/http/errors/without-values.ts';

const definitionsOf = (text: string) => (parse(text).definitions[0] as OperationDefinitionNode).variableDefinitions ?? [];
const DEFINITIONS = definitionsOf(
  'query ($filter: SenderFilter, $by: SenderBy, $first: Int! = 5, $ids: [ID!]!, $input: AddSenderInput, $since: Date, $order: SenderOrder) { __typename }',
);
const coerce = (inputs: Readonly<Record<string, unknown>>) => coerceVariables(schema, DEFINITIONS, inputs);

/** Values that fit now and then. */
const NAMES = [
  'filter',
  'by',
  'first',
  'ids',
  'input',
  'since',
  'order',
  'status',
  'name',
  'id',
  'kind',
  'operator',
  'field',
  'other',
  '__proto__',
];
const LEAVES = fc.constantFrom(null, 1, 1.5, -(2 ** 40), true, '', 'x', 'ACTIVE', 'NAME', '2026-01-02', 'a@b.ru');
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    LEAVES,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('tree'), { maxKeys: 6 }),
  ),
}));
const INPUTS = fc.dictionary(fc.constantFrom(...NAMES), tree, { maxKeys: 8 });

describe('variables', () => {
  it('are coerced to what graphql-js makes of them, and are refused where it refuses them', () => {
    fc.assert(
      fc.property(INPUTS, (inputs) => {
        const { coerced, errors } = getVariableValues(schema, DEFINITIONS, inputs);
        const { values, faults } = coerce(inputs);
        expect(values).toEqual(coerced ?? null);
        expect(faults?.length ?? 0).toBe(Math.min(errors?.length ?? 0, MOST_FAULTS));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['unknown keys', { filter: Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`key${index}`, 1])), ids: [] }],
    ['unknown values of an enum', { filter: { status: Array.from({ length: 20_000 }, (_, index) => `NONE${index}`) }, ids: [] }],
    ['values of a wrong kind', { ids: Array.from({ length: 50_000 }, () => ({})) }],
    ['one long value', { ids: [{ value: 'x'.repeat(900_000) }] }],
    ['one long key', { filter: { ['x'.repeat(900_000)]: 1 }, ids: [] }],
  ])('with no end of faults cost no more than they are long: %s', (_, inputs) => {
    const began = performance.now();
    const { faults } = coerce(inputs);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(faults?.length).toBeGreaterThan(0);
    expect(faults?.length).toBeLessThanOrEqual(MOST_FAULTS);
  });

  it('that are wrong are told by variable, place and what is wanted', () => {
    const told = (inputs: Readonly<Record<string, unknown>>) => coerce(inputs).faults?.map(({ message }) => withoutValues(message));
    expect(told({ ids: [], filter: { stauts: 'X', kind: ['EMIAL'] }, order: { field: 'NAME', direction: 4 } })).toEqual([
      'Variable "$filter" got an invalid value at "filter.kind[0]"; Enum "SenderKind" has no value of this name. Did you mean the enum value "EMAIL"?',
      'Variable "$filter" got an invalid value; Type "SenderFilter" has no field of this name. Did you mean "status"?',
      'Variable "$order" got an invalid value at "order.direction"; Enum "OrderDirection" cannot represent non-string value.',
    ]);
    expect(told({ first: null })).toEqual([
      'Variable "$first" of required type "Int!" must not be null.',
      'Variable "$ids" of required type "[ID!]!" was not provided.',
    ]);
  });
});
