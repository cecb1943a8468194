import type { IncomingMessage } from 'node:http';

/** A name or an address, with or without a port. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/** What is wrong with where a request says that it goes, so that nothing behind this has to guess; null: nothing. */
export function requestLineFault({ url = '', headers: { host = '' } }: IncomingMessage): string | null {
  if (!url.startsWith('/')) return 'The request line must name a path that starts with a slash.';
  if (!HOST.test(host)) return 'The header `Host` must name this server.';
  return null;
}
