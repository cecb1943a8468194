import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { HeldSender } from '../../account/account.ts';
import type { SenderPage } from '../../loaders/senders.ts';
import type { GraphQLContext } from '../context.ts';
import { ageSeconds } from '../freshness.ts';
import { repeatabilityOf } from '../repeatable.ts';
import { schema } from '../schema.ts';
import { senderKeyOf } from '../sender-by.ts';
import { listQueryOf, type SenderListArgs } from '../sender-queries.ts';
import { type Fragments, fieldsOf, operationIn, type SelectedField } from './selection.ts';
import { type SenderTexts, senderTexts, type ValueCount } from './sender-texts.ts';

type Variables = Readonly<Record<string, unknown>>;
/** The JSON text of a field's value; null: graphql-js has to do this operation. */
type WriteField = (context: GraphQLContext, variables: Variables, count: ValueCount) => Promise<string | null>;
type WriteData = (context: GraphQLContext, variables: Variables) => Promise<string | null>;
/** The JSON text of `data`; null: graphql-js has to do this operation. */
export type WriteAnswer = (context: GraphQLContext) => Promise<string | null>;

const QUERY = schema.getQueryType() as GraphQLObjectType;
const plans = new WeakMap<DocumentNode, Map<string, WriteData | null>>();

/**
 * @param variables coerced ones
 * @returns null for an operation that is graphql-js's to do
 */
export function writerOf(document: DocumentNode, operationName: string | null | undefined, variables: Variables): WriteAnswer | null {
  const plan = planOf(document, operationName);
  return plan === null ? null : (context) => plan(context, variables);
}

/**
 * How to write the answer to an operation that reads senders, without building it first: pages from texts that are kept a sender. null for
 * an operation of another shape. What it writes is what graphql-js would have made, to the byte.
 */
export function planOf(document: DocumentNode, operationName: string | null | undefined): WriteData | null {
  const known = plans.get(document) ?? new Map<string, WriteData | null>();
  plans.set(document, known);
  const name = operationName ?? '';
  const plan = known.get(name) ?? (known.has(name) ? null : makePlan(document, operationName));
  known.set(name, plan);
  return plan;
}

function makePlan(document: DocumentNode, operationName: string | null | undefined): WriteData | null {
  if (repeatabilityOf(document) === 'NEVER') return null;
  const operation = operationIn(document, operationName);
  if (operation === null || (operation.directives?.length ?? 0) > 0) return null;
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const fields = fieldsOf(operation.selectionSet, QUERY.name, fragments);
  const writers = fields?.map((field) => ({ key: field.key, write: rootWriter(field, operation, fragments) })) ?? [];
  if (writers.length === 0 || !writers.every(isWritable)) return null;
  return async (context, variables) => {
    const count = { values: writers.length };
    const texts = await Promise.all(writers.map(({ write }) => write(context, variables, count)));
    if (texts.includes(null)) return null;
    context.done.values += count.values;
    // Each of what follows copies all of the text.
    const due = context.principal.account.slices.yieldIfDue();
    if (due !== null) await due;
    return `{${texts.map((text, index) => `${JSON.stringify(writers[index]?.key)}:${text}`).join(',')}}`;
  };
}

const isWritable = (field: { key: string; write: WriteField | null }): field is { key: string; write: WriteField } => field.write !== null;

function rootWriter(field: SelectedField, operation: OperationDefinitionNode, fragments: Fragments): WriteField | null {
  if (field.name === 'senders') return listWriter(field, operation, fragments);
  return field.name === 'sender' ? senderWriter(field, operation, fragments) : null;
}

type ReadArguments = (variables: Variables) => Record<string, unknown>;

/** Read once where they name no variable, and for the same variables. */
function argumentsOf({ name, node }: SelectedField): ReadArguments {
  const definition = QUERY.getFields()[name];
  if (definition === undefined) throw new Error(`There is no field ${name}.`);
  const variableNames: string[] = [];
  for (const argument of node.arguments ?? []) visit(argument, { Variable: (variable) => void variableNames.push(variable.name.value) });
  // An operation that is asked for again comes with the same object.
  let read: { readonly variables: Variables; readonly values: Record<string, unknown> } | null = null;
  return (variables) => {
    if (read === null || (variableNames.length > 0 && read.variables !== variables))
      read = { variables, values: getArgumentValues(definition, node, variables) };
    return read.values;
  };
}

function senderWriter(field: SelectedField, operation: OperationDefinitionNode, fragments: Fragments): WriteField | null {
  const texts = textsOf(field, operation, fragments);
  const readArguments = argumentsOf(field);
  return (
    texts &&
    (async (context, variables, count) => {
      const { by, subclient } = readArguments(variables) as { by: object; subclient?: string | null };
      const sender = await context.senders.find(senderKeyOf(by, subclient, ['by']));
      if (sender === null) return 'null';
      const [text] = (await texts.of([sender], context, variables, count)) ?? [];
      return text ?? null;
    })
  );
}

function listWriter(field: SelectedField, operation: OperationDefinitionNode, fragments: Fragments): WriteField | null {
  const members = fieldsOf(field.node.selectionSet, 'SenderConnection', fragments)?.map((member) =>
    memberWriter(member, operation, fragments),
  );
  if (members === undefined || !members.every((member) => member !== null)) return null;
  const readArguments = argumentsOf(field);
  return async (context, variables, count) => {
    const page = await context.senders.list(listQueryOf(readArguments(variables) as SenderListArgs));
    count.values += members.length;
    const texts = await Promise.all(members.map((write) => write(page, context, variables, count)));
    const due = context.principal.account.slices.yieldIfDue();
    if (due !== null) await due;
    return texts.includes(null) ? null : `{${texts.join(',')}}`;
  };
}

/** A member of a page, with its name. */
type WriteMember = (page: SenderPage, context: GraphQLContext, variables: Variables, count: ValueCount) => Promise<string | null>;

function memberWriter(member: SelectedField, operation: OperationDefinitionNode, fragments: Fragments): WriteMember | null {
  const key = JSON.stringify(member.key);
  switch (member.name) {
    case 'totalCount':
      return async ({ totalCount }) => `${key}:${totalCount}`;
    case '__typename':
      return async () => `${key}:"SenderConnection"`;
    case 'pageInfo':
      return objectWriter(member, 'PageInfo', fragments, ({ pageInfo: { startCursor, endCursor, hasNextPage, hasPreviousPage } }) => ({
        startCursor,
        endCursor,
        hasNextPage,
        hasPreviousPage,
      }));
    case 'freshness':
      return objectWriter(member, 'Freshness', fragments, ({ freshness }, { now }) => ({
        ...freshness,
        ageSeconds: ageSeconds(freshness, now()),
      }));
    case 'nodes': {
      const texts = textsOf(member, operation, fragments);
      return (
        texts &&
        (async ({ edges }, context, variables, count) => {
          count.values += edges.length;
          const written = await texts.of(sendersOf(edges), context, variables, count);
          return written && `${key}:[${written.join(',')}]`;
        })
      );
    }
    case 'edges':
      return edgesWriter(member, operation, fragments);
    default:
      return null;
  }
}

/** A small object, anew each time. */
function objectWriter(
  member: SelectedField,
  type: string,
  fragments: Fragments,
  valuesOf: (page: SenderPage, context: GraphQLContext) => Readonly<Record<string, unknown>>,
): WriteMember | null {
  const fields = fieldsOf(member.node.selectionSet, type, fragments);
  if (fields === null) return null;
  return async (page, context, _, count) => {
    count.values += fields.length;
    const values: Readonly<Record<string, unknown>> = { ...valuesOf(page, context), __typename: type };
    return `${JSON.stringify(member.key)}:${JSON.stringify(Object.fromEntries(fields.map(({ key, name }) => [key, values[name]])))}`;
  };
}

function edgesWriter(member: SelectedField, operation: OperationDefinitionNode, fragments: Fragments): WriteMember | null {
  const fields = fieldsOf(member.node.selectionSet, 'SenderEdge', fragments);
  if (fields === null) return null;
  const parts = fields.map((field) => ({
    key: JSON.stringify(field.key),
    name: field.name,
    texts: field.name === 'node' ? textsOf(field, operation, fragments) : null,
  }));
  if (parts.some(({ name, texts }) => name === 'node' && texts === null)) return null;
  return async ({ edges }, context, variables, count) => {
    count.values += edges.length * (1 + parts.length);
    const nodes = await Promise.all(parts.map(({ texts }) => texts?.of(sendersOf(edges), context, variables, count)));
    if (parts.some(({ name }, part) => name === 'node' && nodes[part] === null)) return null;
    const written = edges.map(
      ({ cursor }, edge) =>
        `{${parts.map(({ key, name }, part) => `${key}:${nodes[part]?.[edge] ?? JSON.stringify(name === 'cursor' ? cursor : 'SenderEdge')}`).join(',')}}`,
    );
    return `${JSON.stringify(member.key)}:[${written.join(',')}]`;
  };
}

const sendersOf = (edges: SenderPage['edges']): readonly HeldSender[] => edges.map(({ node }) => node);

function textsOf(field: SelectedField, operation: OperationDefinitionNode, fragments: Fragments): SenderTexts | null {
  const { selectionSet } = field.node;
  const texts = selectionSet && senderTexts(selectionSet, operation, fragments);
  return texts ?? null;
}
