import { type GraphQLSchema, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import type { TrustedDocument } from '../http/trusted/manifest.ts';
import { inputSchemaOf, type ObjectSchema } from './input-schema.ts';

/** An operation that an AI agent may run. */
export interface AgentTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  /** True for a mutation. */
  readonly writes: boolean;
  readonly operationName: string;
  /** The document, as it stands in its manifest. */
  readonly text: string;
}

/**
 * The tools of these documents: of each that begins with a comment, which says what it is for, and holds a query or a mutation. Those that the
 * schema does not have (any more) are left out, as are those that need a file.
 */
export function toolsOf(schema: GraphQLSchema, documents: readonly TrustedDocument[]): AgentTool[] {
  const tools = documents.flatMap(({ text }) => toolOf(schema, text) ?? []);
  return tools.filter(({ name }, index) => tools.findIndex((other) => other.name === name) === index);
}

function toolOf(schema: GraphQLSchema, text: string): AgentTool | null {
  const description = descriptionOf(text);
  const document = parse(text);
  const [operation, ...others] = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (description === '' || operation?.name === undefined || others.length > 0 || operation.operation === 'subscription') return null;
  if (validate(schema, document).length > 0) return null;
  const inputSchema = inputSchemaOf(schema, document, operation);
  if (inputSchema === null) return null;
  const operationName = operation.name.value;
  const words = operationName.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ').toLowerCase();
  return {
    name: words.replaceAll(' ', '_'),
    title: words.replace(/^./, (letter) => letter.toUpperCase()),
    description,
    inputSchema,
    writes: operation.operation === 'mutation',
    operationName,
    text,
  };
}

/** The comment that a document begins with. */
function descriptionOf(text: string): string {
  const [comment = ''] = /^(?:#.*\n)+/.exec(text) ?? [];
  return comment.replaceAll(/^# ?/gm, '').trim().replaceAll('\n', ' ');
}
