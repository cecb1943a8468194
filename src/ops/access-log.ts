import type { RequestScope } from '../http/request/request-scope.ts';

export interface AccessLogOptions {
  readonly info: (fields: object, message: string) => void;
  /** One in so many successful reads is logged; 0: none. */
  readonly sample: number;
  /** Milliseconds from which a request counts as slow. */
  readonly slowMs: number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

/** A line for every write, refusal, error and slow request, and for one in so many of the other reads. No token, no body, no address. */
export function createAccessLog({ info, sample, slowMs, clock }: AccessLogOptions): (scope: RequestScope) => void {
  let reads = 0;
  return (scope) => {
    const { operations, response, principal } = scope;
    const ms = clock() - scope.startedAt;
    const isPlain =
      response.statusCode < 400 &&
      ms < slowMs &&
      response.writableEnded &&
      operations.every(({ kind, codes }) => kind !== 'mutation' && codes.length === 0);
    if (isPlain) {
      reads += 1;
      if (sample === 0 || reads % sample !== 0) return;
    }
    info(
      {
        requestId: scope.id,
        ...(principal !== null && { account: principal.account.name, token: principal.name }),
        method: scope.request.method,
        path: scope.path,
        status: response.statusCode,
        ms: Math.round(ms * 10) / 10,
        ...(!response.writableEnded && { cutOff: true }),
        operations: operations.map(({ name, kind, codes, cost, repeated }) => ({
          name,
          kind,
          ...(codes.length > 0 && { codes: [...new Set(codes)] }),
          ...(repeated ? { repeated } : { upstreamCalls: cost.calls, ...(cost.waitedMs > 0 && { waitedMs: Math.round(cost.waitedMs) }) }),
          ...(cost.servedStale && { servedStale: true }),
        })),
        ...(isPlain && { sampled: sample }),
      },
      'request',
    );
  };
}
