import type { GraphQLContext } from '../../graphql/context.ts';
import type { OperationRecord, RequestScope } from './request-scope.ts';

/** What the front knows of a request. */
export interface ServerContext {
  readonly scope: RequestScope;
  /** What was read of the request already. */
  readonly body?: Buffer;
  /** Which one of the request's operations this is, from its params on. */
  operation?: OperationRecord;
  /** What the operation's resolvers work with, where somebody began to write its answer and has to leave it to graphql-js. */
  readonly made?: GraphQLContext;
  /** The operation’s variables as its resolvers get them; left out before they are found to be right. */
  coerced?: Readonly<Record<string, unknown>>;
  /** Breaks the connection off; left out: the HTTP answer’s. */
  readonly hangUp?: () => void;
}
