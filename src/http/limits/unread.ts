import type { Socket } from 'node:net';

/** How far a peer is in taking what it is sent. */
export interface Progress {
  /** Bytes that wait for it in this process. */
  readonly unread: number;
  /** Bytes of whole writes that the system has taken. */
  readonly written: number;
  /** Bytes of the write that is under way. */
  readonly underWay: number;
}

/** Of libuv: Node's own timeouts look at it to see whether a long write moves, and nothing public tells it. Left out, a write moves when it ends. */
interface WithHandle {
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

export function progressOf(socket: Socket): Progress {
  const { writableLength: unread, bytesWritten } = socket;
  const underWay = (socket as unknown as WithHandle)._handle?.writeQueueSize ?? 0;
  return { unread, written: bytesWritten - unread, underWay };
}

/** How many bytes a peer took in between, at least. */
export const takenBetween = (before: Progress, now: Progress): number =>
  Math.max(now.written - before.written, before.underWay - now.underWay);
