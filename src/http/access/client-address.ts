import type { IncomingMessage } from 'node:http';

/**
 * Where a request comes from. Each proxy in front adds the address that it was asked from to the end of X-Forwarded-For: of those, only as
 * many are believed as there are proxies of ours.
 */
export function clientAddress({ socket, headers }: IncomingMessage, proxies: number): string {
  const address = socket.remoteAddress ?? '';
  if (proxies === 0) return address;
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return forwarded.at(-proxies) ?? forwarded[0] ?? address;
}
