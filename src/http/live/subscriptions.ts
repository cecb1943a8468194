import type { IncomingMessage } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { RIGHT_ENDS } from '../../domain/right-ends.ts';
import { GatewayError } from '../../errors.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { rightEnded } from '../../loaders/grant.ts';
import type { OpenSubscriptions } from '../limits/open-subscriptions.ts';
import { ownerOf } from '../limits/owner.ts';
import type { RequestScope } from '../request/request-scope.ts';
import type { ServerContext } from '../request/server-context.ts';
import type { LiveConnections } from './live-connections.ts';
import { supervise } from './supervise.ts';

export interface SubscriptionOptions {
  readonly live: LiveConnections;
  readonly slowReaderMs: number;
  readonly open: OpenSubscriptions;
  readonly maskError: (error: unknown) => GraphQLError;
}

/** What a client would take first. */
const FIRST_TYPE = /text\/event-stream|json|\*/i;
const NO_STREAM = new GatewayError('BAD_REQUEST', {
  message: 'A subscription needs an answer that goes on: send `Accept: text/event-stream`, or use WebSocket with the graphql-ws protocol.',
});

const firstType = ({ headers: { accept = '' } }: IncomingMessage): string => FIRST_TYPE.exec(accept.toLowerCase())?.[0] ?? '';
const isEventStream = ({ transport, request }: RequestScope): boolean => transport === 'HTTP' && firstType(request) === 'text/event-stream';

/** Gives each message of an event stream its id, by which a browser goes on by itself: the line after its data, which Yoga writes. */
function withIds(source: AsyncIterator<ExecutionResult>, place: GraphQLContext['place']): AsyncIterator<ExecutionResult> {
  return {
    async next() {
      const next = await source.next();
      const { cursor: id } = place;
      if (next.done || id === null) return next;
      return { done: false, value: { ...next.value, stringify: (result: ExecutionResult) => `${JSON.stringify(result)}\nid: ${id}` } };
    },
    return: async () => (await source.return?.()) ?? { done: true, value: undefined },
  };
}

/** What holds for every subscription, whatever it comes over. */
export const superviseSubscriptions = ({
  live,
  slowReaderMs,
  open,
  maskError,
}: SubscriptionOptions): Plugin<GraphQLContext & ServerContext, ServerContext> => ({
  onSubscribe({ args, setResultAndStopExecution }) {
    const {
      scope,
      place,
      principal,
      operation,
      hangUp = () => scope.response.destroy(),
    } = args.contextValue as GraphQLContext & ServerContext;
    /** Told in logs and metrics, too. */
    const told = (error: unknown): GraphQLError => {
      const masked = maskError(error);
      operation?.codes.push(String(masked.extensions.code));
      return masked;
    };
    if (scope.transport === 'HTTP' && !isEventStream(scope)) return setResultAndStopExecution({ errors: [maskError(NO_STREAM)] });
    let close: () => void;
    try {
      close = open.open(ownerOf(principal));
    } catch (error) {
      return setResultAndStopExecution({ errors: [maskError(error)] });
    }
    return {
      onSubscribeResult({ result, setResult }) {
        if (!(Symbol.asyncIterator in result)) return close();
        const hungUp = live.add({ hangUp, isIdle: () => false });
        const forget = () => {
          hold.release();
          hungUp();
          close();
        };
        const source = (result as AsyncIterable<ExecutionResult>)[Symbol.asyncIterator]();
        const supervised = supervise(
          isEventStream(scope) ? withIds(source, place) : source,
          { slowReaderMs, maskError: told, hangUp },
          forget,
        );
        const hold = principal.grant.hold((end) => {
          // A client that may return does so by itself where the connection breaks, and says what it has.
          if (RIGHT_ENDS[end].mayReturn) hangUp();
          supervised.stop(rightEnded(end));
        });
        scope.endWith(() => void supervised.return?.());
        setResult(supervised as typeof result);
      },
    };
  },
  /** A proxy that collects an answer before it hands it on would hold events back. */
  onResponse({ response }) {
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) response.headers.set('X-Accel-Buffering', 'no');
  },
});
