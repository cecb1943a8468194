import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { startTenants, type TenantGateway } from '../support/tenants.ts';

/** What patterns on texts have stumbled over: each one is repeated until there are enough characters of it. */
const REPEATED = [
  'a',
  ' ',
  '\t',
  '7',
  '-',
  '+',
  '(',
  'a@.a',
  '.',
  'a.',
  '@',
  'a,',
  ';',
  '\n',
  '\r',
  '\u0000',
  '"',
  '\\',
  'Ж',
  '😀',
  'eyJ',
  '=',
];
const LENGTH = 100_000;
const repeat = (unit: string) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
/** An address whose end is looked for at every dot. */
const NASTY = [...REPEATED.map(repeat), `a@${repeat('.a')}@`, `a@a${repeat('.a')} `, `${repeat('a')}\u0000`];

const SAMPLES: Readonly<Record<string, unknown>> = {
  Int: 1,
  Boolean: true,
  String: 'x',
  ID: 'x',
  Date: '2026-01-01',
  DateTime: '2026-01-01T00:00:00Z',
  EmailAddress: 'a@b.ru',
  URL: 'https://a.example',
};
const isText = (type: GraphQLInputType) => ['String', 'ID', 'Date', 'DateTime', 'EmailAddress', 'URL'].includes(getNamedType(type).name);

type Position = GraphQLArgument | GraphQLInputField;

/** A right value of a type: what must be there, and no more. */
function sampleOf(type: GraphQLInputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [sampleOf(inner.ofType)];
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  if (!isInputObjectType(inner)) return SAMPLES[getNamedType(inner).name];
  return Object.fromEntries(
    Object.values(inner.getFields())
      .filter((field, index) => (inner.isOneOf ? index === 0 : isNonNullType(field.type) && field.defaultValue === undefined))
      .map(({ name, type: fieldType }) => [name, sampleOf(fieldType)]),
  );
}

interface Place {
  /** `input.ukraine.email` */
  readonly path: string;
  readonly valueWith: (text: string) => unknown;
}

/** Every text within a value of this type. */
function placesIn({ name, type }: Position): Place[] {
  const inner = getNullableType(type);
  if (isListType(inner))
    return placesIn({ name, type: inner.ofType } as Position).map(({ path, valueWith }) => ({
      path,
      valueWith: (text) => [valueWith(text)],
    }));
  if (isText(inner)) return [{ path: name, valueWith: (text) => text }];
  if (!isInputObjectType(inner)) return [];
  return Object.values(inner.getFields()).flatMap((field) =>
    placesIn(field).map(({ path, valueWith }) => ({
      path: `${name}.${path}`,
      valueWith: (text) => ({ ...(inner.isOneOf ? {} : (sampleOf(inner) as object)), [field.name]: valueWith(text) }),
    })),
  );
}

/** What is selected of a field, so that an answer tells whether it refuses. */
const SELECTIONS: Readonly<Record<string, string>> = {
  checkSender: '{ ok issues { message } }',
  importSenders: '{ __typename ... on ImportSendersSuccess { job { rows { nodes { state } } } } }',
};

interface Case {
  readonly name: string;
  readonly query: string;
  readonly variables: (text: string) => Record<string, unknown>;
}

function casesOf(kind: 'query' | 'mutation' | 'subscription', owner: string, wrap: (field: string) => string): Case[] {
  const type = schema.getType(owner);
  if (type === undefined || !('getFields' in type)) throw new TypeError(owner);
  return Object.values(type.getFields()).flatMap((field) => {
    const args: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
    const used = args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
    return args.flatMap((arg) =>
      placesIn(arg).map(({ path, valueWith }): Case => {
        const given = [...new Set([...used, arg])];
        return {
          name: `${owner}.${field.name}(${path})`,
          query: `${kind} (${given.map((each) => `$${each.name}: ${each.type}`).join(', ')}) { ${wrap(
            `${field.name}(${given.map((each) => `${each.name}: $${each.name}`).join(', ')}) ${SELECTIONS[field.name] ?? '{ __typename }'}`,
          )} }`,
          variables: (text) => ({
            ...Object.fromEntries(used.map((each) => [each.name, sampleOf(each.type)])),
            [arg.name]: valueWith(text),
          }),
        };
      }),
    );
  });
}

const CASES = [
  ...casesOf('query', 'Query', (field) => field),
  ...casesOf('mutation', 'Mutation', (field) => field),
  ...casesOf('subscription', 'Subscription', (field) => field),
  ...casesOf('query', 'Sender', (field) => `senders { nodes { ${field} } }`),
  ...casesOf(
    'mutation',
    'ImportJob',
    (field) =>
      `importSenders(input: { dryRun: true, rows: [{ name: "Shop" }] }) { ... on ImportSendersSuccess { job { ${field} } } ... on UserError { code } }`,
  ),
];

/** A file in place of a text has tests of its own. */
const REFUSALS = /^(?:INVALID_INPUT|BAD_REQUEST|CURSOR_EXPIRED)$/;

/** Codes, types of typed errors, or what was found wrong. */
function refusalsIn({
  errors = [],
  data,
}: {
  errors?: { extensions: { code: string } }[];
  data?: Record<string, unknown> | null;
}): string[] {
  return [
    ...errors.map(({ extensions }) => extensions.code),
    ...Object.values(data ?? {}).flatMap((value) => {
      const { __typename: type, ok, job } = Object(value);
      const isRefused = ok === false || type === 'InvalidInputError' || job?.rows?.nodes[0]?.state === 'INVALID';
      return isRefused ? ['INVALID_INPUT'] : [];
    }),
  ];
}

let gateway: TenantGateway;

async function send(token: string, { query, variables }: Case, text: string): Promise<{ refusals: string[]; ms: number; body: string }> {
  const body = JSON.stringify({ query, variables: variables(text) });
  const before = process.cpuUsage();
  const response = await gateway.send(token, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: query.startsWith('subscription') ? 'text/event-stream' : 'application/json' },
    body,
  });
  const answer = await response.text();
  const { user, system } = process.cpuUsage(before);
  const [json = answer] = /(?<=data: )\{.*\}/.exec(answer) ?? [];
  return { refusals: refusalsIn(JSON.parse(json)), ms: (user + system) / 1_000, body: answer };
}

describe.each([
  ['the limit of all texts', {}, NASTY.slice(0, 3)],
  ['the rule of each field, where the limit is far above it', { LIMIT_TEXT: '1000000' }, NASTY],
] as const)('every text of the schema, by %s', (_, env, texts) => {
  beforeAll(async () => {
    gateway = await startTenants({ env: { LIMIT_TOKEN_RATE: '0', LIMIT_ADDRESS_RATE: '0', ...env } });
    await gateway.ask('north-writes', '{ senders { nodes { name } } }');
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it.each(CASES.map((each) => [each.name, each] as const))('is refused at once with 100,000 characters: %s', async (_name, each) => {
    for (const text of texts) {
      const answers = [await send('north-writes', each, text)];
      // Processor time of the whole test, its client and all garbage included: the best of ten is what it costs.
      while (Math.min(...answers.map(({ ms }) => ms)) >= 20 && answers.length < 10) answers.push(await send('north-writes', each, text));
      const [{ refusals, body } = { refusals: [], body: '' }] = answers;
      const told = JSON.stringify(text.slice(0, 20));
      expect(Math.min(...answers.map(({ ms }) => ms)), told).toBeLessThan(20);
      expect(refusals, `${told} ${body.slice(0, 300)}`).toEqual([expect.stringMatching(REFUSALS)]);
      expect(body.length).toBeLessThan(2_000);
    }
    expect(gateway.faults).toEqual([]);
  });
});

it('finds the texts of the schema', () => {
  const names = CASES.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(60);
  expect(names).toEqual(
    expect.arrayContaining([
      'Query.senders(filter.nameContains)',
      'Query.nodes(ids)',
      'Mutation.importSenders(input.rows.ukraine.email)',
      'Sender.history(after)',
      'ImportJob.rows(after)',
      'Subscription.senderEvents(smscIds)',
    ]),
  );
});
