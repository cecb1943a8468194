import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';
import type { Principal } from '../loaders/principal.ts';
import type { Authenticate } from './access/auth.ts';
import { Passage } from './passage.ts';
import { isProbe } from './probe.ts';
import { fault, type Refusal, refuse, sendJson, unauthenticated } from './refusal.ts';
import { requestLineFault } from './request-line.ts';

/** Answers a request that it knows. @returns false where the request is for something else */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

/** May refuse a request; null lets it through. */
export type Admit = (passage: Passage) => Refusal | null | Promise<Refusal | null>;

export interface FrontOptions {
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly randomId: () => string;
  /** What needs no account: pages, probes of the platform. */
  readonly open: readonly Route[];
  readonly authenticate: Authenticate;
  /** Told of every request, before its address is looked at. */
  readonly onBegin?: ((passage: Passage) => void) | undefined;
  /** Looks at the address, before it is known who asks. */
  readonly admitAddress: Admit;
  /** Looks at who asks. */
  readonly admit: Admit;
  /** Answers whoever was let through, and sees to it that the passage ends. */
  readonly answer: (passage: Passage) => void;
  /** Keeps a fault of ours for the operator. */
  readonly reportFault: (fault: unknown, requestId: string) => void;
  /** Told once of every request that reached authentication and was whole, when it has its answer or went away. */
  readonly onEnd: (passage: Passage) => void;
}

/** What every request passes, in this order, before anything of its body is read: its request line, open pages, its address, its account, limits. */
export function createFront(options: FrontOptions): RequestListener {
  const { clock, open, authenticate, onBegin, admitAddress, admit, answer } = options;

  const turnAway = (passage: Passage, refusal: Refusal) => {
    passage.endWithResponse();
    refuse(passage.request, passage.response, refusal);
  };
  const faulty = (passage: Passage) => (error: unknown) => {
    options.reportFault(error, passage.id);
    if (passage.response.headersSent) passage.response.destroy();
    else turnAway(passage, fault(passage.id));
  };
  /** Goes on at once where it can. */
  const unlessRefused = (passage: Passage, verdict: ReturnType<Admit>, goOn: (passage: Passage) => void): void => {
    if (verdict instanceof Promise) verdict.then((late) => unlessRefused(passage, late, goOn)).catch(faulty(passage));
    else if (verdict === null) goOn(passage);
    else turnAway(passage, verdict);
  };
  const unknown = async (passage: Passage, error: unknown) => {
    if (!(error instanceof GatewayError) || error.code === 'INTERNAL') throw error;
    const { request, response } = passage;
    if (request.headers.authorization !== undefined || !(await isProbe(request))) return turnAway(passage, unauthenticated(request, error));
    passage.endWithResponse();
    sendJson(request, response, 200, { data: { __typename: 'Query' } });
  };
  const known = (passage: Passage, principal: Principal) => {
    passage.principal = principal;
    unlessRefused(passage, admit(passage), answer);
  };
  const identify = (passage: Passage) => {
    try {
      const principal = authenticate(passage.request);
      if (!(principal instanceof Promise)) return known(passage, principal);
      principal
        .then(
          (late) => known(passage, late),
          (error) => unknown(passage, error),
        )
        .catch(faulty(passage));
    } catch (error) {
      unknown(passage, error).catch(faulty(passage));
    }
  };

  return (request, response) => {
    const wrong = requestLineFault(request);
    if (wrong !== null) return refuse(request, response, { status: 400, error: new GatewayError('BAD_REQUEST', { message: wrong }) });
    if (open.some((route) => route(request, response))) return;
    const passage = new Passage(request, response, clock(), options);
    onBegin?.(passage);
    unlessRefused(passage, admitAddress(passage), identify);
  };
}
