import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../../graphql/context.ts';
import { type WriteAnswer, writerOf } from '../../graphql/serializer/plan.ts';
import type { ServerContext } from '../request/server-context.ts';
import { WrittenResult } from './written-result.ts';

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
