import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ERROR_CODES } from '../../src/domain/error-codes.ts';
import { readManifest } from '../../src/http/trusted/manifest.ts';
import { accountsOf, COMPANIES, type Json, startTenants, type TenantGateway } from '../support/tenants.ts';

const documents = readManifest(readFileSync('schema/trusted-documents.json', 'utf8'));
const JSON_TYPE = { 'content-type': 'application/json' };
const QUERIES = [
  '{ senders { nodes { name operators { status } files { name } } } }',
  '{ senders(subclient: "branch") { totalCount } viewer { subclients } }',
  '{ viewer { account } }',
];
const DELETE = 'mutation { deleteSender(input: { sender: { name: "Nobody" } }) { __typename } }';
const ADD = 'mutation { addSender(input: { name: "Nobody" }) { __typename ... on UserError { code } } }';
const EVENTS = 'subscription { senderEvents { cursor } }';

/** What may be in force next: rights and accounts that come, go and change. */
const [north, south] = accountsOf().accounts as [Json, Json];
const FILES: readonly object[] = [
  { accounts: [north, south] },
  { accounts: [south] },
  { accounts: [{ ...north, provider: { apiKey: 'north-key' } }, south] },
  { accounts: [{ ...north, tokens: north.tokens.map((token: Json) => ({ ...token, access: 'read' })) }, south] },
  { accounts: [{ ...north, subclients: ['branch'] }, south] },
  { accounts: [{ ...north, tokens: north.tokens.slice(1) }, south] },
  accountsOf([COMPANIES[0]]),
];

const codesIn = (answer: Json): string[] => {
  const text = JSON.stringify(answer);
  const found = [...text.matchAll(/\\?"code\\?":\\?"(\w+)\\?"/g), ...text.matchAll(/"text":"([A-Z_]+): /g)];
  // Operators have codes, too.
  return found.map(([, code = '']) => code).filter((code) => code in ERROR_CODES);
};

type Client = (gateway: TenantGateway, query: string) => Promise<readonly string[]>;
const CLIENTS: readonly Client[] = [
  async (gateway, query) => codesIn(await gateway.ask('north-writes', query)),
  async (gateway) => codesIn(await gateway.ask('north-writes', DELETE)),
  async (gateway, query) =>
    codesIn(
      await (
        await gateway.send('north-reads', {
          method: 'POST',
          headers: JSON_TYPE,
          body: JSON.stringify([{ query }, { query: '{ viewer { account } }' }]),
        })
      ).json(),
    ),
  async (gateway) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'senders', arguments: {} } });
    const headers = { ...JSON_TYPE, accept: 'application/json, text/event-stream' };
    return codesIn(await (await gateway.send('north-writes', { path: '/mcp', method: 'POST', headers, body })).json());
  },
  // A body that takes its time, of what has to ask the provider.
  async ({ url }) => {
    const { hostname, port } = new URL(url);
    const body = JSON.stringify({ query: ADD });
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    const head = ['POST /graphql HTTP/1.1', `host: ${hostname}`, 'authorization: Bearer north-writes', 'content-type: application/json'];
    socket.write(`${[...head, `content-length: ${body.length}`, 'connection: close'].join('\r\n')}\r\n\r\n${body.slice(0, 9)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.write(body.slice(9));
    await closed;
    return codesIn(text);
  },
  // A WebSocket: an operation after another until it is closed.
  async ({ url }, query) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    const codes: string[] = [];
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    let count = 0;
    socket.on('message', (data) => {
      const { type } = JSON.parse(String(data));
      codes.push(...codesIn(String(data)));
      count += 1;
      if (count > 8) return socket.close();
      if (type === 'connection_ack') socket.send(JSON.stringify({ type: 'subscribe', id: 'live', payload: { query: EVENTS } }));
      if (type !== 'next') socket.send(JSON.stringify({ type: 'subscribe', id: String(count), payload: { query } }));
    });
    await Promise.race([once(socket, 'open'), closed]);
    if (socket.readyState === socket.OPEN)
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer north-writes' } }));
    await closed;
    return codes;
  },
];

/** All that a caller may be told by a reload. */
const EXPECTED = [
  'UNAUTHENTICATED',
  'RIGHTS_CHANGED',
  'FORBIDDEN',
  'INVALID_INPUT',
  'RATE_LIMITED',
  'SENDER_NOT_FOUND',
  'SENDER_EXISTS',
  'SAVE_FAILED',
];

it('gives every request an answer or a typed end, however accounts and rights change under it', async () => {
  await using gateway = await startTenants({ documents, sandbox: { latencyMs: 10 }, env: { QUEUE_TIMEOUT_MS: '30000' } });
  const end = performance.now() + 6_000;
  const told = new Map<string, number>();
  let answers = 0;
  const clients = CLIENTS.flatMap((client) =>
    Array.from({ length: 2 }, async (_, index) => {
      for (let turn = index; performance.now() < end; turn += 1) {
        const codes = await client(gateway, QUERIES[turn % QUERIES.length] ?? '');
        answers += 1;
        for (const code of codes) told.set(code, (told.get(code) ?? 0) + 1);
      }
    }),
  );
  const reloads = fc.sample(fc.record({ file: fc.nat(FILES.length - 1), pauseMs: fc.integer({ min: 1, max: 60 }) }), 1_000);
  for (const { file, pauseMs } of reloads) {
    if (performance.now() > end) break;
    gateway.reload(FILES[file]);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  await Promise.all(clients);
  expect([...told.keys()].filter((code) => !EXPECTED.includes(code))).toEqual([]);
  expect(told.get('UNAUTHENTICATED')).toBeGreaterThan(0);
  expect(told.get('RIGHTS_CHANGED')).toBeGreaterThan(0);
  expect(answers).toBeGreaterThan(50);
  expect(gateway.faults).toEqual([]);
}, 60_000);
