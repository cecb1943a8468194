import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import type { TenantGateway } from '../../support/tenants.ts';
import { bytesOf, exchange, operation, type WireRequest } from '../../support/wire.ts';

/** Many requests, each of which is good: the answer to the first that is one too many. */
export interface Crowd {
  readonly name: string;
  readonly env: Record<string, string>;
  /** Sends those that are let through. @returns ends them */
  readonly fill: (gateway: TenantGateway) => Promise<() => Promise<unknown>>;
  readonly last: WireRequest;
  readonly answer: string;
  readonly says: RegExp;
}

const SUBSCRIPTION = 'subscription { senderEvents { __typename } }';
const VIEWER = operation('{ viewer { account } }');
const STREAM: readonly (readonly [string, string])[] = [
  ['content-type', 'application/json'],
  ['accept', 'text/event-stream'],
];

/** Let through one after another. */
const requests = (count: number, request: WireRequest) => async (gateway: TenantGateway) => {
  for (let sent = 0; sent < count; sent += 1) await exchange(gateway.url, bytesOf(request));
  return async () => {};
};

/** Connections that send this and then nothing more. */
const silent = (count: number, first: Buffer | string) => async (gateway: TenantGateway) => {
  const { hostname, port } = new URL(gateway.url);
  const sockets: Socket[] = [];
  for (let opened = 0; opened < count; opened += 1) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(first);
    sockets.push(socket);
  }
  // Until the last one was seen.
  await exchange(gateway.url, bytesOf({ method: 'GET', path: '/healthz', headers: [], token: null }));
  return async () => {
    for (const socket of sockets) socket.destroy();
  };
};
const unfinished = bytesOf({
  headers: [
    ['content-type', 'application/json'],
    ['content-length', '900000'],
  ],
  body: '{',
});

const HANDSHAKE: WireRequest = {
  method: 'GET',
  headers: [
    ['connection', 'upgrade'],
    ['upgrade', 'websocket'],
    ['sec-websocket-version', '13'],
    ['sec-websocket-key', Buffer.alloc(16).toString('base64')],
    ['sec-websocket-protocol', 'graphql-transport-ws'],
  ],
};

/** None before it. */
const alone = async () => async () => {};
const entities = (count: number): WireRequest =>
  operation('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
    r: Array(count).fill({ __typename: 'Sender', id: 'x' }),
  });

export const CROWDS: readonly Crowd[] = [
  {
    name: 'as a subgraph: 10,000 representations of entities',
    env: { FEDERATION: 'on' },
    fill: alone,
    last: entities(10_000),
    answer: '413 BAD_REQUEST (items)',
    says: /LIMIT_ITEMS/,
  },
  {
    name: 'as a subgraph: 501 representations of entities',
    env: { FEDERATION: 'on' },
    fill: alone,
    last: entities(501),
    answer: '200 INVALID_INPUT',
    says: /has 501 items; 500 at most/,
  },
  {
    name: 'event streams without end, until a token has no more (SSE exhaustion)',
    env: { LIMIT_SUBSCRIPTIONS: '20' },
    fill: async (gateway) => {
      const open = await Promise.all(
        Array.from({ length: 20 }, () =>
          gateway.send('north-reads', {
            method: 'POST',
            headers: STREAM.map(([name, value]) => [name, value] as [string, string]),
            body: JSON.stringify({ query: SUBSCRIPTION }),
          }),
        ),
      );
      expect(open.map(({ status }) => status)).toEqual(Array(20).fill(200));
      return () => Promise.all(open.map(({ body }) => body?.cancel()));
    },
    last: { headers: STREAM, body: JSON.stringify({ query: SUBSCRIPTION }) },
    // An event stream with the refusal in it.
    answer: '429',
    says: /"code":"BAD_REQUEST".*"limit":\{"name":"subscriptions","max":20,"asked":21\}/s,
  },
  {
    name: 'requests without end with one token',
    env: { LIMIT_TOKEN_RATE: '20' },
    fill: requests(20, VIEWER),
    last: VIEWER,
    answer: '429 RATE_LIMITED',
    says: /retry-after: \d+/i,
  },
  {
    name: 'guesses at tokens without end',
    env: { LIMIT_ADDRESS_RATE: '20' },
    fill: requests(20, { ...VIEWER, token: 'a-guess' }),
    last: { ...VIEWER, token: 'a-guess' },
    answer: '429 RATE_LIMITED',
    says: /retry-after: \d+/i,
  },
  {
    name: 'connections without end from one address',
    env: { LIMIT_ADDRESS_CONNECTIONS: '20' },
    fill: silent(20, ''),
    last: VIEWER,
    answer: '429 BAD_REQUEST (addressConnections)',
    says: /connection: close/i,
  },
  {
    name: 'connections without end from anywhere',
    env: { LIMIT_CONNECTIONS: '20' },
    fill: silent(20, ''),
    last: VIEWER,
    answer: '503 OVERLOADED',
    says: /retry-after: \d+/i,
  },
  {
    name: 'WebSockets without end from one address',
    env: { LIMIT_ADDRESS_WEBSOCKETS: '20' },
    fill: silent(20, bytesOf(HANDSHAKE)),
    last: HANDSHAKE,
    answer: '429 BAD_REQUEST (addressWebSockets)',
    says: /"asked":21/,
  },
  {
    name: 'long bodies that never end, until a token has too much under way',
    env: { LIMIT_TOKEN_BYTES: '18000000' },
    fill: silent(20, unfinished),
    last: { body: 'x'.repeat(70_000) },
    answer: '429 BAD_REQUEST (tokenBytes)',
    says: /"asked":18070000/,
  },
];
