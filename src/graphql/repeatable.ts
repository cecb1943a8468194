import { type DocumentNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { rowsOf } from '../domain/table.ts';
import { schema } from './schema.ts';

/**
 * How long an answer to the same operation stays true: never for a second caller; while what it was made of is current; or so, but only
 * within a second, because it tells an age.
 */
export type Repeatability = 'NEVER' | 'WHILE_CURRENT' | 'WITHIN_A_SECOND';

/**
 * Fields of which the value depends on nothing but their arguments, what the caller may reach, and the snapshots that are read for them.
 * Each field of these types stands in one of both lists; whatever is not named here is never repeated.
 */
export const REPEATABLE_FIELDS: Readonly<Record<string, { readonly repeatable: readonly string[]; readonly not: readonly string[] }>> = {
  Query: {
    repeatable: ['sender', 'senders', 'node', 'nodes', 'operators'],
    not: ['viewer', 'upstreamQuota', 'registrationOptions', 'checkSender', 'importJob', 'activeImports', 'events', 'webhooks'],
  },
  SenderConnection: { repeatable: ['edges', 'nodes', 'pageInfo', 'totalCount', 'freshness'], not: [] },
  SenderEdge: { repeatable: ['cursor', 'node'], not: [] },
  PageInfo: { repeatable: ['startCursor', 'endCursor', 'hasNextPage', 'hasPreviousPage'], not: [] },
  Node: { repeatable: ['id'], not: [] },
  Sender: {
    repeatable: [
      'id',
      'smscId',
      'name',
      'kind',
      'subclient',
      'status',
      'rawStatus',
      'operators',
      'operator',
      'progress',
      'files',
      'freshness',
    ],
    not: ['history'],
  },
  OperatorStatus: { repeatable: ['operator', 'status', 'rawStatus', 'replacementName'], not: [] },
  Operator: { repeatable: ['code', 'column', 'country', 'name', 'description'], not: ['approvalTime'] },
  RegistrationProgress: { repeatable: ['total', 'approved', 'pending', 'blocked'], not: [] },
  SenderFile: { repeatable: ['id', 'smscId', 'name', 'status', 'rawStatus', 'comment'], not: [] },
  Freshness: { repeatable: ['fetchedAt', 'ageSeconds', 'unreadableRows', 'stale'], not: [] },
};
const AGES: ReadonlySet<string> = new Set(['Freshness.ageSeconds']);

const REPEATABLE: ReadonlySet<string> = new Set(
  rowsOf(REPEATABLE_FIELDS).flatMap(([type, { repeatable }]) => repeatable.map((field) => `${type}.${field}`)),
);

const known = new WeakMap<DocumentNode, Repeatability>();

/** @param document a valid one */
export function repeatabilityOf(document: DocumentNode): Repeatability {
  const found = known.get(document) ?? look(document);
  known.set(document, found);
  return found;
}

function look(document: DocumentNode): Repeatability {
  const fields: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: ({ operation }) => void fields.push(`${operation}`),
      Field: ({ name: { value: field } }) => void fields.push(`${types.getParentType()?.name}.${field}`),
    }),
  );
  if (!fields.every((field) => field === 'query' || field.endsWith('.__typename') || REPEATABLE.has(field))) return 'NEVER';
  return fields.some((field) => AGES.has(field)) ? 'WITHIN_A_SECOND' : 'WHILE_CURRENT';
}
