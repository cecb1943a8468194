import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { GatewayError } from '../../errors.ts';
import type { Principal } from '../../loaders/principal.ts';
import type { Authenticate } from '../access/auth.ts';
import type { Admit } from '../request/admit.ts';
import type { FailRequest } from '../request/fail-request.ts';
import { type Refusal, refuse, sendJson, unauthenticated } from '../request/refusal.ts';
import { requestLineFault } from '../request/request-line.ts';
import { RequestScope } from '../request/request-scope.ts';
import { isProbe } from './probe.ts';

/** Answers a request that it knows. @returns false where the request is for something else */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface PipelineOptions {
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly randomId: () => string;
  /** What needs no account: pages, probes of the platform. */
  readonly open: readonly Route[];
  readonly authenticate: Authenticate;
  /** Told of every request, before its address is looked at. */
  readonly onBegin?: ((scope: RequestScope) => void) | undefined;
  /** Looks at the address, before it is known who asks. */
  readonly admitAddress: Admit;
  /** Looks at who asks. */
  readonly admit: Admit;
  /** Answers whoever was let through, and sees to it that the scope ends. */
  readonly answer: (scope: RequestScope) => void;
  readonly fail: FailRequest;
  /** Told once of every request that reached authentication and was whole, when it has its answer or went away. */
  readonly onEnd: (scope: RequestScope) => void;
}

/** What every request passes, in this order, before anything of its body is read: its request line, open pages, its address, its account, limits. */
export function createPipeline(options: PipelineOptions): RequestListener {
  const { clock, open, authenticate, onBegin, admitAddress, admit, answer, fail } = options;

  const turnAway = (scope: RequestScope, refusal: Refusal) => {
    scope.endWithResponse();
    refuse(scope.request, scope.response, refusal);
  };
  const faulty = (scope: RequestScope) => (error: unknown) => fail(scope, error);
  /** Goes on at once where it can. */
  const unlessRefused = (scope: RequestScope, verdict: ReturnType<Admit>, goOn: (scope: RequestScope) => void): void => {
    if (verdict instanceof Promise) verdict.then((late) => unlessRefused(scope, late, goOn)).catch(faulty(scope));
    else if (verdict === null) goOn(scope);
    else turnAway(scope, verdict);
  };
  const unknown = async (scope: RequestScope, error: unknown) => {
    if (!(error instanceof GatewayError) || error.code === 'INTERNAL') throw error;
    const { request, response } = scope;
    if (request.headers.authorization !== undefined || !(await isProbe(scope))) return turnAway(scope, unauthenticated(request, error));
    scope.endWithResponse();
    sendJson(request, response, 200, { data: { __typename: 'Query' } });
  };
  const known = (scope: RequestScope, principal: Principal) => {
    scope.principal = principal;
    unlessRefused(scope, admit(scope), answer);
  };
  const identify = (scope: RequestScope) => {
    try {
      const principal = authenticate(scope.request);
      if (!(principal instanceof Promise)) return known(scope, principal);
      principal
        .then(
          (late) => known(scope, late),
          (error) => unknown(scope, error),
        )
        .catch(faulty(scope));
    } catch (error) {
      unknown(scope, error).catch(faulty(scope));
    }
  };

  return (request, response) => {
    const wrong = requestLineFault(request);
    if (wrong !== null) return refuse(request, response, { status: 400, error: new GatewayError('BAD_REQUEST', { message: wrong }) });
    if (open.some((route) => route(request, response))) return;
    const scope = new RequestScope(request, response, clock(), options);
    onBegin?.(scope);
    unlessRefused(scope, admitAddress(scope), identify);
  };
}
