import type { IncomingMessage } from 'node:http';

/** True for a request to go on as a WebSocket. Any other upgrade (h2c, TLS) is an offer that a server may leave alone. */
export const wantsWebSocket = ({ method, headers: { upgrade } }: Pick<IncomingMessage, 'method' | 'headers'>): boolean =>
  method === 'GET' && upgrade?.toLowerCase() === 'websocket';
