import type { GraphQLParams } from 'graphql-yoga';
import type { Principal } from '../../loaders/principal.ts';
import type { RequestScope } from '../request/request-scope.ts';
import type { ServerContext } from '../request/server-context.ts';

/** What is asked over HTTP in the form that nearly all clients send, on its way down the ladder. */
export class Asked {
  readonly scope: RequestScope;
  readonly principal: Principal;
  /** Of the answer. */
  readonly mediaType: string;
  /** Empty for GET. */
  readonly body: Buffer;
  /** Two questions with one key have one answer, at one time; null: it is not worth remembering. */
  readonly key: string | null;
  /** The one operation that is asked for; null before it was looked at, and for a batch. */
  params: GraphQLParams | null = null;
  /** What one answerer began and leaves to the next. */
  begun: Pick<ServerContext, 'operation' | 'made'> | undefined;
  /** True once more is done than to look up what is held: from then on its response ends it. */
  isUnderWay = false;

  constructor(scope: RequestScope, principal: Principal, mediaType: string, body: Buffer, key: string | null) {
    this.scope = scope;
    this.principal = principal;
    this.mediaType = mediaType;
    this.body = body;
    this.key = key;
  }
}
