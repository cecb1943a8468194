import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';
import type { Principal } from '../loaders/principal.ts';
import type { Authenticate } from './auth.ts';
import { Passage } from './passage.ts';
import { isProbe } from './probe.ts';
import { fault, type Refusal, refuse, sendJson, unauthenticated } from './refusal.ts';
import { requestLineFault } from './request-line.ts';

/** Answers a request that it knows. @returns false where the request is for something else */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface FrontOptions {
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly randomId: () => string;
  /** What needs no account: pages, probes of the platform. */
  readonly open: readonly Route[];
  readonly authenticate: Authenticate;
  /** May refuse whoever is known by now; null lets through. */
  readonly admit: (passage: Passage) => Refusal | null | Promise<Refusal | null>;
  /** Answers whoever was let through, and sees to it that the passage ends. */
  readonly answer: (passage: Passage) => void;
  /** Keeps a fault of ours for the operator. */
  readonly reportFault: (fault: unknown, requestId: string) => void;
  /** Told once of every request that reached authentication and was whole, when it has its answer or went away. */
  readonly onEnd: (passage: Passage) => void;
}

/** What every request passes, in this order, before anything of its body is read: its request line, open pages, the account, limits. */
export function createFront(options: FrontOptions): RequestListener {
  const { clock, open, authenticate, admit, answer } = options;

  const turnAway = (passage: Passage, refusal: Refusal) => {
    passage.endWithResponse();
    refuse(passage.request, passage.response, refusal);
  };
  const faulty = (passage: Passage) => (error: unknown) => {
    options.reportFault(error, passage.id);
    if (passage.response.headersSent) passage.response.destroy();
    else turnAway(passage, fault(passage.id));
  };
  const admitted = (passage: Passage, principal: Principal | null) => {
    passage.principal = principal;
    const refusal = admit(passage);
    if (refusal instanceof Promise)
      refusal.then((late) => (late === null ? answer(passage) : turnAway(passage, late))).catch(faulty(passage));
    else if (refusal !== null) turnAway(passage, refusal);
    else answer(passage);
  };
  const unknown = async (passage: Passage, error: unknown) => {
    if (!(error instanceof GatewayError) || error.code === 'INTERNAL') throw error;
    const { request, response } = passage;
    if (request.headers.authorization !== undefined || !(await isProbe(request))) return turnAway(passage, unauthenticated(request, error));
    passage.endWithResponse();
    sendJson(request, response, 200, { data: { __typename: 'Query' } });
  };

  return (request, response) => {
    const wrong = requestLineFault(request);
    if (wrong !== null) return refuse(request, response, { status: 400, error: new GatewayError('BAD_REQUEST', { message: wrong }) });
    if (open.some((route) => route(request, response))) return;
    const passage = new Passage(request, response, clock(), options);
    try {
      const principal = needsNoAccount(request) ? null : authenticate(request);
      if (!(principal instanceof Promise)) return admitted(passage, principal);
      principal
        .then(
          (late) => admitted(passage, late),
          (error) => unknown(passage, error),
        )
        .catch(faulty(passage));
    } catch (error) {
      unknown(passage, error).catch(faulty(passage));
    }
  };
}

/** GraphiQL's page and a browser's question what it may send. */
const needsNoAccount = ({ method, headers, url = '' }: IncomingMessage) =>
  method === 'OPTIONS' || (method === 'GET' && /^\/graphql(?:[?]|$)/.test(url) && headers.accept?.includes('text/html') === true);
