import fc from 'fast-check';
import { execute, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.ts';
import { Tally } from '../../src/domain/prices.ts';
import type { GraphQLContext } from '../../src/graphql/context.ts';
import { countValues } from '../../src/graphql/price/count-values.ts';
import { schema } from '../../src/graphql/schema.ts';
import { planOf } from '../../src/graphql/serializer/plan.ts';
import type { Principal } from '../../src/loaders/principal.ts';
import { Senders } from '../../src/loaders/senders.ts';
import { reading } from '../support/scripted-provider.ts';
import { testAccount } from '../support/test-account.ts';

const SENDERS = Array.from({ length: 12 }, (_, index) =>
  // Names that JSON has to escape, and that cursors have to keep apart.
  reading(String(100 - index), index === 3 ? 'Кафе "У дома" \\ 1' : `Sender ${index % 5}${index}`, {
    status: [0, 1, 2, 9, null][index % 5] ?? null,
    operators: index % 4 === 0 ? [] : [{ column: 'mts_step', status: index % 7, replacementName: index === 5 ? 'Other' : null }],
  }),
);

const ownerOf = (account: Account) =>
  ({ name: 'owner', account, access: 'write', subclients: [], anySubclient: false, confinedTo: null }) as unknown as Principal;
const { account, clock } = testAccount(SENDERS);
const contextOf = (): GraphQLContext => {
  const principal = ownerOf(account);
  const cost = { calls: 0, waitedMs: 0, servedStale: false };
  const senders = new Senders(principal, { cost });
  return { principal, senders, cost, done: new Tally(), now: () => new Date(clock.now()) } as GraphQLContext;
};

const alias = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null, freq: 3 });
const aliased = (field: fc.Arbitrary<string>) => fc.tuple(alias, field).map(([name, text]) => (name === null ? text : `${name}: ${text}`));
const some = (fields: readonly fc.Arbitrary<string>[], maxLength = 5) =>
  fc.array(fc.oneof(...fields), { minLength: 1, maxLength }).map((texts) => texts.join(' '));
const leaf = (...names: string[]) => aliased(fc.constantFrom(...names));

const operatorRow = some([
  leaf('status', 'rawStatus', 'replacementName', '__typename'),
  fc.constantFrom('operator { code name }', 'o: operator { country }'),
]);
const directive = fc.constantFrom('', '', '', ' @include(if: $yes)', ' @skip(if: $yes)');
const senderFields = some([
  leaf('id', 'smscId', 'name', 'kind', 'subclient', 'status', 'rawStatus', '__typename'),
  fc.tuple(operatorRow, directive).map(([fields, on]) => `operators${on} { ${fields} }`),
  operatorRow.map((fields) => `mts: operator(code: $code) { ${fields} }`),
  fc.constantFrom(
    'progress { total approved }',
    'files { name }',
    'freshness { stale }',
    'freshness { ageSeconds }',
    '...S',
    '... on Sender { name }',
  ),
]);
const node = senderFields.map((fields) => `{ ${fields} }`);
const page = some([
  leaf('totalCount', '__typename'),
  fc.constantFrom(
    'pageInfo { hasNextPage endCursor }',
    'pageInfo { s: startCursor hasPreviousPage __typename }',
    'freshness { stale fetchedAt }',
    '...P',
  ),
  fc.constantFrom('freshness { ageSeconds }'),
  node.map((fields) => `nodes ${fields}`),
  node.map((fields) => `edges { cursor node ${fields} }`),
  node.map((fields) => `rows: edges { n: node ${fields} __typename }`),
]);
const listArguments = fc.constantFrom(
  '',
  '(first: 3)',
  '(last: 4)',
  '(first: $first)',
  '(first: 0)',
  '(first: 501)',
  '(after: "none")',
  '(orderBy: { field: NAME }, first: 5)',
  '(filter: { status: [APPROVED] })',
  '(filter: { operator: { code: MTS_STEP, status: [APPROVED, REJECTED] } })',
);
const root = fc.oneof(
  { weight: 4, arbitrary: aliased(fc.tuple(listArguments, page).map(([args, fields]) => `senders${args} { ${fields} }`)) },
  {
    weight: 2,
    arbitrary: aliased(
      fc
        .tuple(fc.constantFrom('smscId: "99"', 'name: "nobody"', 'smscId: "1"', 'id: "x"'), node)
        .map(([by, fields]) => `sender(by: { ${by} }) ${fields}`),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('operators { code }', 'viewer { account }', '__typename') },
);
const operation = fc.array(root, { minLength: 1, maxLength: 3 }).map(
  (roots) =>
    `query Q($first: Int = 2, $yes: Boolean = true, $code: OperatorCode = MTS_STEP) { ${roots.join(' ')} }
     fragment S on Sender { name kind } fragment P on SenderConnection { totalCount }`,
);

const VARIABLES = [{}, { first: 7, yes: false }, { code: 'MEGA_STEP' }, {}];

describe('what is written', () => {
  it('is what graphql-js makes, to the byte, or is left to it', async () => {
    let written = 0;
    let left = 0;
    await fc.assert(
      fc.asyncProperty(operation, async (text) => {
        const document = parse(text);
        // Unused fragments and variables are no matter here; fields that can't be merged are.
        fc.pre(validate(schema, document).every(({ message }) => /is never used/.test(message)));
        const plan = planOf(document, null);
        // The texts of one round are held in the next, which has other variables or the same.
        for (const variables of VARIABLES) {
          const coerced = { first: 2, yes: true, code: 'MTS_STEP', ...variables };
          const context = contextOf();
          const mine = (await plan?.(context, coerced).catch(() => null)) ?? null;
          if (mine === null) {
            left += 1;
            expect(context.done.values).toBe(0);
            continue;
          }
          const theirs = await execute({ schema, document, contextValue: contextOf(), variableValues: variables });
          expect(theirs.errors).toBeUndefined();
          expect(mine).toBe(JSON.stringify(theirs.data));
          expect(context.done.values).toBe(countValues(theirs.data));
          written += 1;
        }
      }),
      { numRuns: 800, seed: 20_261_123 },
    );
    // Both ways are taken often enough to mean something.
    expect(written).toBeGreaterThan(200);
    expect(left).toBeGreaterThan(200);
  });

  it('is anew where a status changed', async () => {
    const { account, provider, clock } = testAccount(SENDERS);
    const context = () =>
      ({ ...contextOf(), senders: new Senders(ownerOf(account), {}), now: () => new Date(clock.now()) }) as GraphQLContext;
    const plan = planOf(parse('{ senders(first: 1) { nodes { name status operators { status } } } }'), null);
    const before = await plan?.(context(), {});
    provider.senders = SENDERS.map((sender) => ({
      ...sender,
      status: 1,
      operators: [{ column: 'mts_step', status: 2, replacementName: null }],
    }));
    expect(await plan?.(context(), {})).toBe(before);
    clock.advance(24 * 3_600_000);
    expect(await plan?.(context(), {})).toBe(
      '{"senders":{"nodes":[{"name":"Sender 00","status":"APPROVED","operators":[{"status":"APPROVED"}]}]}}',
    );
  });
});
