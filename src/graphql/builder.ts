import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ValidationPlugin from '@pothos/plugin-validation';
import { FileRejectedError, type GatewayError, type InputIssue, InvalidInputError } from '../errors.ts';
import { MAX_PAGE, requirePage } from '../loaders/page.ts';
import type { GraphQLContext } from './context.ts';
import type { UploadedFile } from './document.ts';
import { decodeNodeId, encodeNodeId, nodeTypeOf } from './node-id.ts';
import { AS_LONG_AS_THE_PAGE, priced } from './price/price-hint.ts';

export interface SchemaTypes {
  Context: GraphQLContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    Date: { Input: Date; Output: Date };
    DateTime: { Input: Date; Output: Date };
    EmailAddress: { Input: string; Output: string };
    URL: { Input: URL; Output: URL };
    File: { Input: UploadedFile; Output: never };
  };
}

/** All types register here; schema.ts imports them and builds. */
export const builder = new SchemaBuilder<SchemaTypes>({
  // The validation plugin wraps resolvers outside of the errors plugin, so that its faults become union members too.
  plugins: [ErrorsPlugin, ValidationPlugin, RelayPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    // Safe here: http authenticates before execution, and the check of write access runs before any argument is looked at.
    unsafelyHandleInputErrors: true,
  },
  validation: {
    validationError: ({ issues }) => refusalOf(issues.map(({ path = [], message }) => ({ path: path.map(stepName), message }))),
  },
  relay: {
    cursorType: 'String',
    nodesOnConnection: { description: 'The page, senders alone.', extensions: AS_LONG_AS_THE_PAGE },
    edgesFieldOptions: { nullable: false, description: 'The page, each sender with its cursor.', extensions: AS_LONG_AS_THE_PAGE },
    pageInfoFieldOptions: { description: 'Where the page stands in the list.' },
    nodeFieldOptions: { nullable: false, description: 'The sender itself.' },
    cursorFieldOptions: {
      description: 'The place of this sender in the list, for `after` and `before`. It stays true while others come and go.',
    },
    firstArgOptions: {
      description: 'At most this many from the start, or behind `after`: 0 to 500. Not together with `last`. 50 where neither is given.',
    },
    afterArgOptions: {
      description: 'Only what comes behind this cursor. It must come from a list with the same `orderBy` and `subclient`.',
    },
    lastArgOptions: { description: 'At most this many from the end, or before `before`: 0 to 500. Not together with `first`.' },
    beforeArgOptions: {
      description: 'Only what comes before this cursor. It must come from a list with the same `orderBy` and `subclient`.',
    },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'True where something follows this page.' },
    hasPreviousPageFieldOptions: { description: 'True where something stands before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first edge; null where the page is empty.' },
    endCursorFieldOptions: { description: 'The cursor of the last edge; null where the page is empty.' },
    nodeTypeOptions: { description: 'Whatever can be fetched again by its id.' },
    idFieldOptions: { description: 'Opaque and stable. For Query.node.' },
    nodeQueryOptions: {
      description: 'Whatever has this id, null where nothing has: it was deleted, or belongs to someone else. Costs what reading it costs.',
      extensions: priced<{ readonly id: string }>({ types: ({ id }) => [nodeTypeOf(id)] }),
      args: { id: { description: 'An `id` as this API gave it.' } },
    },
    nodesQueryOptions: {
      description:
        'Like `node`, for several ids; one answer an id, in their order. All of one subclient cost one upstream call at the most.',
      nullable: { list: false, items: true },
      extensions: priced<{ readonly ids: readonly string[] }>({
        items: ({ ids }) => (ids.length > MAX_PAGE ? 0 : ids.length),
        types: ({ ids }) => ids.map(nodeTypeOf),
      }),
      args: { ids: { description: `Ids as this API gave them, ${MAX_PAGE} at most.` } },
      resolve(_, { ids }, __, ___, resolveNodes) {
        requirePage('ids', ids);
        return resolveNodes(ids);
      },
    },
    encodeGlobalID: encodeNodeId,
    decodeGlobalID: (id) => decodeNodeId(id),
  },
});

const stepName = (step: PropertyKey | { readonly key: PropertyKey }) => String(typeof step === 'object' ? step.key : step);

/** Where nothing but the document is wrong, the error is the one that tells what a document must be. */
function refusalOf(issues: readonly InputIssue[]): GatewayError {
  const { message } = new InvalidInputError(issues);
  return issues.every(({ path }) => path[1] === 'document') ? new FileRejectedError({ message }) : new InvalidInputError(issues);
}

builder.queryType({ description: 'Reading. What the gateway holds is served from there; `freshness` tells its age.' });
builder.mutationType({
  description: 'Writing. Every field answers with a union: switch over `__typename`, and over `... on UserError` for the rest.',
});
