import type { UpstreamCost } from '../../account/account.ts';
import { Tally } from '../../domain/prices.ts';
import { GatewayError } from '../../errors.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { SenderEvents } from '../../loaders/sender-events.ts';
import { Senders } from '../../loaders/senders.ts';
import type { OperationRecord, RequestScope } from './request-scope.ts';

export interface ContextOptions {
  readonly now: () => Date;
  /** Questions to the provider that an operation may need. */
  readonly maxQuestions: number;
  /** Takes what an operation that goes on has used meanwhile; a promise is waited for. */
  readonly pay: (scope: RequestScope, operation: OperationRecord) => Promise<void> | null;
}

/** What an operation is run for. */
export interface Caller {
  readonly scope: RequestScope;
  /** Left out: nothing is written down of it. */
  readonly operation: OperationRecord | undefined;
  /** The last event that the client got before; null where it says nothing. */
  readonly cursor: string | null;
}

export type MakeContext = (caller: Caller) => GraphQLContext;

/** Makes what the resolvers of one operation work with. */
export const contextMaker =
  ({ now, maxQuestions, pay }: ContextOptions): MakeContext =>
  ({ scope, operation, cursor }) => {
    const { principal, traceparent, refusal, signal } = scope;
    if (principal === null) throw new GatewayError('UNAUTHENTICATED');
    if (refusal !== null) throw refusal;
    const cost: UpstreamCost = operation?.cost ?? { calls: 0, waitedMs: 0, servedStale: false };
    const done = operation?.done ?? new Tally();
    return {
      principal,
      cost,
      done,
      now,
      events: new SenderEvents(principal, done, () => (operation === undefined ? null : pay(scope, operation))),
      place: { cursor },
      senders: new Senders(
        principal,
        { signal, priority: 'person', tenant: principal.name, traceparent: traceparent ?? undefined, cost },
        {
          ...(operation && { sources: operation.sources }),
          done,
          maxQuestions,
          onRefusedWrite: (code) => operation?.codes.push(code),
        },
      ),
    };
  };
