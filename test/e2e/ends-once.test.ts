import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { readManifest } from '../../src/http/trusted/manifest.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type HeldProvider, holdProvider } from '../support/held-provider.ts';
import { accountsOf, COMPANIES, SAME_SENDERS, startTenants, type TenantGateway } from '../support/tenants.ts';

const documents = readManifest(readFileSync('schema/trusted-documents.json', 'utf8'));
const JSON_TYPE = { 'content-type': 'application/json' };
const WAITS = '{ senders { totalCount } }';
const VIEWER = '{ viewer { account } }';
const EVENTS = 'subscription { senderEvents { cursor } }';
const IMPORT = 'mutation { importSenders(input: { rows: [{ name: "Later" }] }) { ... on ImportSendersSuccess { job { id } } } }';

interface World {
  readonly gateway: TenantGateway;
  readonly provider: HeldProvider;
}
/** Begins a request and ends it in one way. */
type Course = (world: World) => Promise<unknown>;

interface Sent {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly token?: string | null;
  readonly method?: string;
}

/** Until the gateway knows of a request, and runs its operations where it has some. */
const underWay = ({ gateway }: World, operations = 1) =>
  vi.waitFor(() => expect(gateway.begun.flatMap((scope) => scope.operations).filter(({ kind }) => kind !== null)).toHaveLength(operations));

const send = ({ gateway }: World, { body, headers, path, token = 'north-writes', method = 'POST' }: Sent, signal?: AbortSignal) =>
  gateway.send(token, {
    method,
    headers: { ...JSON_TYPE, ...headers },
    ...(path !== undefined && { path }),
    ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  });

const answered =
  (sent: Sent): Course =>
  async (world) =>
    (await send(world, sent)).text();
/** Its client goes away while it waits for the provider. */
const left =
  (sent: Sent, operations?: number): Course =>
  async (world) => {
    const client = new AbortController();
    const response = send(world, sent, client.signal).catch(() => {});
    await underWay(world, operations);
    client.abort();
    await response;
  };
/** Its right ends while it waits. */
const revoked =
  (sent: Sent): Course =>
  async (world) => {
    const response = send(world, sent);
    await underWay(world);
    world.gateway.reload(accountsOf([COMPANIES[1]]));
    await (await response).text();
  };

const SSE = { accept: 'text/event-stream' };
const stream =
  (query: (world: World) => string | Promise<string>, end: (world: World, client: AbortController) => unknown): Course =>
  async (world) => {
    const client = new AbortController();
    const body = { query: await query(world) };
    const response = await send(world, { body, headers: SSE }, client.signal);
    const read = response.text().catch(() => {});
    await end(world, client);
    await read;
  };

type Socket = { readonly client: WebSocket; readonly say: (message: object) => void; readonly heard: Record<string, unknown>[] };
const socket =
  (query: (world: World) => string | Promise<string>, end: (world: World, socket: Socket) => unknown): Course =>
  async (world) => {
    const text = await query(world);
    const client = new WebSocket(`${world.gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    const heard: Socket['heard'] = [];
    client.on('message', (data) => heard.push(JSON.parse(String(data))));
    const say = (message: object) => client.send(JSON.stringify(message));
    await once(client, 'open');
    say({ type: 'connection_init', payload: { authorization: 'Bearer north-writes' } });
    await once(client, 'message');
    say({ type: 'subscribe', id: '1', payload: { query: text } });
    await end(world, { client, say, heard });
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.terminate();
  };
const completed = (_: World, { heard }: Socket) => vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ type: 'complete' }));
const completes = async (world: World, { say }: Socket) => {
  await underWay(world);
  say({ type: 'complete', id: '1' });
};
const goesAway = async (world: World, { client }: Socket) => {
  await underWay(world);
  client.terminate();
};
const revokes = async (world: World) => {
  await underWay(world);
  world.gateway.reload(accountsOf([COMPANIES[1]]));
};
const hangsUp = async (world: World) => {
  await underWay(world);
  world.gateway.app.hangUp();
};

/** An import; the provider is let go, so that it comes to its end. */
async function progress({ gateway, provider }: World): Promise<string> {
  const { data } = await gateway.ask('north-writes', IMPORT);
  await vi.waitFor(() => expect(gateway.scopes).toHaveLength(1));
  (gateway.begun as unknown[]).length = 0;
  (gateway.scopes as unknown[]).length = 0;
  setTimeout(() => provider.release(), 100);
  return `subscription { importProgress(id: ${JSON.stringify(data.importSenders.job.id)}) { state } }`;
}

const upload = () => {
  const body = new FormData();
  body.set('operations', JSON.stringify({ query: WAITS }));
  body.set('map', '{}');
  return body;
};
const MCP = { path: '/mcp', headers: { accept: 'application/json, text/event-stream' } };
const call = (id: number, name = 'senders') => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } });

const COURSES: readonly (readonly [name: string, course: Course])[] = [
  ['POST, answered', answered({ body: { query: VIEWER } })],
  ['POST, a document that can’t be read', answered({ body: { query: '{' } })],
  ['POST, a document that is not valid', answered({ body: { query: '{ nothing }' } })],
  ['POST, no JSON', answered({ body: 'text' })],
  ['POST, too long', answered({ body: { query: VIEWER, padding: 'x'.repeat(1_100_000) } })],
  ['POST, its client goes away', left({ body: { query: WAITS } })],
  ['POST, its right ends', revoked({ body: { query: WAITS } })],
  ['POST, without a token', answered({ token: 'nobody', body: { query: VIEWER } })],
  ['GET, answered', answered({ method: 'GET', path: `/graphql?query=${encodeURIComponent(VIEWER)}` })],
  ['GET, its client goes away', left({ method: 'GET', path: `/graphql?query=${encodeURIComponent(WAITS)}` })],
  ['a batch, answered', answered({ body: [{ query: VIEWER }, { query: VIEWER }] })],
  ['a batch, its client goes away', left({ body: [{ query: WAITS }, { query: WAITS }] }, 2)],
  [
    'an upload, its client goes away',
    async (world) => {
      const client = new AbortController();
      const response = world.gateway
        .send('north-writes', { method: 'POST', headers: { 'graphql-require-preflight': '1' }, body: upload(), signal: client.signal })
        .catch(() => {});
      await underWay(world);
      client.abort();
      await response;
    },
  ],
  [
    'SSE, its client goes away',
    stream(
      () => EVENTS,
      (_, client) => client.abort(),
    ),
  ],
  ['SSE, its source ends', stream(progress, () => {})],
  [
    'SSE, refused',
    stream(
      () => 'subscription { senderEvents(subclient: "nobody") { cursor } }',
      () => {},
    ),
  ],
  ['SSE, its right ends', stream(() => EVENTS, revokes)],
  ['SSE, the gateway hangs up', stream(() => EVENTS, hangsUp)],
  ['a subscription whose answer can be given in no form', answered({ body: { query: EVENTS }, headers: { accept: 'multipart/mixed' } })],
  ['a subscription as JSON', answered({ body: { query: EVENTS } })],
  ['WebSocket, a query is answered', socket(() => VIEWER, completed)],
  ['WebSocket, a query is not valid', socket(() => '{ nothing }', completed)],
  ['WebSocket, a client completes its query', socket(() => WAITS, completes)],
  ['WebSocket, a client goes away from its query', socket(() => WAITS, goesAway)],
  ['WebSocket, a client completes its subscription', socket(() => EVENTS, completes)],
  ['WebSocket, a client goes away from its subscription', socket(() => EVENTS, goesAway)],
  ['WebSocket, a subscription’s source ends', socket(progress, completed)],
  ['WebSocket, a subscription is refused', socket(() => 'subscription { senderEvents(subclient: "nobody") { cursor } }', completed)],
  ['WebSocket, a subscription’s right ends', socket(() => EVENTS, revokes)],
  ['WebSocket, a query’s right ends', socket(() => WAITS, revokes)],
  ['WebSocket, the gateway hangs up', socket(() => EVENTS, hangsUp)],
  ['MCP, answered', answered({ ...MCP, body: call(1, 'viewer') })],
  ['MCP, its client goes away', left({ ...MCP, body: call(1) })],
  ['MCP, its right ends', revoked({ ...MCP, body: call(1) })],
  ['MCP, no message', answered({ ...MCP, body: { hello: 'there' } })],
];

async function startHeldSandbox() {
  const sandbox = await startSandbox({ speed: 0, accounts: COMPANIES, senders: SAME_SENDERS, limits: false });
  const provider = await holdProvider(sandbox.url);
  const end = async () => {
    await provider[Symbol.asyncDispose]();
    await sandbox.close();
  };
  return { provider, [Symbol.asyncDispose]: end };
}

async function metricsOf({ app }: TenantGateway): Promise<string> {
  const server = createServer(app.operate).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const text = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)).text();
  server.close();
  return text;
}

it.each(COURSES)('%s: ends once, for logs, metrics and traces', async (_, course) => {
  await using sandbox = await startHeldSandbox();
  const { provider } = sandbox;
  await using gateway = await startTenants({
    documents,
    env: { SMSC_URL: provider.url, SMSC_RESERVE_URLS: '', QUEUE_TIMEOUT_MS: '30000', POLL_FAST_MS: '86400000', POLL_SLOW_MS: '86400000' },
  });
  await course({ gateway, provider });
  await vi.waitFor(() => expect(gateway.scopes).toHaveLength(1));
  // Whatever comes later tells of no second end, also not the answer that nobody waits for any more.
  provider.release();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([gateway.begun.length, gateway.scopes.length]).toEqual([1, 1]);
  expect(await metricsOf(gateway)).toContain('\ngateway_subscriptions 0\n');
  expect(gateway.faults).toEqual([]);
});
