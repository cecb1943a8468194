import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';

/** Faults of a document, or of its variables, that are told. Finding the rest would cost more than the request did. */
export const MOST_FAULTS = 5;

export type CoercedVariables =
  | { readonly values: Readonly<Record<string, unknown>>; readonly faults: null }
  | { readonly values: null; readonly faults: readonly GraphQLError[] };

class EnoughFaults extends Error {}

/**
 * Coerces variables as graphql-js does, but stops at the first few faults and never prints a value: graphql-js quotes the whole object that an
 * unknown key stands in, once for every such key, so that its cost is their square.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  inputs: Readonly<Record<string, unknown>>,
  { hideSuggestions = false }: { readonly hideSuggestions?: boolean } = {},
): CoercedVariables {
  const values: Record<string, unknown> = {};
  const faults: GraphQLError[] = [];
  const report = (definition: VariableDefinitionNode, message: string) => {
    faults.push(new GraphQLError(message, { nodes: definition }));
    if (faults.length === MOST_FAULTS) throw new EnoughFaults();
  };
  try {
    for (const definition of definitions) coerceOne(definition);
  } catch (error) {
    if (!(error instanceof EnoughFaults)) throw error;
  }
  return faults.length === 0 ? { values, faults: null } : { values: null, faults };

  function coerceOne(definition: VariableDefinitionNode) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    // Validation refuses such a definition before.
    if (!isInputType(type)) return report(definition, `Variable "$${name}" has no type that is one of inputs.`);
    const isGiven = Object.hasOwn(inputs, name);
    if (!isGiven && definition.defaultValue !== undefined) {
      values[name] = valueFromAST(definition.defaultValue, type);
      return;
    }
    if (isNonNullType(type) && (!isGiven || inputs[name] === null))
      return report(definition, `Variable "$${name}" of required type "${type}" ${isGiven ? 'must not be null' : 'was not provided'}.`);
    if (!isGiven) return;
    values[name] = coerceInputValue(
      inputs[name],
      type,
      (path, _, { message }) => report(definition, `Variable "$${name}" got an invalid value${placeOf(name, path)}; ${reasonIn(message)}`),
      hideSuggestions,
    );
  }
}

const placeOf = (name: string, path: readonly (string | number)[]): string =>
  path.length === 0 ? '' : ` at "${name}${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}"`;

/** What graphql-js says of a key or a value that there is not, which may hold quotes of its own: the last place that fits is its own text. */
const UNKNOWN: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/^Field ".*" is not defined by type "(\w+)"\./s, 'Type "$1" has no field of this name.'],
  [/^Value ".*" does not exist in "(\w+)" enum\./s, 'Enum "$1" has no value of this name.'],
];
const reasonIn = (message: string): string => UNKNOWN.reduce((text, [pattern, instead]) => text.replace(pattern, instead), message);
