import { GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { GatewayError } from '../../errors.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { requireWrite } from '../../loaders/principal.ts';
import { httpOf, publicExtensions } from '../errors/mask-errors.ts';

/** Refuses a reader's mutation as a whole: before its variables are coerced, its arguments are judged or any of its fields is run. */
export const refuseReadersWrites = (): Plugin<GraphQLContext> => ({
  onExecute({ args: { document, operationName, contextValue }, setResultAndStopExecution }) {
    if (getOperationAST(document, operationName)?.operation !== 'mutation') return;
    try {
      requireWrite(contextValue.principal);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      // `spec`: 403 for clients of application/graphql-response+json; application/json keeps its 200.
      const http = error.code === 'FORBIDDEN' ? { status: 403, spec: true } : httpOf(error);
      const extensions = { ...publicExtensions(error), http };
      setResultAndStopExecution({ errors: [new GraphQLError(error.message, { extensions })] });
    }
  },
});
