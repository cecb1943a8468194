import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startGateway } from '../../support/gateway.ts';
import { accountsOf, COMPANIES, startTenants, type TenantGateway } from '../../support/tenants.ts';

interface Message {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own
  readonly payload?: any;
}

/** A bare socket with the protocol's messages. */
function open(url: string, { path = '/graphql', protocol = 'graphql-transport-ws', headers = {} } = {}) {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, protocol, { headers });
  const messages: Message[] = [];
  let closed: { code: number; reason: string } | null = null;
  let status: number | undefined;
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) };
  });
  socket.on('unexpected-response', (_, response) => {
    status = response.statusCode;
    socket.terminate();
  });
  socket.on('error', () => {});
  return {
    socket,
    messages,
    closed: () => vi.waitFor(() => closed ?? Promise.reject(new Error('open'))),
    refused: () => vi.waitFor(() => status ?? Promise.reject(new Error('not refused'))),
    async init(payload?: object) {
      if (socket.readyState === socket.CONNECTING) await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'connection_init', payload }));
    },
    /** Sends an operation, and resolves with what answers it. */
    async run(query: string, variables: object = {}, id = String(messages.length)) {
      await vi.waitFor(() => expect(messages[0]?.type).toBe('connection_ack'));
      socket.send(JSON.stringify({ type: 'subscribe', id, payload: { query, variables } }));
      return vi.waitFor(() => messages.find((message) => message.id === id)?.payload ?? Promise.reject(new Error('no answer')));
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
}

const VIEWER = '{ viewer { account canWrite } }';

let gateway: TenantGateway;
beforeAll(async () => {
  gateway = await startTenants();
});
afterAll(() => gateway[Symbol.asyncDispose]());

describe('a WebSocket', () => {
  it.each([
    ['the header Authorization', { headers: { authorization: 'Bearer north-reads' } }, undefined],
    ['Authorization in connection_init', {}, { Authorization: 'Bearer north-reads' }],
    ['authorization in connection_init', {}, { authorization: 'Bearer north-reads' }],
    ['headers in connection_init', {}, { headers: { Authorization: 'Bearer north-reads' } }],
  ])('is let in by a token in %s', async (_, options, payload) => {
    using client = open(gateway.url, options);
    await client.init(payload);
    expect(await client.run(VIEWER)).toEqual({ data: { viewer: { account: 'north', canWrite: false } } });
  });

  it.each([
    ['no token', {}, undefined],
    ['a token that nobody gave out', {}, { Authorization: 'Bearer nobody' }],
    ['a token in the address', { path: '/graphql?access_token=north-reads' }, undefined],
  ])('with %s is closed, with the reason', async (_, options, payload) => {
    using client = open(gateway.url, options);
    await client.init(payload);
    expect(await client.closed()).toEqual({ code: 4403, reason: 'UNAUTHENTICATED' });
    expect(client.messages).toEqual([]);
  });

  it('runs nothing before connection_init', async () => {
    using client = open(gateway.url, { headers: { authorization: 'Bearer north-reads' } });
    await once(client.socket, 'open');
    client.socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: VIEWER } }));
    expect(await client.closed()).toMatchObject({ code: 4401 });
  });

  it('keeps a reader from writing, and a confined token to its subclients', async () => {
    using reader = open(gateway.url);
    await reader.init({ Authorization: 'Bearer north-reads' });
    const write = 'mutation { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }';
    expect(await reader.run(write)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    using confined = open(gateway.url);
    await confined.init({ Authorization: 'Bearer north-branch' });
    const list = 'query ($subclient: String) { senders(subclient: $subclient) { totalCount } }';
    expect(await confined.run(list)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await confined.run(list, { subclient: 'branch' })).toEqual({
      data: { senders: { totalCount: 1 } },
      extensions: expect.anything(),
    });
  });

  it('says what is wrong with an operation, and stays open', async () => {
    using client = open(gateway.url);
    await client.init({ Authorization: 'Bearer north-reads' });
    expect(await client.run('{ nothing')).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(await client.run('{ nothing }')).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(await client.run(VIEWER)).toHaveProperty('data');
  });

  it('has a hundred operations at the most', async () => {
    using client = open(gateway.url);
    await client.init({ Authorization: 'Bearer north-reads' });
    await vi.waitFor(() => expect(client.messages).toHaveLength(1));
    const query = 'subscription { senderEvents { cursor } }';
    for (let id = 0; id < 100; id += 1) client.socket.send(JSON.stringify({ type: 'subscribe', id: `s${id}`, payload: { query } }));
    expect(await client.run(query, {}, 'one more')).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    client.socket.send(JSON.stringify({ type: 'complete', id: 's0' }));
    expect(await client.run(VIEWER, {}, 'in its place')).toHaveProperty('data');
  });

  it('is told in logs and metrics as a request is', async () => {
    using client = open(gateway.url);
    await client.init({ Authorization: 'Bearer south-reads' });
    const before = gateway.scopes.length;
    await client.run('query Who { viewer { account } }');
    expect(gateway.scopes.slice(before)).toMatchObject([{ principal: { name: 'reader' }, operations: [{ name: 'Who', kind: 'query' }] }]);
  });

  it.each([
    ['another path', { path: '/other' }, 404],
    ['a path that begins alike', { path: '/graphqls' }, 404],
    ['another protocol', { protocol: 'graphql-ws' }, 400],
  ])('at %s is refused', async (_, options, status) => {
    using client = open(gateway.url, options);
    if (status === 400) await client.closed();
    else expect(await client.refused()).toBe(status);
    expect(client.messages).toEqual([]);
  });

  it('ends with a token that a reload takes away, which does not come in again', async () => {
    await using own = await startTenants();
    using idle = open(own.url);
    await idle.init({ Authorization: 'Bearer north-reads' });
    await idle.run(VIEWER);
    using live = open(own.url);
    await live.init({ Authorization: 'Bearer north-reads' });
    await live.run(VIEWER);
    live.socket.send(JSON.stringify({ type: 'subscribe', id: 'live', payload: { query: 'subscription { senderEvents { cursor } }' } }));
    own.reload(accountsOf([COMPANIES[1]]));
    expect([await idle.closed(), await live.closed()]).toEqual(Array(2).fill({ code: 4403, reason: 'UNAUTHENTICATED' }));
    using again = open(own.url);
    await again.init({ Authorization: 'Bearer north-reads' });
    expect(await again.closed()).toMatchObject({ code: 4403 });
  });
});

describe('the limits', () => {
  it('of a token count what comes over a WebSocket', async () => {
    await using own = await startTenants({ env: { LIMIT_TOKEN_RATE: '3' } });
    using client = open(own.url);
    await client.init({ Authorization: 'Bearer north-reads' });
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await client.run(VIEWER, {}, `v${count}`));
    expect(answers.filter(({ data }) => data != null)).toHaveLength(3);
    expect(answers.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true } }] });
  });

  it('of an address count connections and messages, so that no token can be guessed in a row', async () => {
    await using own = await startTenants({ env: { LIMIT_ADDRESS_RATE: '3' } });
    const reasons = [];
    for (let count = 0; count < 2; count += 1) {
      using client = open(own.url);
      await client.init({ Authorization: 'Bearer nobody' });
      reasons.push((await client.closed()).reason);
    }
    expect(reasons).toEqual(['UNAUTHENTICATED', 'RATE_LIMITED']);
    using late = open(own.url);
    expect(await late.refused()).toBe(429);
  });
});

describe('without tokens', () => {
  it('a page of elsewhere is not let in, one of this server is', async () => {
    await using open_ = await startGateway({ sandbox: { senders: 1 } });
    const url = open_.url.replace('/graphql', '');
    using foreign = open(url, { headers: { origin: 'https://elsewhere.example' } });
    expect(await foreign.refused()).toBe(403);
    using own = open(url, { headers: { origin: url } });
    await own.init();
    expect(await own.run('{ viewer { canWrite } }')).toEqual({ data: { viewer: { canWrite: true } } });
    using rebound = open(url, { headers: { host: 'rebound.example' } });
    await rebound.init();
    expect(await rebound.closed()).toMatchObject({ code: 4403 });
  });
});
