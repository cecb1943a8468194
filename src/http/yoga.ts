import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { UpstreamCost } from '../account/account.ts';
import { MAX_FILE_BYTES } from '../domain/file-types.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { schema } from '../graphql/schema.ts';
import { Senders } from '../loaders/senders.ts';
import type { Authenticate } from './auth.ts';
import { codeBadRequests, refuseUnreadableBodies } from './bad-request.ts';
import { requirePreflight } from './csrf.ts';
import { createMaskError } from './mask-errors.ts';
import { requireAccount } from './require-account.ts';
import { refuseReadersWrites } from './require-write.ts';
import { tellUpstreamCost } from './upstream-cost.ts';

export interface HttpOptions {
  readonly authenticate: Authenticate;
  readonly now: () => Date;
  /** Keeps a fault of ours for the operator. @returns the id that the client gets */
  readonly reportFault: (fault: unknown) => string;
  /** Example operations, a GraphiQL tab each. */
  readonly examples: readonly string[];
}

/** A document, and as much again as any operation with its variables needs. */
const MAX_BODY_BYTES = MAX_FILE_BYTES + 1_000_000;
const MAX_BATCH = 10;

export type GatewayServer = YogaServerInstance<Record<never, never>, GraphQLContext>;

/** GraphQL over HTTP at /graphql, GraphiQL for browsers there, the schema's text at /schema.graphql. */
export function createGraphQLServer({ authenticate, now, reportFault, examples }: HttpOptions): GatewayServer {
  const account = requireAccount(authenticate, reportFault);
  return createYoga<Record<never, never>, GraphQLContext>({
    schema,
    logging: false,
    landingPage: false,
    maskedErrors: { maskError: createMaskError(reportFault) },
    maxRequestBodySize: MAX_BODY_BYTES,
    batching: { limit: MAX_BATCH },
    context: ({ request }) => {
      const principal = account.principalOf(request);
      const cost: UpstreamCost = { calls: 0, waitedMs: 0, servedStale: false };
      return {
        principal,
        cost,
        now,
        senders: new Senders(principal, { signal: request.signal, priority: 'person', tenant: principal.name, cost }),
      };
    },
    renderGraphiQL,
    graphiql: {
      title: 'SMSC sender gateway',
      defaultQuery: examples[0] ?? '',
      defaultTabs: examples.map((query) => ({ query })),
      shouldPersistHeaders: true,
      additionalHeaders: { 'graphql-require-preflight': '1' },
    },
    // What stands before the account's plugin needs no account, nor does GraphiQL, which comes before them all.
    plugins: [
      account.plugin,
      schemaFile(),
      requirePreflight(),
      refuseUnreadableBodies(),
      codeBadRequests(),
      refuseReadersWrites(),
      tellUpstreamCost(),
    ],
  });
}

/** The schema's text, for tools that read SDL. */
function schemaFile(): Plugin {
  const text = `${printSchema(lexicographicSortSchema(schema))}\n`;
  return {
    onRequest({ request, url, endResponse, fetchAPI }) {
      if (url.pathname === '/schema.graphql' && request.method === 'GET') {
        endResponse(new fetchAPI.Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } }));
      }
    },
  };
}
