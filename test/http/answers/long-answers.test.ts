import { on } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startGateway, type TestGateway } from '../../support/gateway.ts';

const SENDERS = 500;
const NODES = 'nodes { name status operators { status rawStatus operator { code name country } } }';
const LIST = `{ senders(first: ${SENDERS}) { ${NODES} } }`;
/** The same where graphql-js has to make the answer. */
const EXECUTED = `{ upstreamQuota { concurrentLimit } senders(first: ${SENDERS}) { ${NODES} } }`;

let gateway: TestGateway;
let expected: unknown[];
beforeAll(async () => {
  gateway = await startGateway({ sandbox: { senders: SENDERS, limits: false } });
  expected = [];
  // Pages that are short enough to be made at once.
  for (let after: string | null = null; ; ) {
    const { data } = await gateway.ask(
      `query ($after: String) { senders(first: 10, after: $after) { ${NODES} pageInfo { endCursor hasNextPage } } }`,
      { after },
    );
    expected.push(...data.senders.nodes);
    after = data.senders.pageInfo.endCursor;
    if (!data.senders.pageInfo.hasNextPage) break;
  }
});
afterAll(() => gateway.close());

const whole = async (answer: Response) => {
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.length).toBeGreaterThan(500_000);
  return JSON.parse(bytes.toString());
};

/** The first message that an operation gets. */
async function overWebSocket(url: string, id: string, query: string) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  for await (const [data] of on(socket, 'message')) {
    const message = JSON.parse(String(data));
    if (message.type === 'connection_ack') socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
    if (message.id !== id) continue;
    socket.terminate();
    return message;
  }
}

describe('a long answer', () => {
  it.each([
    ['a list', LIST],
    ['what graphql-js makes', EXECUTED],
  ])('has the data of the short ones: %s', async (_, query) => {
    const answer = await gateway.post({ query }, { 'accept-encoding': 'identity' });
    const length = Number(answer.headers.get('content-length'));
    const { data } = await whole(answer);
    expect(data.senders.nodes).toEqual(expected);
    expect(length).toBeGreaterThan(500_000);
  });

  it('keeps its errors, in their places and before its data', async () => {
    const text = await (await gateway.post({ query: `{ node(id: "none") { id } senders(first: ${SENDERS}) { ${NODES} } }` })).text();
    expect(text.startsWith('{"errors":[{"message":')).toBe(true);
    const { errors, data } = JSON.parse(text);
    expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'INVALID_INPUT' } }]);
    expect(data).toEqual({ node: null, senders: { nodes: expected } });
  });

  it.each(['br', 'gzip'])('comes by GET with a tag, in %s, and is not sent again', async (coding) => {
    const url = `${gateway.url}?query=${encodeURIComponent(LIST)}`;
    const answer = await fetch(url, { headers: { 'accept-encoding': coding } });
    expect(answer.headers.get('content-encoding')).toBe(coding);
    const etag = answer.headers.get('etag');
    expect((await whole(answer)).data.senders.nodes).toEqual(expected);
    const again = await fetch(url, { headers: { 'accept-encoding': coding, 'if-none-match': String(etag) } });
    expect(again.status).toBe(304);
  });

  it.each([
    ['a list', LIST],
    ['what graphql-js makes', EXECUTED],
    ['with errors', `{ node(id: "none") { id } senders(first: ${SENDERS}) { ${NODES} } }`],
    ['a short one', '{ senders(first: 1) { totalCount } }'],
  ])('comes over WebSocket as over HTTP, under whatever id: %s', async (_, query) => {
    const id = '"data":"written already"';
    const { payload, ...message } = await overWebSocket(gateway.url, id, query);
    expect(message).toEqual({ id, type: 'next' });
    const { errors = [], ...answer } = JSON.parse(await (await gateway.post({ query })).text());
    expect(payload.data).toEqual(answer.data);
    expect(payload.errors ?? []).toMatchObject(errors.map(({ message, path }: { message: string; path: string[] }) => ({ message, path })));
  });

  it('comes as an event stream too, with its errors as elsewhere', async () => {
    const query = `{ node(id: "none") { id } senders(first: ${SENDERS}) { ${NODES} } }`;
    const answer = await gateway.post({ query }, { accept: 'text/event-stream' });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const [, data = ''] = /^:\n\nevent: next\ndata: (.*)\n\nevent: complete\ndata:\n\n$/.exec(await answer.text()) ?? [];
    expect(JSON.parse(data)).toEqual(await (await gateway.post({ query })).json());
  });
});

describe('a batch', () => {
  it('is answered in its order, each part with its own errors', async () => {
    const answer = await gateway.post([{ query: LIST }, { query: '{ nothing }' }, { query: '{ senders(first: 1) { totalCount } }' }]);
    const [long, wrong, short] = await whole(answer);
    expect(long.data.senders.nodes).toEqual(expected);
    expect(wrong).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(short).toEqual({ data: { senders: { totalCount: SENDERS } } });
  });

  it('holds no subscription', async () => {
    const query = 'subscription { senderEvents { cursor } }';
    const answer = await gateway.post([{ query }, { query: '{ __typename }' }]);
    expect(await answer.json()).toMatchObject([
      { errors: [{ message: expect.stringContaining('A subscription needs') }] },
      { data: { __typename: 'Query' } },
    ]);
    const metrics = await (await fetch(new URL('/metrics', gateway.url))).text();
    expect(metrics).toContain('gateway_subscriptions 0');
  });
});
