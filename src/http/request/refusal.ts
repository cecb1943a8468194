import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../../errors.ts';
import { httpOf, publicExtensions } from '../errors/mask-errors.ts';

/** GraphQL over HTTP has a type of its own for answers; older clients ask for plain JSON. */
const OWN_TYPE = 'application/graphql-response+json';
const mediaTypeFor = ({ headers }: IncomingMessage): string =>
  `${headers.accept?.includes(OWN_TYPE) ? OWN_TYPE : 'application/json'}; charset=utf-8`;

export interface Refusal {
  readonly status: number;
  readonly error: GatewayError;
  /** For faults of ours: what the operator finds it by. */
  readonly requestId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in the form that GraphQL clients read. */
export function refusalResult({ error, requestId }: Refusal) {
  const extensions = { ...publicExtensions(error), ...(requestId === undefined ? {} : { requestId }) };
  return { errors: [{ message: error.message, extensions }] };
}

/** Answers a request that gets no further than the front. */
export const refuse = (request: IncomingMessage, response: ServerResponse, refusal: Refusal): void =>
  sendJson(request, response, refusal.status, refusalResult(refusal), refusal.headers);

/** Refuses a request whose body is not read, and ends its connection. */
export const refuseUnread = (request: IncomingMessage, response: ServerResponse, { headers, ...refusal }: Refusal): void =>
  refuse(request, response, { ...refusal, headers: { ...headers, connection: 'close' } });

export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value));
  // A body that was never asked for may come all the same, or not: what follows on this connection can’t be told apart from it.
  const isHeldBack = request.headers.expect !== undefined && !request.complete;
  const last = isHeldBack ? { connection: 'close' } : {};
  response.writeHead(status, { ...headers, ...last, 'content-type': mediaTypeFor(request), 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The one refusal for who has no account, or a bad token. */
export const unauthenticated = (request: IncomingMessage, error: GatewayError): Refusal => ({
  status: 401,
  error,
  headers: { 'www-authenticate': request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"' },
});

/** For whose right ended after the request was let in. */
export const refusalOf = (error: GatewayError): Refusal => ({ error, ...httpOf(error) });

/** A fault of ours, under the id that the operator finds it by. */
export const fault = (requestId: string): Refusal => ({ status: 503, error: new GatewayError('INTERNAL'), requestId });
