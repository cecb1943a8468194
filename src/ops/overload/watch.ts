import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections } from '../../http/limits/connections.ts';
import type { LiveConnections } from '../../http/live/live-connections.ts';
import type { MemoryOverload } from './overload.ts';

export interface WatchOptions {
  readonly connections: Connections;
  readonly live: LiveConnections;
  readonly overload: MemoryOverload;
  /** What a peer has to take what it is sent, while there is memory. */
  readonly patienceMs: number;
}

export interface Watch {
  /** Counts the connections of a server from now on, and ends those that must not go on. */
  attach(server: Server): void;
  stop(): void;
}

const EVERY_MS = 1_000;

/** Looks once a second at memory and connections: no request costs anything for it. */
export function startWatch({ connections, live, overload, patienceMs }: WatchOptions): Watch {
  const servers = new Set<Server>();
  const look = () => {
    overload.look();
    const { patience, endsIdle } = overload.row;
    connections.look({ patienceMs: patience * patienceMs, endsUnknown: endsIdle });
    if (!endsIdle) return;
    for (const server of servers) server.closeIdleConnections();
    live.hangUpIdle();
  };
  // After what came in meanwhile was read: a busy instance must not take those for silent who spoke long ago.
  let soon: NodeJS.Immediate | undefined;
  const timer = setInterval(() => {
    soon = setImmediate(look);
  }, EVERY_MS);
  timer.unref();
  return {
    attach(server) {
      servers.add(server);
      server.once('close', () => servers.delete(server));
      server.on('connection', (socket: Socket) => connections.opened(socket));
    },
    stop() {
      clearInterval(timer);
      clearImmediate(soon);
    },
  };
}
