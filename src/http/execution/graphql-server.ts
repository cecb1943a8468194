import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Limits } from '../../domain/limits.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { schema } from '../../graphql/schema.ts';
import { schemaText } from '../../graphql/schema-text.ts';
import { subgraphOf } from '../../graphql/subgraph.ts';
import { requirePreflight } from '../access/csrf.ts';
import { refuseIntrospection } from '../access/introspection.ts';
import { refuseLateAnswers } from '../access/late-answers.ts';
import { refuseReadersWrites } from '../access/require-write.ts';
import { holdAnswers } from '../answers/hold-answers.ts';
import { streamLongAnswers } from '../answers/long-event-streams.ts';
import { writeLists } from '../answers/serialize-lists.ts';
import { stringifyLongAnswers } from '../answers/stringify-long-answers.ts';
import { tellUpstreamCost } from '../answers/upstream-cost.ts';
import { createMaskError } from '../errors/mask-errors.ts';
import { boundParams } from '../limits/bound-params.ts';
import type { BytesUnderWay } from '../limits/bytes-under-way.ts';
import { limitFaults } from '../limits/limit-faults.ts';
import { limitOperations } from '../limits/limit-operations.ts';
import type { OpenSubscriptions } from '../limits/open-subscriptions.ts';
import type { OperationBudget } from '../limits/operation-budget.ts';
import { priceOperations } from '../limits/price-operations.ts';
import { yieldBetweenStages } from '../limits/yield-between-stages.ts';
import type { LiveConnections } from '../live/live-connections.ts';
import { superviseSubscriptions } from '../live/subscriptions.ts';
import type { MakeContext } from '../request/operation-context.ts';
import type { ServerContext } from '../request/server-context.ts';
import { type NameDocumentsOptions, nameDocuments } from '../trusted/name-documents.ts';
import { codeBadRequests, readWithin } from './bad-request.ts';
import { documentCaches } from './document-caches.ts';
import { recordOperations } from './record-operations.ts';

export interface HttpOptions {
  readonly makeContext: MakeContext;
  /** Keeps a fault of ours for the operator. @returns the id that the client gets */
  readonly reportFault: (fault: unknown) => string;
  readonly limits: Limits;
  readonly bytes: BytesUnderWay;
  readonly budget: OperationBudget;
  /** False: the schema is told to nobody. */
  readonly introspection: boolean;
  /** Gets the connections of subscriptions. */
  readonly live: LiveConnections;
  /** So long a subscriber may leave a result lying. */
  readonly slowReaderMs: number;
  readonly open: OpenSubscriptions;
  /** True: with the fields by which a gateway of Apollo Federation reads it. */
  readonly federation: boolean;
  readonly documents: NameDocumentsOptions;
}

export type GatewayServer = YogaServerInstance<ServerContext, GraphQLContext>;

/** GraphQL over HTTP at /graphql, GraphiQL for browsers there, the schema's text at /schema.graphql. */
export function createGraphQLServer({
  makeContext,
  reportFault,
  limits,
  bytes,
  budget,
  introspection,
  live,
  slowReaderMs,
  open,
  federation,
  documents,
}: HttpOptions): GatewayServer {
  const maskError = createMaskError(reportFault);
  return createYoga<ServerContext, GraphQLContext>({
    schema: federation ? subgraphOf(schema, { tellsSchema: introspection }) : schema,
    logging: false,
    landingPage: false,
    maskedErrors: { maskError },
    // readWithin’s own readers count.
    maxRequestBodySize: false,
    parserAndValidationCache: documentCaches(),
    // Refused by limitOperations, with what was asked.
    batching: { limit: Number.MAX_SAFE_INTEGER },
    context: ({ request, scope, operation, made }) =>
      made ?? makeContext({ scope, operation, cursor: request.headers.get('last-event-id') }),
    // Both are the front's.
    graphiql: false,
    cors: false,
    plugins: [
      ...(introspection ? [schemaFile()] : [refuseIntrospection()]),
      requirePreflight(),
      readWithin(limits),
      codeBadRequests(),
      refuseLateAnswers(maskError),
      recordOperations(),
      stringifyLongAnswers(),
      streamLongAnswers(),
      boundParams(limits),
      nameDocuments(documents),
      limitOperations(limits),
      refuseReadersWrites(),
      limitFaults(!introspection),
      yieldBetweenStages(),
      priceOperations({ budget, maskError }),
      writeLists(),
      tellUpstreamCost(),
      holdAnswers(bytes),
      superviseSubscriptions({ live, open, slowReaderMs, maskError }),
    ],
  });
}

/** The schema's text, for tools that read SDL. */
function schemaFile(): Plugin {
  const text = schemaText(schema);
  return {
    onRequest({ request, url, endResponse, fetchAPI }) {
      if (url.pathname === '/schema.graphql' && request.method === 'GET') {
        endResponse(new fetchAPI.Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } }));
      }
    },
  };
}
