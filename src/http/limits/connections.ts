import type { Socket } from 'node:net';
import { GatewayError, LimitExceededError } from '../../errors.ts';
import type { Refusal } from '../request/refusal.ts';
import { Counts } from './counts.ts';
import { type Progress, progressOf, takenBetween } from './unread.ts';

export interface ConnectionLimits {
  /** Of all addresses. */
  readonly connections: number;
  readonly addressConnections: number;
  readonly addressWebSockets: number;
  /** Those that have shown no token. */
  readonly unknownConnections: number;
}

export interface ConnectionsOptions {
  readonly limits: ConnectionLimits;
  /** True: a connection is a proxy's, and counts for the address whose request it carried last. */
  readonly behindProxy: boolean;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

/** Why a connection was ended that its peer wanted. */
export type CutOff = 'unread' | 'unknown' | 'excess';

interface Connection {
  readonly openedAt: number;
  /** null: nothing was carried yet, behind a proxy. */
  address: string | null;
  leave: () => void;
  /** What was unread since when, while anything is. */
  watched: { readonly since: number; readonly progress: Progress } | null;
}

/** A peer with something to take takes as much, or all of it, within the time that it is given: 1 kB a second in 30 s. */
const LEAST_TAKEN_BYTES = 32_768;
/** Connections over a limit that may wait for their refusal; further ones are ended without a word. */
const MAX_EXCESS = 256;
/** How long a connection may be over a limit, or unknown while there are too many of those, before it is ended. */
const GRACE_MS = 2_000;
const RETRY_MS = 5_000;

/**
 * The open connections of this instance: counted by address, known or not, and watched for peers that leave lying what they are sent.
 * Nothing is done for a request over a connection that was seen before: the watch looks at the sockets from time to time.
 */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #open = new Map<Socket, Connection>();
  readonly #unknown = new Map<Socket, number>();
  readonly #excess = new Map<Socket, Refusal>();
  readonly #byAddress = new Counts();
  readonly #webSockets = new Counts();
  readonly #cutOff: Record<CutOff, number> = { unread: 0, unknown: 0, excess: 0 };
  #unreadBytes = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  get counts() {
    return { open: this.#open.size, unknown: this.#unknown.size, webSockets: this.#webSockets.total, unreadBytes: this.#unreadBytes };
  }

  get cutOff(): Readonly<Record<CutOff, number>> {
    return this.#cutOff;
  }

  /** Counts a connection from now to its end. */
  opened(socket: Socket): void {
    const { limits, behindProxy, clock } = this.#options;
    const address = behindProxy ? null : (socket.remoteAddress ?? '');
    const refusal = this.#open.size >= limits.connections ? tooMany : address === null ? null : this.#refusalOf(address);
    const now = clock();
    const connection: Connection = { openedAt: now, address: null, leave: () => {}, watched: null };
    this.#open.set(socket, connection);
    this.#unknown.set(socket, now);
    if (address !== null) this.#carry(connection, address);
    socket.once('close', () => this.#closed(socket, connection));
    if (refusal === null) return;
    if (this.#excess.size < MAX_EXCESS) this.#excess.set(socket, refusal);
    else this.#end(socket, 'excess');
  }

  /** Looks at a request by the connection that carries it. @returns why it is refused; null: it may go on */
  admit(socket: Socket, address: string): Refusal | null {
    const refusal = this.#excess.size === 0 ? undefined : this.#excess.get(socket);
    if (refusal !== undefined) return refusal;
    if (!this.#options.behindProxy) return null;
    const connection = this.#open.get(socket);
    if (connection === undefined || connection.address === address) return null;
    const late = this.#refusalOf(address);
    if (late === null) this.#carry(connection, address);
    return late;
  }

  /** It showed a token. */
  identified(socket: Socket): void {
    if (this.#unknown.size > 0) this.#unknown.delete(socket);
  }

  /** Counts a WebSocket, to the end of its connection. @returns why it is refused */
  upgraded(socket: Socket, address: string): Refusal | null {
    const max = this.#options.limits.addressWebSockets;
    const asked = this.#webSockets.of(address) + 1;
    if (asked > max) return { status: 429, error: new LimitExceededError('addressWebSockets', max, asked) };
    socket.once('close', this.#webSockets.add(address));
    return null;
  }

  /**
   * Ends connections that are over a limit, too many unknown ones, the oldest first, and those whose peers took too little.
   * @param endsUnknown every unknown one is too many
   */
  look({ patienceMs, endsUnknown = false }: { readonly patienceMs: number; readonly endsUnknown?: boolean }): void {
    const now = this.#options.clock();
    this.#endExcess(now);
    this.#endUnknown(now, endsUnknown ? 0 : this.#options.limits.unknownConnections);
    this.#unreadBytes = 0;
    for (const [socket, connection] of this.#open) {
      const progress = progressOf(socket);
      this.#unreadBytes += progress.unread;
      if (this.#isStuck(connection, progress, now, patienceMs)) this.#end(socket, 'unread');
    }
  }

  #isStuck(connection: Connection, progress: Progress, now: number, patienceMs: number): boolean {
    const { watched } = connection;
    if (progress.unread === 0) connection.watched = null;
    else if (watched === null || takenBetween(watched.progress, progress) >= LEAST_TAKEN_BYTES)
      connection.watched = { since: now, progress };
    else return now - watched.since >= patienceMs;
    return false;
  }

  #endExcess(now: number): void {
    for (const socket of this.#excess.keys()) {
      if (now - (this.#open.get(socket)?.openedAt ?? 0) < GRACE_MS) return;
      this.#end(socket, 'excess');
    }
  }

  #endUnknown(now: number, max: number): void {
    for (const [socket, since] of this.#unknown) {
      if (this.#unknown.size <= max || now - since < GRACE_MS) return;
      this.#end(socket, 'unknown');
    }
  }

  /** At once, with what the system holds for it. */
  #end(socket: Socket, why: CutOff): void {
    this.#cutOff[why] += 1;
    this.#excess.delete(socket);
    this.#unknown.delete(socket);
    socket.resetAndDestroy();
  }

  #closed(socket: Socket, connection: Connection): void {
    this.#open.delete(socket);
    this.#unknown.delete(socket);
    this.#excess.delete(socket);
    connection.leave();
  }

  #carry(connection: Connection, address: string): void {
    connection.leave();
    connection.address = address;
    connection.leave = this.#byAddress.add(address);
  }

  #refusalOf(address: string): Refusal | null {
    const max = this.#options.limits.addressConnections;
    const asked = this.#byAddress.of(address) + 1;
    return asked > max ? { status: 429, error: new LimitExceededError('addressConnections', max, asked), headers: LAST } : null;
  }
}

const LAST = { connection: 'close' };
const tooMany: Refusal = {
  status: 503,
  error: new GatewayError('OVERLOADED', {
    retryAfterMs: RETRY_MS,
    message: 'This instance has as many connections as it takes (LIMIT_CONNECTIONS).',
  }),
  headers: { ...LAST, 'retry-after': String(RETRY_MS / 1_000) },
};
