import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  Kind,
  type ObjectFieldNode,
  type OperationDefinitionNode,
  parseValue,
  typeFromAST,
  type ValueNode,
  visit,
} from 'graphql';
import { literalOf } from './values.ts';

/** The same operation with literals in place of its variables; what is left out as a variable is left out as an argument. */
export function inlined(schema: GraphQLSchema, document: DocumentNode, given: Readonly<Record<string, unknown>>): DocumentNode {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const values = new Map<string, ValueNode | null>();
  for (const { variable, type, defaultValue } of operation?.variableDefinitions ?? []) {
    const name = variable.name.value;
    const inputType = typeFromAST(schema, type);
    if (!isInputType(inputType)) throw new TypeError('A variable has no type that is one of inputs.');
    values.set(name, Object.hasOwn(given, name) ? asNode(inputType, given[name]) : (defaultValue ?? null));
  }
  const leftOut = (value: ValueNode) => value.kind === Kind.VARIABLE && values.get(value.name.value) === null;
  const withoutLeftOut = visit(document, {
    Argument: ({ value }) => (leftOut(value) ? null : undefined),
    ObjectField: ({ value }: ObjectFieldNode) => (leftOut(value) ? null : undefined),
    VariableDefinition: () => null,
  });
  return visit(withoutLeftOut, { Variable: ({ name }) => values.get(name.value) ?? undefined });
}

const asNode = (type: GraphQLInputType, value: unknown): ValueNode => parseValue(literalOf(type, value));
