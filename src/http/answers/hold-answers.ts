import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../../graphql/context.ts';
import type { BytesUnderWay } from '../limits/bytes-under-way.ts';
import { refusalResult } from '../request/refusal.ts';
import type { ServerContext } from '../request/server-context.ts';

/** Counts the long answers that Yoga writes itself, those to batches and uploads, until they are taken. */
export const holdAnswers = (bytes: BytesUnderWay): Plugin<GraphQLContext & ServerContext, ServerContext> => ({
  onResponse({ response, serverContext: { scope }, setResponse, fetchAPI }) {
    const refusal = bytes.holdAnswer(scope, Number(response.headers.get('content-length')));
    if (refusal === null) return;
    const headers = { 'content-type': response.headers.get('content-type') ?? 'application/json', ...refusal.headers };
    setResponse(new fetchAPI.Response(JSON.stringify(refusalResult(refusal)), { status: refusal.status, headers }));
  },
});
