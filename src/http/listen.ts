import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wantsWebSocket } from './live/wants-websocket.ts';
import type { Upgrade } from './live/websocket.ts';

export interface Listening {
  /** Where it listens, with the port that was given out. */
  readonly url: string;
  /**
   * Takes no new request, lets the running ones finish within a limit, then cuts the rest off.
   * @returns how many were cut off
   */
  close(limitMs: number): Promise<number>;
}

/** How long a client may take to send its headers, and its whole request. Node looks for late ones every so often alone. */
export interface Deadlines {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly checkEveryMs: number;
}
const DEADLINES: Deadlines = { headersMs: 10_000, requestMs: 60_000, checkEveryMs: 2_000 };

/**
 * Connections that may wait to be let in, as far as the system allows. Node's 511 made of 10,000 clients at once some that were reset, and the
 * others waited twice as long: their systems try again after seconds alone.
 */
const BACKLOG = 4_096;

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Left out: no connection is upgraded. */
  readonly upgrade?: Upgrade;
  readonly deadlines?: Deadlines;
  /** Gets the server before it listens. */
  readonly watch?: (server: Server) => void;
}

/** @throws Error where the port is taken or the address is not this machine's */
export async function listen(
  handle: RequestListener,
  { host, port, upgrade, watch, deadlines = DEADLINES }: ListenOptions,
): Promise<Listening> {
  const { headersMs, requestMs, checkEveryMs } = deadlines;
  const options: ServerOptions = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkEveryMs,
    shouldUpgradeCallback: (request) => upgrade !== undefined && wantsWebSocket(request),
  };
  const serve: RequestListener = (request, response) => {
    // So that a client with a kept connection goes elsewhere while this instance ends.
    if (!server.listening) response.setHeader('connection', 'close');
    handle(request, response);
  };
  const server = createServer(options, serve);
  // Without it Node asks for every body at once, before it is known who sends it.
  server.on('checkContinue', serve);
  if (upgrade !== undefined) server.on('upgrade', upgrade);
  watch?.(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: BACKLOG }, resolve);
  });
  return { url: urlOf(server), close: (limitMs) => closeWithin(server, limitMs) };
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

async function closeWithin(server: Server, limitMs: number): Promise<number> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  let cutOff = 0;
  const timer = setTimeout(
    () =>
      // Idle ones are closed: what is left has a request running.
      server.getConnections((_, connections) => {
        cutOff = connections;
        server.closeAllConnections();
      }),
    limitMs,
  );
  await closed;
  clearTimeout(timer);
  return cutOff;
}
