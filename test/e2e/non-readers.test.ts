import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { frame, message } from '../support/frames.ts';
import { metricIn, metricsOf } from '../support/metrics.ts';
import { startTenants, type TenantGateway } from '../support/tenants.ts';
import { bytesOf, operation, type WireRequest } from '../support/wire.ts';

const SENDERS = 500;
/** Some 4 MB: with a few of them the system's own buffers are full. */
const ALIASES = Array.from({ length: 95 }, (_, index) => `a_name_that_makes_the_answer_longer_${index}: name`).join(' ');
const LARGE = `{ a: senders(first: 500) { nodes { ${ALIASES} } } b: senders(first: 500) { nodes { name } } }`;
const AT_ONCE = 12;

let gateway: TenantGateway;
beforeAll(async () => {
  gateway = await startTenants({
    sandbox: { senders: Array.from({ length: SENDERS }, (_, index) => ({ name: `S${index}`, login: 'north', status: 1 })) },
    documents: [{ id: 'large', text: `# Many senders.\n${LARGE.replace('{', 'query Large {')}` }],
    env: {
      SLOW_READER_MS: '500',
      LIMIT_TOKEN_BYTES: '1000000000',
      LIMIT_COST: '100000000',
      LIMIT_TOKEN_POINTS: '0',
      LIMIT_ACCOUNT_POINTS: '0',
    },
  });
  await gateway.ask('north-reads', '{ senders { totalCount } }');
});
afterAll(() => gateway[Symbol.asyncDispose]());

const keptAlive = (request: WireRequest) => Buffer.from(String(bytesOf(request)).replace('connection: close', 'connection: keep-alive'));
const over = (request: WireRequest) => Array<Buffer>(AT_ONCE).fill(keptAlive(request));
const json: readonly [string, string] = ['content-type', 'application/json'];
const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'large', arguments: {} } };

const TRANSPORTS: readonly [name: string, sends: readonly Buffer[]][] = [
  ['POST', over(operation(LARGE))],
  ['GET', over({ method: 'GET', path: `/graphql?query=${encodeURIComponent(LARGE)}`, headers: [] })],
  ['a batch', over({ body: JSON.stringify([{ query: LARGE }, { query: LARGE }]) })],
  ['MCP', over({ path: '/mcp', headers: [json, ['accept', 'application/json, text/event-stream']], body: JSON.stringify(call) })],
  [
    'WebSocket',
    [
      bytesOf({
        method: 'GET',
        headers: [
          ['upgrade', 'websocket'],
          ['sec-websocket-version', '13'],
          ['sec-websocket-key', Buffer.alloc(16).toString('base64')],
          ['sec-websocket-protocol', 'graphql-transport-ws'],
        ],
      }),
      message('connection_init', { payload: { authorization: 'Bearer north-reads' } }),
      ...Array.from({ length: AT_ONCE }, (_, id) => message('subscribe', { id: String(id), payload: { query: LARGE } })),
      frame('x', { opcode: 9 }),
    ],
  ],
];

/** Sends all, one after another, and reads nothing but what `first` needs to be answered. */
async function sendAll(sends: readonly Buffer[]): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  const [first = Buffer.alloc(0), second = Buffer.alloc(0), ...others] = sends;
  const text = String(first).replace('connection: close', 'connection: upgrade');
  const isUpgrade = text.includes('upgrade: websocket');
  socket.write(isUpgrade ? text : first);
  if (isUpgrade) await once(socket, 'data');
  socket.write(second);
  if (isUpgrade) await once(socket, 'data');
  socket.pause();
  for (const bytes of others) socket.write(bytes);
  return socket;
}

it.each(TRANSPORTS)('over %s, a peer that does not read is cut off, and its memory is free', { timeout: 60_000 }, async (_, sends) => {
  const cutOffBefore = metricIn(await metricsOf(gateway.app), 'gateway_connections_cut_off_total{why="unread"}');
  const socket = await sendAll(sends);
  let most = 0;
  await vi.waitFor(
    async () => {
      const text = await metricsOf(gateway.app);
      most = Math.max(most, metricIn(text, 'gateway_unread_bytes'));
      expect(metricIn(text, 'gateway_connections_cut_off_total{why="unread"}')).toBe(cutOffBefore + 1);
    },
    { timeout: 30_000, interval: 200 },
  );
  // It lay there, and not all that was asked for was made.
  expect(most).toBeGreaterThan(100_000);
  expect(most).toBeLessThan(40_000_000);
  await vi.waitFor(
    async () => {
      const text = await metricsOf(gateway.app);
      expect(metricIn(text, 'gateway_unread_bytes')).toBe(0);
      expect(metricIn(text, 'gateway_bytes_under_way')).toBe(0);
    },
    { timeout: 10_000 },
  );
  socket.destroy();
  expect(gateway.faults).toEqual([]);
});
