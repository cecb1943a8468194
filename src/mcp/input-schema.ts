import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** A JSON Schema, as far as inputs of GraphQL need it. */
export type JsonSchema = Readonly<Record<string, unknown>>;
export interface ObjectSchema extends JsonSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

const SCALARS: Readonly<Record<string, JsonSchema>> = {
  String: { type: 'string' },
  ID: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  Date: { type: 'string', format: 'date' },
  DateTime: { type: 'string', format: 'date-time' },
  EmailAddress: { type: 'string', format: 'email' },
  URL: { type: 'string', format: 'uri' },
};

/**
 * What the variables of an operation may be. Files are no part of it: they come by uploads alone.
 * @returns null where a file is required
 */
export function inputSchemaOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): ObjectSchema | null {
  const descriptions = descriptionsOf(schema, document);
  const variables = (operation.variableDefinitions ?? []).map(({ variable: { name }, type, defaultValue }) => ({
    name: name.value,
    type: typeFromAST(schema, type as never) as GraphQLInputType | undefined,
    description: descriptions[name.value],
    fallback: defaultValue && valueFromASTUntyped(defaultValue),
  }));
  return objectOf(variables);
}

interface Property {
  readonly name: string;
  readonly type: GraphQLInputType | undefined;
  readonly description: string | null | undefined;
  /** undefined: none. */
  readonly fallback: unknown;
}

function objectOf(properties: readonly Property[]): ObjectSchema | null {
  const schemas = properties.map((property) => ({ ...property, made: property.type === undefined ? null : schemaOf(property.type) }));
  const isRequired = ({ type, fallback }: Property) => isNonNullType(type) && fallback === undefined;
  if (schemas.some((property) => property.made === null && isRequired(property))) return null;
  const known = schemas.filter(({ made }) => made !== null);
  return {
    type: 'object',
    properties: Object.fromEntries(
      known.map(({ name, made, description, fallback }) => [
        name,
        { ...made, ...(description && { description }), ...(fallback !== undefined && fallback !== null && { default: fallback }) },
      ]),
    ),
    required: known.filter(isRequired).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** null: it can't be told in JSON. A value that may be null is left out instead. */
function schemaOf(type: GraphQLInputType): JsonSchema | null {
  if (isNonNullType(type)) return schemaOf(type.ofType);
  if (isListType(type)) {
    const items = schemaOf(type.ofType);
    return items && { type: 'array', items };
  }
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? null;
  const fields = Object.values(type.getFields()).map(({ name, type, description, defaultValue }) => ({
    name,
    type,
    description,
    fallback: defaultValue,
  }));
  const object = objectOf(fields);
  return object && { ...object, ...(type.isOneOf && { minProperties: 1, maxProperties: 1 }) };
}

/** By variable: what the schema says of the first place where it is used. */
function descriptionsOf(schema: GraphQLSchema, document: DocumentNode): Readonly<Record<string, string>> {
  const descriptions: Record<string, string> = {};
  const types = new TypeInfo(schema);
  const note = (variable: string, description: string | null | undefined) => {
    if (description) descriptions[variable] ??= description;
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument({ name, value }) {
        const argument = types.getFieldDef()?.args.find((candidate) => candidate.name === name.value);
        if (value.kind === Kind.VARIABLE) note(value.name.value, argument?.description);
      },
      ObjectField({ name, value }) {
        const parent = types.getParentInputType();
        const field = isInputObjectType(parent) ? parent.getFields()[name.value] : undefined;
        if (value.kind === Kind.VARIABLE) note(value.name.value, field?.description);
      },
    }),
  );
  return descriptions;
}
