import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { metricIn, metricsOf } from '../support/metrics.ts';
import { startTenants, type TenantGateway } from '../support/tenants.ts';

const SENDERS = Array.from({ length: 600 }, (_, index) => ({ name: `S${index}`, login: 'north', status: 1, operators: { mts_step: 3 } }));
const SMALL = '{ viewer { account } }';
/** Of 500 senders with 19 operators each. */
const LARGE = '{ senders(first: 500) { nodes { name operators { status } } } }';
const MUTATION = 'mutation { deleteSender(input: { sender: { name: "Nobody" } }) { __typename } }';
const LISTEN = 'subscription { senderEvents { cursor } }';

const MEMORY = 512_000_000;
let share = 0.1;
let gateway: TenantGateway;
beforeAll(async () => {
  gateway = await startTenants({
    sandbox: { senders: SENDERS },
    documents: [{ id: 'large', text: `# Many senders.\n${LARGE.replace('{', 'query Large {')}` }],
    memory: () => ({ container: { used: share * MEMORY, limit: MEMORY } }),
  });
  await gateway.ask('north-reads', '{ senders { totalCount } }');
});
afterAll(() => gateway[Symbol.asyncDispose]());

interface Ready {
  readonly state: string;
  readonly reasons: readonly string[];
}
const ready = async (): Promise<Ready> => (await (await gateway.send(null, { path: '/readyz' })).json()) as Ready;
/** Memory is looked at once a second. */
async function at(now: number, state: string): Promise<void> {
  share = now;
  await vi.waitFor(async () => expect((await ready()).state).toBe(state), { timeout: 5_000 });
}
const post = (body: unknown, headers: Record<string, string> = {}) =>
  gateway.send('north-writes', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

function connect(): WebSocket {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => {});
  return socket;
}
async function open(): Promise<WebSocket> {
  const socket = connect();
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer north-reads' } }));
  await once(socket, 'message');
  return socket;
}
async function over(socket: WebSocket, query: string) {
  socket.send(JSON.stringify({ type: 'subscribe', id: 'q', payload: { query } }));
  const [data] = await once(socket, 'message');
  return JSON.parse(String(data));
}

const refused = { errors: [{ extensions: { code: 'OVERLOADED', retryable: true, retryAfterMs: 5_000 } }] };

describe('from the first mark on', () => {
  beforeAll(() => at(0.85, 'degraded'));

  it('large requests are refused with 503 and when to come again, also where they were answered before', async () => {
    await at(0.1, 'ready');
    expect((await post({ query: LARGE })).status).toBe(200);
    expect((await post({ query: LARGE.replace('name ', '') })).status).toBe(200);
    await at(0.85, 'degraded');
    for (const query of [LARGE.replace('name ', ' name '), LARGE.replace('name ', 'id ')]) {
      const response = await post({ query });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await response.json()).toMatchObject(refused);
    }
  });

  it('… over every transport', async () => {
    const batch = await post([{ query: LARGE }, { query: LARGE }]);
    expect(await batch.json()).toMatchObject([refused, refused]);
    const get = await gateway.send('north-reads', { path: `/graphql?query=${encodeURIComponent(LARGE)}` });
    expect(get.status).toBe(503);
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'large', arguments: {} } };
    const accept = 'application/json, text/event-stream';
    const agent = await gateway.send('north-reads', {
      path: '/mcp',
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(call),
    });
    expect(await agent.text()).toContain('OVERLOADED');
    const socket = await open();
    expect(await over(socket, LARGE)).toMatchObject({ payload: refused });
    socket.terminate();
    const long = await post({ query: SMALL, variables: { x: 'x'.repeat(100_000) } });
    expect([long.status, await long.json()]).toMatchObject([503, refused]);
  });

  it('small requests, writes and listeners are served', async () => {
    expect(await (await post({ query: SMALL })).json()).toHaveProperty('data.viewer');
    expect(await (await post({ query: MUTATION })).json()).toHaveProperty('data.deleteSender.__typename', 'SenderNotFoundError');
    const stream = await post({ query: LISTEN }, { accept: 'text/event-stream' });
    expect(stream.status).toBe(200);
    await stream.body?.cancel();
  });

  it('readiness tells why', async () => {
    expect(await ready()).toEqual({
      state: 'degraded',
      reasons: ['85 % of the memory of the container are used: large requests are refused.'],
    });
  });
});

describe('from the second mark on', () => {
  it('idle connections end, listeners stay, and no new ones come', async () => {
    await at(0.1, 'ready');
    const [idle, busy] = [await open(), await open()];
    busy.send(JSON.stringify({ type: 'subscribe', id: 'live', payload: { query: LISTEN } }));
    const unknown = connect();
    await once(unknown, 'open');
    const kept = new Agent({ keepAlive: true });
    const asked = request(`${gateway.url}/healthz`, { agent: kept });
    asked.end();
    const [answer] = await once(asked, 'response');
    answer.resume();
    await once(answer, 'end');
    const ends: string[] = [];
    const [keptSocket] = Object.values(kept.freeSockets).flat();
    keptSocket?.once('close', () => ends.push('kept'));
    idle.once('close', (code) => ends.push(`idle ${code}`));
    busy.once('close', () => ends.push('busy'));
    unknown.once('close', () => ends.push('unknown'));

    await at(0.95, 'down');
    await vi.waitFor(() => expect(ends.toSorted()).toEqual(['idle 1001', 'kept', 'unknown']), { timeout: 10_000 });
    const stream = await post({ query: LISTEN }, { accept: 'text/event-stream' });
    expect(await stream.text()).toContain('OVERLOADED');
    const late = connect();
    const [, response] = await once(late, 'unexpected-response');
    expect(response.statusCode).toBe(503);
    late.terminate();
    expect(await (await post({ query: SMALL })).json()).toHaveProperty('data.viewer');
    busy.terminate();
    kept.destroy();
  });

  it('metrics tell the state and what is used', async () => {
    const text = await metricsOf(gateway.app);
    expect(metricIn(text, 'gateway_overload_state')).toBe(2);
    expect(metricIn(text, 'gateway_memory_used_ratio{of="container"}')).toBe(0.95);
    expect(metricIn(text, 'gateway_connections{kind="open"}')).toBeGreaterThan(0);
  });

  it('everything is taken again once there is room', async () => {
    await at(0.1, 'ready');
    expect((await post({ query: LARGE })).status).toBe(200);
  });
});
