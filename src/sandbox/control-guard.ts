import type { ControlRequest } from './http.ts';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

const isLoopbackAddress = (address: string) => address === '::1' || address.startsWith('127.');

/**
 * The control endpoints are for this machine alone. A page of some site must not reach them through the reader's browser either: neither by a name
 * that points to 127.0.0.1 (then Host is that name) nor by a form or a script (then Origin is that site).
 * @returns why the request is refused, null where it may pass
 */
export function refusalOf({ address, host, origin, absolute }: ControlRequest): string | null {
  if (!isLoopbackAddress(address)) return 'The control endpoints answer to this machine only.';
  if (absolute || !LOOPBACK_NAMES.has((host ?? '').replace(/:\d+$/, '').toLowerCase())) {
    return 'The control endpoints answer under 127.0.0.1, localhost and [::1] only.';
  }
  if (origin !== undefined && origin !== `http://${host}`) return 'The control endpoints take no requests from other sites.';
  return null;
}
