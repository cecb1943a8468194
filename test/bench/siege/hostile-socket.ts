import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { message } from '../../support/frames.ts';
import { bytesOf, type WireRequest } from '../../support/wire.ts';

/** Whom a hostile connection is for, and where it comes from. */
export interface Target {
  readonly url: string;
  readonly localAddress: string;
  readonly signal: AbortSignal;
  /** Resolves with the signal. */
  readonly over: Promise<void>;
}

/** How long an attacker waits for anything. */
const PATIENCE_MS = 30_000;
/** How often one that does not read looks whether its connection still stands. */
const LOOK_MS = 2_000;

export async function open({ url, localAddress }: Target): Promise<Socket | null> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), localAddress });
  socket.setMaxListeners(0).on('error', () => {});
  const opened = await Promise.race([
    once(socket, 'connect').then(
      () => true,
      () => false,
    ),
    delay(PATIENCE_MS, false),
  ]);
  if (!opened) socket.destroy();
  return opened ? socket : null;
}

const closed = (socket: Socket) =>
  socket.destroyed ? Promise.resolve() : new Promise<void>((resolve) => socket.once('close', () => resolve()));

/** Sends requests one after another over a connection, and reads all answers. @returns the status of the last one, and the first code of an error */
export async function ask(target: Target, ...requests: readonly (WireRequest | Buffer)[]): Promise<string> {
  const socket = await open(target);
  if (socket === null) return 'not let in';
  let head = '';
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    if (bytes < 4_000) head += chunk.toString('latin1', 0, 4_000);
    bytes += chunk.length;
  });
  for (const request of requests) socket.write(Buffer.isBuffer(request) ? request : bytesOf(request));
  await Promise.race([closed(socket), delay(PATIENCE_MS), target.over]);
  const isOpen = !socket.destroyed;
  socket.destroy();
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(head) ?? [];
  const [, code] = /"code":"(\w+)"/.exec(head) ?? /"__typename":"(\w+)"/.exec(head) ?? [];
  if (status === undefined) return isOpen ? 'no answer' : 'connection closed';
  return code === undefined ? `${status}, ${bytes < 100_000 ? 'short' : 'long'}` : `${status} ${code}`;
}

/** Sends, and reads nothing. @returns when it was cut off */
export async function neverRead(target: Target, first: readonly Buffer[], idle: Buffer, holdMs = 120_000): Promise<string> {
  const socket = await open(target);
  if (socket === null) return 'not let in';
  socket.pause();
  for (const bytes of first) socket.write(bytes);
  const began = performance.now();
  while (!socket.destroyed && performance.now() - began < holdMs && !target.signal.aborted) {
    await Promise.race([delay(LOOK_MS), target.over]);
    // A connection that the other side ended is noticed by writing.
    socket.write(idle);
  }
  const wasCutOff = socket.destroyed;
  socket.destroy();
  return wasCutOff ? 'cut off' : 'held';
}

/** Sends a byte now and then. @returns how it ended */
export async function drip(target: Target, bytes: Buffer, everyMs: number): Promise<string> {
  const socket = await open(target);
  if (socket === null) return 'not let in';
  let head = '';
  socket.on('data', (chunk: Buffer) => {
    head += chunk.toString('latin1', 0, 20);
  });
  for (const byte of bytes) {
    if (socket.destroyed || target.signal.aborted) break;
    socket.write(Buffer.of(byte));
    await Promise.race([delay(everyMs), closed(socket), target.over]);
  }
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(head) ?? [];
  const wasClosed = socket.destroyed;
  socket.destroy();
  return status ?? (wasClosed ? 'connection closed' : 'held');
}

const HANDSHAKE: WireRequest = {
  method: 'GET',
  token: null,
  headers: [
    ['upgrade', 'websocket'],
    ['sec-websocket-version', '13'],
    ['sec-websocket-key', Buffer.alloc(16).toString('base64')],
    ['sec-websocket-protocol', 'graphql-transport-ws'],
  ],
};

export const handshake = (): Buffer => Buffer.from(String(bytesOf(HANDSHAKE)).replace('connection: close', 'connection: upgrade'));

export interface SocketTalk {
  readonly token: string | null;
  readonly frames: readonly Buffer[];
  readonly reads: boolean;
  readonly holdMs: number;
}

/** Speaks over a WebSocket. @returns how it ended */
export async function talk(target: Target, { token, frames, reads, holdMs }: SocketTalk): Promise<string> {
  const socket = await open(target);
  if (socket === null) return 'not let in';
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('latin1', 0, 2_000)).slice(-4_000);
  });
  const saw = async (what: string) => {
    const began = performance.now();
    while (!text.includes(what) && !socket.destroyed && performance.now() - began < PATIENCE_MS && !target.signal.aborted) await delay(20);
    return text.includes(what);
  };
  socket.write(handshake());
  let ending = 'no handshake';
  if (await saw('101 Switching')) {
    if (token !== null) socket.write(message('connection_init', { payload: { authorization: `Bearer ${token}` } }));
    ending = 'no acknowledgement';
    if (token === null || (await saw('connection_ack'))) {
      if (!reads) socket.pause();
      for (const frame of frames) if (!socket.destroyed) socket.write(frame);
      const [, code] = (await waitFor(socket, target, holdMs)) ? [] : (/"code":"(\w+)"/.exec(text) ?? []);
      ending = socket.destroyed ? 'cut off' : (code ?? 'held');
    }
  } else ending = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? ending;
  socket.destroy();
  return ending;
}

/** Waits for the end of a connection, and looks by writing where nothing is read. @returns true where it ended */
async function waitFor(socket: Socket, { signal, over }: Target, holdMs: number): Promise<boolean> {
  const began = performance.now();
  while (!socket.destroyed && !signal.aborted && performance.now() - began < holdMs) {
    await Promise.race([delay(LOOK_MS), closed(socket), over]);
    if (socket.isPaused()) socket.write(message('ping'));
  }
  return socket.destroyed;
}
