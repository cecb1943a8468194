import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../graphql/context.ts';
import type { LiveConnections } from './live-connections.ts';
import { supervise } from './supervise.ts';
import type { ServerContext } from './yoga.ts';

export interface SubscriptionOptions {
  readonly live: LiveConnections;
  readonly maskError: (error: unknown) => GraphQLError;
}

const SLOW_READER_MS = 30_000;

/** What holds for every subscription, whatever it comes over. */
export const superviseSubscriptions = ({
  live,
  maskError,
}: SubscriptionOptions): Plugin<GraphQLContext & ServerContext, ServerContext> => ({
  onSubscribe: ({ args: { contextValue } }) => ({
    onSubscribeResult({ result, setResult }) {
      if (!(Symbol.asyncIterator in result)) return;
      const { passage, hangUp = () => passage.response.destroy() } = contextValue as GraphQLContext & ServerContext;
      const forget = live.add(hangUp);
      const source = (result as AsyncIterable<ExecutionResult>)[Symbol.asyncIterator]();
      setResult(supervise(source, { slowReaderMs: SLOW_READER_MS, maskError, hangUp }, forget) as typeof result);
    },
  }),
  /** A proxy that collects an answer before it hands it on would hold events back. */
  onResponse({ response }) {
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) response.headers.set('X-Accel-Buffering', 'no');
  },
});
