import { type Exchange, readBody } from '../request/read-body.ts';

/** More than any way of asking for the type's name alone needs. */
const MAX_PROBE_BYTES = 300;
const PROBE = /^\s*(?:query(?:\s+\w+)?\s*)?\{\s*__typename\s*\}\s*$/;

/** True for `{ __typename }` alone, by which tools look whether a GraphQL server is there: it is answered without the schema, and tells nothing. */
export async function isProbe(exchange: Exchange): Promise<boolean> {
  const { method, headers, url = '' } = exchange.request;
  const [path, parameters = ''] = url.split('?');
  if (path !== '/graphql') return false;
  if (method === 'GET') return PROBE.test(new URLSearchParams(parameters).get('query') ?? '');
  // Nobody is asked for a body before it is known who sends it.
  if (headers.expect !== undefined) return false;
  const isSmallJson = headers['content-length'] !== undefined && headers['content-type']?.startsWith('application/json');
  if (method !== 'POST' || !isSmallJson) return false;
  const body = await new Promise<Buffer | null>((resolve) => readBody(exchange, MAX_PROBE_BYTES, resolve));
  return body !== null && PROBE.test(queryOf(body) ?? '');
}

function queryOf(body: Buffer): string | null {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && 'query' in value && typeof value.query === 'string' ? value.query : null;
  } catch {
    return null;
  }
}
