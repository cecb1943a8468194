import type { Plugin } from 'graphql-yoga';
import { GatewayError } from '../errors.ts';
import type { Principal } from '../loaders/principal.ts';
import type { Authenticate } from './auth.ts';
import { publicExtensions } from './mask-errors.ts';

export interface AccountRequirement {
  /** Answers with 401 whoever has no account, before anything of the request is read. Plugins and pages that stand before it need none. */
  readonly plugin: Plugin;
  /** Who sent a request that the plugin let through. */
  principalOf(request: Request): Principal;
}

/** @param reportFault keeps a fault of ours for the operator, and gives the id that the client gets */
export function requireAccount(authenticate: Authenticate, reportFault: (fault: unknown) => string): AccountRequirement {
  const principals = new WeakMap<Request, Principal>();
  return {
    plugin: {
      async onRequest({ request, endResponse, fetchAPI }) {
        try {
          principals.set(request, await authenticate(request));
        } catch (error) {
          const { status, headers, body } = await answerTo(request, error, reportFault);
          endResponse(fetchAPI.Response.json(body, { status, headers: { ...headers, 'content-type': mediaTypeFor(request) } }));
        }
      },
    },
    principalOf(request) {
      const principal = principals.get(request);
      if (principal === undefined) throw new Error('A request came past the plugin that asks who sends it.');
      return principal;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function answerTo(request: Request, error: unknown, reportFault: (fault: unknown) => string): Promise<Answer> {
  if (!(error instanceof GatewayError)) {
    const requestId = reportFault(error);
    const { message, ...rest } = errorOf(new GatewayError('INTERNAL'));
    return { status: 503, body: { errors: [{ message, extensions: { ...rest.extensions, requestId } }] } };
  }
  const isBare = !request.headers.has('authorization');
  if (isBare && (await isProbe(request))) return { status: 200, body: { data: { __typename: 'Query' } } };
  const challenge = isBare ? 'Bearer' : 'Bearer error="invalid_token"';
  return { status: 401, headers: { 'www-authenticate': challenge }, body: { errors: [errorOf(error)] } };
}

const errorOf = (error: GatewayError) => ({ message: error.message, extensions: publicExtensions(error) });

/** GraphQL over HTTP has a type of its own for answers; older clients ask for plain JSON. */
const mediaTypeFor = ({ headers }: Request): string => {
  const own = 'application/graphql-response+json';
  return `${headers.get('accept')?.includes(own) ? own : 'application/json'}; charset=utf-8`;
};

/** More than any way of asking for the type's name alone needs. */
const MAX_PROBE_BYTES = 300;
const PROBE = /^\s*(?:query(?:\s+\w+)?\s*)?\{\s*__typename\s*\}\s*$/;

/** True for `{ __typename }` alone, by which tools look whether a GraphQL server is there: it is answered without the schema, and tells nothing. */
async function isProbe(request: Request): Promise<boolean> {
  const url = URL.parse(request.url);
  if (url?.pathname !== '/graphql') return false;
  if (request.method === 'GET') return PROBE.test(url.searchParams.get('query') ?? '');
  const bytes = Number(request.headers.get('content-length') ?? Number.NaN);
  const isSmallJson = bytes <= MAX_PROBE_BYTES && request.headers.get('content-type')?.startsWith('application/json');
  if (request.method !== 'POST' || !isSmallJson) return false;
  const body: unknown = await request.json().catch(() => null);
  return typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string' && PROBE.test(body.query);
}
