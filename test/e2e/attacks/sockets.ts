import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { frame, message } from '../../support/frames.ts';

/** What somebody who means no good sends over a WebSocket. */
export interface SocketAttack {
  readonly name: string;
  /** Left out: none. */
  readonly token?: string;
  /** After the handshake, and connection_init where there is a token. */
  readonly frames: readonly Buffer[];
  /** True: nothing is read until all is sent. */
  readonly readsNothing?: boolean;
  /** As `exchangeFrames` tells it. */
  readonly answer: string;
}

/** The frames of a server: short ones, of known lengths. */
function* framesIn(bytes: Buffer): Generator<{ opcode: number; payload: Buffer }> {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const size = (bytes[at + 1] ?? 0) & 0x7f;
    const start = at + (size === 126 ? 4 : size === 127 ? 10 : 2);
    const length = size === 126 ? bytes.readUInt16BE(at + 2) : size === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : size;
    if (start + length > bytes.length) return;
    yield { opcode: (bytes[at] ?? 0) & 0x0f, payload: bytes.subarray(start, start + length) };
    at = start + length;
  }
}

function told(bytes: Buffer): string {
  const kinds = new Set<string>();
  for (const { opcode, payload } of framesIn(bytes)) {
    if (opcode === 8) kinds.add(`closed ${payload.readUInt16BE(0)}${payload.length > 2 ? ` ${payload.subarray(2)}` : ''}`);
    else if (opcode === 10) kinds.add('pong frame');
    else {
      const { type, payload: given } = JSON.parse(String(payload));
      const code = (Array.isArray(given) ? given : given?.errors)?.[0]?.extensions?.code;
      kinds.add(code ?? (type === 'pong' && given !== undefined ? 'pong with payload' : type));
    }
  }
  kinds.delete('connection_ack');
  kinds.delete('complete');
  return [...kinds].join(', ') || 'nothing';
}

/** Connects, sends all, and tells what came until the connection ended, or nothing more came for a while. */
export async function exchangeFrames(url: string, { token, frames, readsNothing = false }: SocketAttack): Promise<string> {
  const asked = request(`${url}/graphql`, {
    headers: {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      'sec-websocket-protocol': 'graphql-transport-ws',
    },
  });
  asked.end();
  const [, socket, ahead] = (await once(asked, 'upgrade')) as [unknown, Socket, Buffer];
  socket.setMaxListeners(0);
  const chunks = [ahead];
  const read = () => socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (!readsNothing) read();
  if (token !== undefined) {
    socket.write(message('connection_init', { payload: { authorization: `Bearer ${token}` } }));
    while (!String(Buffer.concat(chunks)).includes('connection_ack')) await delay(10);
  }
  for (const bytes of frames) {
    // A peer that is not read must not fill the memory of the test.
    if (!socket.write(bytes)) await Promise.race([once(socket, 'drain').catch(() => {}), closed, delay(200)]);
    if (socket.destroyed) break;
  }
  if (readsNothing) read();
  for (let before = -1; !socket.destroyed; before = chunks.length) {
    const answer = told(Buffer.concat(chunks));
    if (answer.includes('closed') || (answer !== 'nothing' && before === chunks.length)) break;
    await Promise.race([closed, delay(300)]);
  }
  const answer = told(Buffer.concat(chunks));
  const last = answer === 'nothing' && socket.destroyed ? 'connection closed' : answer;
  socket.destroy();
  return last;
}

const subscribe = (query: string, id = '1', more: object = {}) => message('subscribe', { id, payload: { query, ...more } });

/** Over WebSocket, before it is known whose a connection is and after. */
export const SOCKETS: readonly SocketAttack[] = [
  {
    name: 'a hundred pings with payloads of 900 kB, without a token, whose pongs are never read',
    frames: Array(100).fill(message('ping', { payload: { x: 'x'.repeat(900_000) } })),
    readsNothing: true,
    answer: 'connection closed',
  },
  {
    name: '10,000 pings of WebSocket itself, without a token',
    frames: Array(10_000).fill(frame('x'.repeat(125), { opcode: 9 })),
    readsNothing: true,
    answer: 'closed 1009 Authenticate first',
  },
  {
    name: 'a connection_init of 100 kB',
    frames: [message('connection_init', { payload: { authorization: `Bearer ${'x'.repeat(100_000)}` } })],
    answer: 'closed 1009 Authenticate first',
  },
  { name: 'an operation before connection_init', frames: [subscribe('{ viewer { account } }')], answer: 'closed 4401 Unauthorized' },
  { name: 'nothing after the handshake', frames: [], answer: 'closed 4408 Connection initialisation timeout' },
  { name: 'what is no message', frames: [frame('{')], answer: 'closed 4400 Invalid message received' },
  {
    name: 'a ping of 900 kB, with a token: its payload is not repeated',
    token: 'north-reads',
    frames: [message('ping', { payload: { x: 'x'.repeat(900_000) } })],
    answer: 'pong',
  },
  {
    name: 'a message of more than a request may have',
    token: 'north-reads',
    frames: [subscribe('{ viewer { account } }', '1', { x: 'x'.repeat(1_000_000) })],
    answer: 'closed 1009',
  },
  {
    name: 'a message in fragments of one byte',
    token: 'north-reads',
    frames: [frame('x', { fin: false }), ...Array(5_000).fill(frame('x', { opcode: 0, fin: false }))],
    answer: 'closed 1008',
  },
  {
    name: 'a hundred documents of 900 kB that can’t be parsed',
    token: 'north-reads',
    frames: Array.from({ length: 100 }, (_, index) => subscribe(`{ ${'!'.repeat(900_000)}`, String(index))),
    answer: 'BAD_REQUEST',
  },
];
