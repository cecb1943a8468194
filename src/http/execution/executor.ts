import type { GraphQLError } from 'graphql';
import type { Execute, OperationResult } from '../request/execute.ts';
import type { GatewayServer } from './graphql-server.ts';

/** Through Yoga, with all of its plugins but those that look at the form of a request. @param maskError for what is thrown before there is a result */
export const createExecutor =
  (server: GatewayServer, maskError: (error: unknown) => GraphQLError): Execute =>
  async (scope, params, begun) => {
    const { method, url, headers } = scope.request;
    // What Yoga looks at: whether it may write, and a document named in the address.
    const isGet = scope.transport === 'HTTP' && method === 'GET';
    const request = new server.fetchAPI.Request(`http://${headers.host}${isGet ? url : '/graphql'}`, { method: isGet ? 'GET' : 'POST' });
    try {
      await scope.principal?.account.slices.yieldIfDue();
      return ((await server.getResultForParams({ params, request }, { scope, ...begun })) ?? {}) as OperationResult;
    } catch (error) {
      return { errors: [maskError(error)] };
    }
  };
