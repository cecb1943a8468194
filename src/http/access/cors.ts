import type { IncomingMessage, ServerResponse } from 'node:http';

/** The longest that browsers remember what a preflight said, in seconds. */
const MAX_AGE = '7200';
const ALLOWED_METHODS = 'GET, POST';
const EXPOSED_HEADERS = 'etag, retry-after, x-request-id';

/**
 * Lets pages of these origins read answers. Every other page gets an answer that its browser keeps from it, and no preflight lets it send a
 * header of its own.
 */
export function createCors(origins: readonly string[]): (request: IncomingMessage, response: ServerResponse) => boolean {
  const any = origins.includes('*');
  return ({ method, headers }, response) => {
    const { origin } = headers;
    if (origin !== undefined && (any || origins.includes(origin))) {
      response.setHeader('access-control-allow-origin', any ? '*' : origin);
      response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
      if (method === 'OPTIONS') {
        response.setHeader('access-control-allow-methods', ALLOWED_METHODS);
        response.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '');
        response.setHeader('access-control-max-age', MAX_AGE);
      }
    }
    if (method !== 'OPTIONS') return false;
    response.writeHead(204, { vary: 'origin, access-control-request-headers', allow: `${ALLOWED_METHODS}, OPTIONS` }).end();
    return true;
  };
}
