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
  /** Answers whoever was let through. */
  readonly answer: (passage: Passage) => void;
  /** Keeps a fault of ours for the operator. */
  readonly reportFault: (fault: unknown, requestId: string) => void;
  /** Told once of every request that reached authentication, when it has its answer or went away. */
  readonly onEnd: (passage: Passage) => void;
}

/** What every request passes, in this order, before anything of its body is read: its request line, open pages, the account, limits. */
export function createFront(options: FrontOptions): RequestListener {
  const { clock, randomId, open, authenticate, admit, answer, onEnd } = options;

  const admitted = (passage: Passage, principal: Principal | null) => {
    passage.principal = principal;
    const refusal = admit(passage);
    if (refusal === null) answer(passage);
    else if (refusal instanceof Promise)
      refusal.then((late) => (late === null ? answer(passage) : refuse(passage.request, passage.response, late))).catch(faulty(passage));
    else refuse(passage.request, passage.response, refusal);
  };
  const faulty = (passage: Passage) => (error: unknown) => {
    options.reportFault(error, passage.id);
    if (!passage.response.headersSent) refuse(passage.request, passage.response, fault(passage.id));
  };
  const enter = async (passage: Passage, pending: Promise<Principal>) => {
    let principal: Principal;
    try {
      principal = await pending;
    } catch (error) {
      return turnAway(passage, error).catch(faulty(passage));
    }
    try {
      admitted(passage, principal);
    } catch (error) {
      faulty(passage)(error);
    }
  };
  const turnAway = async ({ request, response, id }: Passage, error: unknown) => {
    if (!(error instanceof GatewayError)) throw error;
    if (request.headers.authorization === undefined && (await isProbe(request)))
      sendJson(request, response, 200, { data: { __typename: 'Query' } });
    else refuse(request, response, error.code === 'INTERNAL' ? fault(id) : unauthenticated(request, error));
  };

  return (request, response) => {
    const wrong = requestLineFault(request);
    if (wrong !== null) return refuse(request, response, { status: 400, error: new GatewayError('BAD_REQUEST', { message: wrong }) });
    if (open.some((route) => route(request, response))) return;
    const passage = new Passage(request, response, clock(), randomId);
    response.once('close', () => onEnd(passage));
    if (needsNoAccount(request)) return admitted(passage, null);
    try {
      const principal = authenticate(request);
      if (principal instanceof Promise) void enter(passage, principal);
      else admitted(passage, principal);
    } catch (error) {
      turnAway(passage, error).catch(faulty(passage));
    }
  };
}

/** GraphiQL's page and a browser's question what it may send. */
const needsNoAccount = ({ method, headers, url = '' }: IncomingMessage) =>
  method === 'OPTIONS' || (method === 'GET' && /^\/graphql(?:[?]|$)/.test(url) && headers.accept?.includes('text/html') === true);
