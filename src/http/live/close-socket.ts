import type { WebSocket } from 'ws';

/** The library waits 30 s for the peer's side of the closing handshake, and holds all that the peer has not read for as long. */
const GRACE_MS = 2_000;

/** Closes with a code and a reason, and ends the connection of a peer that does not take it. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.close(code, reason);
  // The peer’s own side of the handshake must be read.
  socket.resume();
  const timer = setTimeout(() => socket.terminate(), GRACE_MS);
  socket.once('close', () => clearTimeout(timer));
}
