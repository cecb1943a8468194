import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../request/server-context.ts';

/** Parsing and validating a document, and coercing its variables, may each use a slice of the event loop up before anything is executed. */
export const yieldBetweenStages = (): Plugin<ServerContext> => ({
  onExecute({ args }) {
    const { scope } = args.contextValue as ServerContext;
    return scope.principal?.account.slices.yieldIfDue()?.then(() => undefined);
  },
});
