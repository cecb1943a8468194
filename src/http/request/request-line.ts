import type { IncomingMessage } from 'node:http';

/** A name or an address, with or without a port. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/** What is wrong with where a request says that it goes, so that nothing behind this has to guess; null: nothing. */
export function requestLineFault({ url = '', headers: { host = '' }, rawHeaders }: IncomingMessage): string | null {
  if (!url.startsWith('/')) return 'The request line must name a path that starts with a slash.';
  if (!HOST.test(host)) return 'The header `Host` must name this server.';
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts += 1;
  // Node takes the first one; what stands in front may have taken the other.
  if (hosts > 1) return 'The header `Host` must stand there once.';
  return null;
}
