import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** A value as it stands in a document, and as it stands in variables. */
interface Value {
  readonly literal: string;
  readonly json: unknown;
}

/** Levels of fields; deeper ones are the limits' to refuse, and have tests of their own. */
const DEPTH = 4;
/** What breaks a document, or makes another one of it. */
const SHRAPNEL = [
  '{',
  '}',
  '(',
  ')',
  '"',
  '"""',
  '...',
  '...on Sender',
  '@include(if: $x)',
  '@x',
  '$v',
  '\0',
  '#',
  ' fragment F on Query',
  ':',
  '!',
  '\\u12',
  '🙂',
  '-',
  '1e999',
  'null',
];

const asValue = (json: unknown): Value => ({ json, literal: JSON.stringify(json) ?? 'null' });
const junk = fc.jsonValue({ maxDepth: 2 }).map(
  (json): Value => ({
    json,
    literal: JSON.stringify(json).replaceAll(/"(\w+)":/g, '$1:'),
  }),
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Shop', '79991234567', '1000001', 'U2VuZGVyOjE', '__proto__', 'Shop\r\n&del=1', '', '../..', '2026-11-23T00:00:00Z'),
);
const number = fc.oneof(fc.integer({ min: -1, max: 600 }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));

const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = { Int: number, Float: number, Boolean: fc.boolean() };

function value(type: GraphQLInputType, depth = 3): fc.Arbitrary<Value> {
  if (isNonNullType(type)) return value(type.ofType as GraphQLInputType, depth);
  const right = rightValue(type, depth);
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: fc.constant(asValue(null)) }, { weight: 1, arbitrary: junk });
}

function rightValue(type: GraphQLInputType, depth: number): fc.Arbitrary<Value> {
  if (isListType(type))
    return fc
      .array(value(type.ofType as GraphQLInputType, depth), { maxLength: 3 })
      .map((items) => ({ literal: `[${items.map(({ literal }) => literal).join(' ')}]`, json: items.map(({ json }) => json) }));
  if (isEnumType(type))
    return fc.constantFrom(...type.getValues().map(({ name }) => name), 'NO_SUCH').map((name) => ({ literal: name, json: name }));
  if (isInputObjectType(type)) {
    if (depth === 0) return junk;
    const fields = Object.values(type.getFields()).map(({ name, type: fieldType }) =>
      fc.option(
        value(fieldType, depth - 1).map((made) => ({ name, ...made })),
        { freq: isNonNullType(fieldType) ? 20 : 1 },
      ),
    );
    return fc.tuple(...fields).map((all) => {
      const given = all.filter((field) => field !== null);
      return {
        literal: `{${given.map(({ name, literal }) => `${name}: ${literal}`).join(', ')}}`,
        json: Object.fromEntries(given.map(({ name, json }) => [name, json])),
      };
    });
  }
  return ('name' in type && SCALARS[type.name] ? (SCALARS[type.name] as fc.Arbitrary<unknown>) : text).map(asValue);
}

export interface Operation {
  readonly query: string;
  readonly variables?: unknown;
}

/** Operations over a schema: right ones, with values of all kinds; broken ones; and bodies that are none. */
export function requestsOver(sdl: string): fc.Arbitrary<string> {
  const schema = buildSchema(sdl);
  const held = new Map<string, fc.Arbitrary<string>>();

  const args = (given: readonly GraphQLArgument[]) =>
    fc
      .tuple(
        ...given.map(({ name, type }) =>
          fc.option(
            value(type).map(({ literal }) => `${name}: ${literal}`),
            { freq: isNonNullType(type) ? 20 : 1 },
          ),
        ),
      )
      .map((all) => all.filter((arg) => arg !== null))
      .map((all) => (all.length === 0 ? '' : `(${all.join(', ')})`));

  const field = ({ name, args: given, type }: GraphQLField<unknown, unknown>, depth: number) =>
    fc
      .tuple(fc.constantFrom('', '', '', 'a: ', 'b: '), args(given), selection(type, depth - 1))
      .map(([alias, list, inner]) => `${alias}${name}${list} ${inner}`);

  function selection(output: GraphQLOutputType, depth: number): fc.Arbitrary<string> {
    const type = getNamedType(output);
    const key = `${type.name} ${depth}`;
    const found = held.get(key);
    if (found !== undefined) return found;
    const made = select(type, depth);
    held.set(key, made);
    return made;
  }
  function select(type: ReturnType<typeof getNamedType>, depth: number): fc.Arbitrary<string> {
    const isFielded = isObjectType(type) || isInterfaceType(type);
    if (!isFielded && !isUnionType(type)) return fc.constant('');
    const inside = (text: string) => `{ ${text} }`;
    if (depth <= 0) return fc.constant('{ __typename }');
    const members = isObjectType(type) ? [] : schema.getPossibleTypes(type).slice(0, 6);
    const parts = [
      fc.constant('__typename'),
      ...(isFielded ? Object.values(type.getFields()).map((each) => field(each, depth)) : []),
      ...members.map((member) => selection(member, depth - 1).map((inner) => `... on ${member.name} ${inner}`)),
    ];
    return fc.array(fc.oneof(...parts), { minLength: 1, maxLength: 4 }).map((chosen) => inside(chosen.join(' ')));
  }

  const roots = [
    { kind: 'query', type: schema.getQueryType() },
    { kind: 'mutation', type: schema.getMutationType() },
    { kind: 'subscription', type: schema.getSubscriptionType() },
  ].flatMap(({ kind, type }) => (type == null ? [] : Object.values(type.getFields()).map((root) => ({ kind, root }))));

  const withLiterals = fc
    .constantFrom(...roots)
    .chain(({ kind, root }) => field(root, DEPTH).map((inner): Operation => ({ query: `${kind} { ${inner} }` })));
  const withVariables = fc.constantFrom(...roots).chain(({ kind, root }) =>
    fc
      .tuple(
        selection(root.type, 2),
        fc.tuple(...root.args.map(({ name, type }) => fc.oneof(value(type), junk).map(({ json }) => [name, json] as const))),
      )
      .map(([inner, values]): Operation => {
        const declared = root.args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
        const passed = root.args.map(({ name }) => `${name}: $${name}`).join(', ');
        const inBrackets = (list: string) => (list === '' ? '' : `(${list})`);
        return {
          query: `${kind} ${inBrackets(declared)} { ${root.name}${inBrackets(passed)} ${inner} }`,
          variables: Object.fromEntries(values),
        };
      }),
  );
  const operation = fc.oneof(withLiterals, withVariables);
  const broken = fc
    .tuple(operation, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 8 }), fc.constantFrom(...SHRAPNEL)), { minLength: 1, maxLength: 4 }))
    .map(
      ([whole, breaks]): Operation => ({
        ...whole,
        query: breaks.reduce((query, [place, length, inserted]) => {
          const at = place % (query.length + 1);
          return query.slice(0, at) + inserted + query.slice(at + length);
        }, whole.query),
      }),
    );
  return fc.oneof(
    { weight: 10, arbitrary: operation.map((made) => JSON.stringify(made)) },
    { weight: 6, arbitrary: broken.map((made) => JSON.stringify(made)) },
    { weight: 1, arbitrary: fc.array(operation, { maxLength: 3 }).map((made) => JSON.stringify(made)) },
    {
      weight: 1,
      arbitrary: fc
        .record(
          { query: fc.jsonValue(), variables: fc.jsonValue(), operationName: fc.jsonValue(), extensions: fc.jsonValue() },
          { requiredKeys: [] },
        )
        .map((made) => JSON.stringify(made)),
    },
    { weight: 1, arbitrary: fc.oneof(fc.json(), fc.string({ unit: 'binary' })) },
  );
}

/** What is wrong with an answer that a fuzzer got; null: nothing. */
export function faultOf(status: number, body: string): string | null {
  if (status >= 500) return `status ${status}`;
  const answers: unknown = JSON.parse(body);
  for (const { errors = [] } of [answers].flat() as { errors?: { message: string; extensions?: { code?: string } }[] }[])
    for (const { message, extensions } of errors) {
      if (extensions?.code === undefined) return `an error without a code: ${message}`;
      if (extensions.code === 'INTERNAL') return `a fault of the gateway: ${message}`;
    }
  return /node_modules|\.ts:\d|\bat async\b/.test(body) ? 'a stack trace' : null;
}

/** Sends so many requests, eight at a time. @throws Error with the smallest request that is answered wrong */
export async function fuzz(
  sdl: string,
  count: number,
  send: (body: string) => Promise<{ status: number; text(): Promise<string> }>,
): Promise<void> {
  const AT_ONCE = 8;
  await fc.assert(
    fc.asyncProperty(fc.array(requestsOver(sdl), { minLength: AT_ONCE, maxLength: AT_ONCE }), async (bodies) => {
      await Promise.all(
        bodies.map(async (body) => {
          const answer = await send(body);
          const fault = faultOf(answer.status, await answer.text());
          if (fault !== null) throw new Error(`${fault}\n${body}`);
        }),
      );
    }),
    { numRuns: Math.ceil(count / AT_ONCE) },
  );
}
