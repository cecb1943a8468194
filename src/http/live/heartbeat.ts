import type { WebSocket } from 'ws';

/** A connection that does not answer a ping until the next one is dead. */
const PING_MS = 15_000;

/** Pings a connection and ends it once it is dead. One that still has to take what was sent before the ping is left to the watch on unread answers. */
export function startHeartbeat(socket: WebSocket): void {
  let isAlive = true;
  const timer = setInterval(() => {
    if (socket.bufferedAmount > 0) return;
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS);
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.once('close', () => clearInterval(timer));
}
