import { buildSchema, graphql } from 'graphql';
import { describe, expect, it } from 'vitest';
import { withoutValues } from '../../../src/http/answers/without-values.ts';

const schema = buildSchema(
  'type Query { ask(code: String, more: More, count: Int, on: Boolean, way: Way): String } input More { code: String! } enum Way { UP }',
);

describe('an error of coercion', () => {
  it.each([
    ['query ($v: String) { ask(code: $v) }', 4_711_815, 'String cannot represent a non string value'],
    [
      'query ($v: More) { ask(more: $v) }',
      { code: 4_711_815 },
      'got an invalid value at "v.code"; String cannot represent a non string value',
    ],
    ['query ($v: More) { ask(more: $v) }', { code: 'a; 4711815', other: '; 4711815' }, 'Field "other" is not defined by type "More"'],
    ['query ($v: More) { ask(more: $v) }', '4711815', 'Expected type "More" to be an object'],
    ['query ($v: Int) { ask(count: $v) }', 'at "4711815"; x', 'Int cannot represent non-integer value'],
    ['query ($v: Boolean) { ask(on: $v) }', { a: ['4711815'] }, 'Boolean cannot represent a non boolean value'],
    ['{ ask(code: 4711815) }', null, 'String cannot represent a non string value'],
    ['{ ask(count: "4711815: 4711815") }', null, 'Int cannot represent non-integer value'],
  ])('in %s says what is wanted, and not what was sent', async (source, v, wanted) => {
    const { errors = [] } = await graphql({ schema, source, variableValues: { v } });
    const [{ message } = { message: '' }] = errors;
    expect(message).toContain('4711815');
    expect(withoutValues(message)).toContain(wanted);
    expect(withoutValues(message)).not.toContain('4711815');
  });

  it('of another kind stays as it is', () => {
    for (const message of ['Cannot query field "nothing" on type "Query".', 'Syntax Error: Expected Name, found <EOF>.'])
      expect(withoutValues(message)).toBe(message);
  });
});
