import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Any one of them will do: a page of another origin can't send a header of its own without the browser asking this server first. */
export const PREFLIGHT_HEADERS = [
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'x-graphql-yoga-csrf',
] as const;

/** What an HTML form of any origin can send without being asked. */
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** True for a read by GET that a page of another origin makes a browser send, and by none of the headers proves that it may. */
export const isForeignRead = ({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean =>
  method === 'GET' &&
  FOREIGN_SITES.includes(String(headers['sec-fetch-site'])) &&
  !PREFLIGHT_HEADERS.some((name) => headers[name] !== undefined);
const FOREIGN_SITES = ['cross-site', 'same-site'];

/** Refuses what a page of another origin could make a browser send without a preflight: forms always, reads by GET where the browser says that they come from elsewhere. */
export const requirePreflight = (): Plugin => ({
  onRequestParse({ request: { method, headers } }) {
    if (PREFLIGHT_HEADERS.some((name) => headers.has(name))) return;
    const type = headers.get('content-type')?.toLowerCase() ?? '';
    const isForm = FORM_TYPES.some((formType) => type.startsWith(formType));
    const isRead = method === 'GET' && FOREIGN_SITES.includes(headers.get('sec-fetch-site') ?? '');
    if (!isForm && !isRead) return;
    throw new GraphQLError(
      `Send one of these headers with any value, so that no foreign web page can send this request for you: ${PREFLIGHT_HEADERS.join(', ')}.`,
      {
        extensions: { http: { status: 403 } },
      },
    );
  },
});
