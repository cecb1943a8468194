import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../../graphql/context.ts';
import { type WriteAnswer, writerOf } from '../../graphql/serializer/plan.ts';
import type { ServerContext } from './server-context.ts';

/** Answers lists of senders with text that is put together from what is kept a sender; everything else, and every error, is graphql-js's. */
export const writeLists = (): Plugin<GraphQLContext & ServerContext> => ({
  onExecute({ args, executeFn, setExecuteFn }) {
    const { coerced = {} } = args.contextValue as ServerContext;
    const write = writerOf(args.document, args.operationName, coerced);
    if (write !== null) setExecuteFn(async () => (await written(write, args.contextValue)) ?? executeFn(args));
  },
});

async function written(write: WriteAnswer, context: GraphQLContext): Promise<ExecutionResult | null> {
  try {
    const text = await write(context);
    return text === null ? null : new WrittenResult(text);
  } catch {
    // graphql-js meets the same failure, out of the same loaders, and gives it its place.
    return null;
  }
}

/**
 * A result whose text is there before its data: the data is made for whoever looks at it, which is nobody on the way to a client.
 * A copy by spreading has no data. A class, since V8 keeps the accessors of object literals, and with them each text, until its next full collection.
 */
class WrittenResult implements ExecutionResult {
  extensions?: Record<string, unknown>;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get data(): Record<string, unknown> {
    return JSON.parse(this.#text);
  }

  /** What Yoga calls, as a plain function, in place of JSON.stringify. */
  stringify(result: WrittenResult): string {
    return answerText(result.#text, result.extensions);
  }
}

/** The body of an answer. @param data its JSON text */
export const answerText = (data: string, extensions: Record<string, unknown> | undefined): string =>
  `{"data":${data}${extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`}}`;
