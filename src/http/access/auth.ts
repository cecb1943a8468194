import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../../domain/loopback.ts';
import { GatewayError } from '../../errors.ts';
import type { Principal } from '../../loaders/principal.ts';

/**
 * Who sends a request, told from its head alone. At once where it can be: this stands before every request, cached answers too.
 * @throws GatewayError UNAUTHENTICATED; anything else where it can't be told now
 */
export type Authenticate = (request: RequestHead) => Principal | Promise<Principal>;
export type RequestHead = Pick<IncomingMessage, 'headers' | 'url' | 'socket'>;

/**
 * What a token stands for; null: it is none of this kind.
 * @throws GatewayError UNAUTHENTICATED where it is one of this kind, and bad
 */
export type TokenCheck = (token: string) => Principal | null | Promise<Principal | null>;

/** What a connection sent last. */
interface Presented {
  readonly authorization: string;
  readonly principal: Principal;
}

/** Parameters by which clients send tokens where they should not: addresses stay in logs and histories. */
const TOKEN_PARAMETERS: ReadonlySet<string> = new Set([
  'access_token',
  'api_key',
  'apikey',
  'auth',
  'authorization',
  'bearer',
  'id_token',
  'jwt',
  'token',
]);

const parametersOf = (url: string): string[] => [...new URLSearchParams(url.slice(url.indexOf('?'))).keys()];

const refused = (message: string) => new GatewayError('UNAUTHENTICATED', { message });

/** Takes `Authorization: Bearer …` and nothing else; the first check that knows the token decides. */
export function byToken(checks: readonly TokenCheck[]): Authenticate {
  // A token that is told at once is good until the accounts are replaced, and this closure with them. Only what a connection has shown
  // itself is compared with what it sends next, so nobody can feel for another's token.
  const presented = new WeakMap<object, Presented>();
  return ({ headers: { authorization }, url = '', socket }) => {
    const parameter = url.includes('?') ? parametersOf(url).find((name) => TOKEN_PARAMETERS.has(name.toLowerCase())) : undefined;
    if (parameter !== undefined)
      throw refused(
        `Send no token in an address (\`${parameter}\`), where logs and histories keep it: send \`Authorization: Bearer <token>\`.`,
      );
    if (authorization === undefined) throw new GatewayError('UNAUTHENTICATED');
    const last = presented.get(socket);
    if (last !== undefined && last.authorization === authorization) return last.principal;
    const [, token] = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization) ?? [];
    if (token === undefined) throw refused('The header `Authorization` holds no bearer token. Send `Authorization: Bearer <token>`.');
    const principal = firstKnown(token, checks);
    if (!(principal instanceof Promise)) presented.set(socket, { authorization, principal });
    return principal;
  };
}

function firstKnown(token: string, [check, ...others]: readonly TokenCheck[]): Principal | Promise<Principal> {
  if (check === undefined) throw refused('The token is unknown. Ask the gateway’s operator for one.');
  const principal = check(token);
  if (principal instanceof Promise) return principal.then((late) => late ?? firstKnown(token, others));
  return principal ?? firstKnown(token, others);
}

/** Nobody has a token, and the gateway listens to this machine alone. */
export function byThisMachine(owner: Principal): Authenticate {
  return ({ headers: { host = '' } }) => {
    // A page of elsewhere can have its own name lead to 127.0.0.1, and so speak from the visitor's browser to what listens there.
    if (isLoopback(URL.parse(`http://${host}`)?.hostname ?? '')) return owner;
    throw refused(
      'Without tokens this gateway answers requests to localhost or 127.0.0.1 alone. Its operator can give tokens in ACCOUNTS_FILE, or set AUTH=none.',
    );
  };
}

/** AUTH=none. */
export const byNothing =
  (owner: Principal): Authenticate =>
  () =>
    owner;
