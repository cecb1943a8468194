import type { ExecutionResult, GraphQLError } from 'graphql';
import { GatewayError } from '../../errors.ts';

export interface Supervision {
  /** A result that was not taken for so long makes its reader a slow one. */
  readonly slowReaderMs: number;
  /** What the client sees of a failure. */
  readonly maskError: (error: unknown) => GraphQLError;
  /** Breaks the connection off. */
  readonly hangUp: () => void;
}

export interface Supervised extends AsyncIterableIterator<ExecutionResult, undefined> {
  /** Ends it for a reason of ours, which is the last result. */
  stop(reason: GatewayError): void;
}

/**
 * The results of a subscription as its client gets them: a failure of the source is the last result, not a broken connection. A reader that does not
 * take what there is is told so and cut off, and hung up on where it does not even take that.
 */
export function supervise(
  source: AsyncIterator<ExecutionResult>,
  { slowReaderMs, maskError, hangUp }: Supervision,
  onEnd: () => void,
): Supervised {
  let ended = false;
  /** Why it must end; null: it goes on. */
  let stopped: GatewayError | null = null;
  let timer: NodeJS.Timeout | undefined;

  // Also set while something else is awaited.
  const reasonToStop = (): GatewayError | null => stopped;

  const end = async () => {
    clearTimeout(timer);
    if (ended) return;
    ended = true;
    onEnd();
    await source.return?.();
  };
  /** Runs from a result's being handed out until the next one is asked for. */
  const watch = () => {
    timer = setTimeout(() => {
      stopped ??= new GatewayError('SLOW_READER');
      timer = setTimeout(() => {
        void end();
        hangUp();
      }, slowReaderMs);
    }, slowReaderMs);
  };
  const failed = async (error: unknown): Promise<IteratorResult<ExecutionResult, undefined>> => {
    await end();
    timer = setTimeout(hangUp, slowReaderMs);
    return { done: false, value: { errors: [maskError(error)] } };
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      clearTimeout(timer);
      if (ended) return { done: true, value: undefined };
      if (stopped !== null) return failed(stopped);
      try {
        const result = await source.next();
        const reason = reasonToStop();
        if (reason !== null && !ended) return failed(reason);
        if (ended || result.done) {
          await end();
          return { done: true, value: undefined };
        }
        watch();
        return result;
      } catch (error) {
        return failed(error);
      }
    },
    stop(reason) {
      if (ended) return;
      stopped ??= reason;
      // Wakes a reader that waits for the next result; one that has yet to come for it is still watched.
      void source.return?.();
    },
    async return() {
      await end();
      return { done: true, value: undefined };
    },
  };
}
