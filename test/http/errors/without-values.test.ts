import { GraphQLError, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../src/graphql/schema.ts';
import { withoutValues } from '../../../src/http/errors/without-values.ts';

/** Wherever a caller writes a word. */
const WORD = 'X4711815';
const DOCUMENTS: readonly [document: string, told: string][] = [
  [`{ ${WORD} }`, 'Cannot query field "…" on type "Query".'],
  ['{ sendres { totalCount } }', 'Cannot query field "…" on type "Query". Did you mean "senders" or "sender"?'],
  [`{ sender(${WORD}: 1, by: { name: "x" }) { id } }`, 'Unknown argument "…" on field "Query.sender".'],
  [`{ senders(first: "4711815: ${WORD}") { totalCount } }`, 'Int cannot represent non-integer value.'],
  [`{ senders(filter: { ${WORD}: 1 }) { totalCount } }`, 'Field "…" is not defined by type "SenderFilter".'],
  [`{ senders(filter: "a\\" ${WORD} \\"b") { totalCount } }`, 'Expected value of type "SenderFilter".'],
  [`{ senders(filter: { status: [${WORD}] }) { totalCount } }`, 'Value "…" does not exist in "SenderStatus" enum.'],
  [`{ senders(filter: { status: ["a\\" ${WORD} \\"b"] }) { totalCount } }`, 'Enum "SenderStatus" cannot represent non-enum value.'],
  [`{ senders(filter: { statusChangedSince: "${WORD}" }) { totalCount } }`, 'A Date must be a day, `YYYY-MM-DD`.'],
  [`{ sender(by: { name: ["a\\" ${WORD} \\"b"] }) { id } }`, 'String cannot represent a non string value.'],
  [`{ ...${WORD} }`, 'Unknown fragment "…".'],
  [`{ viewer { account } } fragment ${WORD} on Query { viewer { account } }`, 'Fragment "…" is never used.'],
  [`{ ... on ${WORD} { id } }`, 'Unknown type "…".'],
  [`query ($v: ${WORD}) { viewer { account } }`, 'Unknown type "…".'],
  [`{ viewer @${WORD} { account } }`, 'Unknown directive "…".'],
  [`query ${WORD} { viewer { account } } query ${WORD} { viewer { account } }`, 'There can be only one operation named "…".'],
  [`query ${WORD} ($v: Int) { viewer { account } }`, 'Variable "$v" is never used in operation "…".'],
  [`{ viewer { ${WORD}: account ${WORD}: canWrite } }`, 'Fields "…" conflict because "account" and "canWrite" are different fields.'],
  [`fragment ${WORD} on Query { ...${WORD} } { ...${WORD} }`, 'Cannot spread fragment "…" within itself.'],
  [`{ viewer { account { ${WORD} } } }`, 'Field "account" must not have a selection since type "String!" has no subfields.'],
  [`${WORD}`, 'Syntax Error: Unexpected Name.'],
  [`{ viewer(a: ) "a\\" ${WORD} \\"b" }`, 'Syntax Error: Unexpected ")".'],
  [`{ "a\\" ${WORD} \\"b" }`, 'Syntax Error: Expected Name, found String.'],
  [`{ """a" ${WORD} "b""" }`, 'Syntax Error: Expected Name, found BlockString.'],
  ['{ viewer(a: 04711815) }', 'Syntax Error: Invalid number, unexpected digit after 0: "…".'],
  [`{ viewer(a: "\\q${WORD}") }`, 'Syntax Error: Invalid character escape sequence.'],
  ['query ($v: Int = $w) { viewer { account } }', 'Syntax Error: Unexpected variable "$w" in constant value.'],
];

function faultsOf(document: string): readonly string[] {
  try {
    return validate(schema, parse(document)).map(({ message }) => message);
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}

describe('what is told of a faulty document', () => {
  it.each(DOCUMENTS)('%s says what is wanted, and holds no word of the caller’s', (document, told) => {
    const messages = faultsOf(document).map(withoutValues);
    expect(messages.join(' ')).toContain(told);
    expect(messages.join(' ')).not.toMatch(/4711815/);
    expect(messages.map(withoutValues)).toEqual(messages);
  });

  it.each([
    'Variable "$input" got an invalid value at "input.rows[3].name"; String cannot represent a non string value.',
    'Variable "$filter" of type "[SenderFilter!]!" used in position expecting type "SenderFilter".',
    'Expected "query" param to be a string, but given array.',
    'Syntax Error: Expected ":", found <EOF>.',
  ])('stays as it is where the schema knows all of it: %s', (message) => {
    expect(withoutValues(message)).toBe(message);
  });

  it('is short however much was sent, and cut off without a word of it', () => {
    const message = `Cannot query field "${'x'.repeat(2_000_000)}" on type "Query".`;
    expect(withoutValues(message)).toBe('Cannot query field "…"');
  });
});
