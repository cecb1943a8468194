import { once } from 'node:events';
import { connect } from 'node:net';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { RIGHT_ENDS, type RightEnd } from '../../../src/domain/right-ends.ts';
import type { Json } from '../../support/tenants.ts';

export interface Caller {
  readonly url: string;
  readonly token: string;
  /** A sender that is there, by its number. */
  readonly smscId: string;
  /** An import that is paused. */
  readonly importId: string;
}

/** Something that a caller has going, while its right may end. */
export interface Running {
  /** Called right after it happened, in the same turn of the event loop. */
  readonly after?: () => void;
  /** What became of it, in a word or two. */
  readonly outcome: () => Promise<string>;
  readonly close?: () => void;
}

export interface TransportCase {
  readonly name: string;
  /** Resolves when it is under way as far as its client can tell. */
  readonly begin: (caller: Caller) => Promise<Running>;
  /** Requests that the gateway knows of by then, and operations that it runs. */
  readonly underWay: { readonly requests: number; readonly operations: number };
  /** As `outcome` tells it. */
  readonly expected: (end: RightEnd | null) => string;
}

const QUERY = '{ senders { totalCount } }';
const EVENTS = 'subscription { senderEvents { cursor } }';
const PROGRESS = (id: string) => `subscription { importProgress(id: ${JSON.stringify(id)}) { state } }`;
const DELETE = (target: string) => `mutation { deleteSender(input: { sender: { ${target} } }) { __typename } }`;
const JSON_TYPE = { 'content-type': 'application/json' };
const AGENT_TYPES = { ...JSON_TYPE, accept: 'application/json, text/event-stream' };

const told = (answer: Json): string => {
  if (Array.isArray(answer)) return [...new Set(answer.map(told))].join(', ');
  if (answer.errors !== undefined) return answer.errors.map(({ extensions }: Json) => extensions.code).join(', ');
  if (answer.result !== undefined) return answer.result.isError ? answer.result.content[0].text.split(':')[0] : 'answered';
  return answer.data?.deleteSender?.__typename ?? 'answered';
};
/** Without `200` for what is whole. */
const verdict = (status: number, answer: Json): string => `${status === 200 ? '' : `${status} `}${told(answer)}`;

const refusedWith = (end: RightEnd): string => {
  const { code } = RIGHT_ENDS[end];
  return `${code === 'UNAUTHENTICATED' ? 401 : 503} ${code}`;
};
const finishesUnless = (answered: string) => (end: RightEnd | null) =>
  end === null || RIGHT_ENDS[end].requestsFinish ? answered : refusedWith(end);

/** A request over HTTP that waits for the provider. */
const request = (
  name: string,
  init: (caller: Caller) => RequestInit & { path?: string },
  { answered = 'answered', operations = 1 } = {},
): TransportCase => ({
  name,
  underWay: { requests: 1, operations },
  async begin(caller) {
    const { path = '/graphql', headers, ...rest } = init(caller);
    const response = fetch(caller.url + path, {
      method: 'POST',
      ...rest,
      headers: { ...headers, authorization: `Bearer ${caller.token}` },
    });
    const answer = response.then(async (answer) => verdict(answer.status, await answer.json())).catch(String);
    return { outcome: () => answer };
  },
  expected: finishesUnless(answered),
});

/** A subscription over HTTP. */
const stream = (name: string, accept: string, query: (caller: Caller) => string): TransportCase => ({
  name,
  underWay: { requests: 1, operations: 1 },
  async begin(caller) {
    const left = new AbortController();
    const { url, token } = caller;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...JSON_TYPE, accept, authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: query(caller) }),
      signal: left.signal,
    });
    let text = '';
    let state = 'live';
    const read = async () => {
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
      state = /"code":"(\w+)"/.exec(text)?.[1] ?? 'complete';
    };
    read().catch(() => {
      state = 'broken off';
    });
    // What stays live stays so for a while.
    return {
      outcome: () => vi.waitFor(() => (state === 'live' ? Promise.reject(new Error(state)) : state), { timeout: 400 }).catch(() => state),
      close: () => left.abort(),
    };
  },
  expected: (end) => (end === null ? 'live' : RIGHT_ENDS[end].mayReturn ? 'broken off' : RIGHT_ENDS[end].code),
});

const socketEnd = (end: RightEnd): string => (RIGHT_ENDS[end].mayReturn ? '1001 Connect again' : `4403 ${RIGHT_ENDS[end].code}`);

/** A WebSocket, and what is sent over it before and after. */
const socket = (
  name: string,
  queries: { readonly before?: (caller: Caller) => string; readonly after?: string },
  goesOn: string,
): TransportCase => ({
  name,
  underWay: queries.before === undefined ? { requests: 0, operations: 0 } : { requests: 1, operations: 1 },
  async begin(caller) {
    const { url, token } = caller;
    const client = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    let ended: string | null = null;
    let answer: string | null = null;
    client.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'next') answer = told(payload);
    });
    client.on('close', (code, reason) => {
      ended = `${code} ${reason}`;
    });
    await once(client, 'open');
    client.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    await once(client, 'message');
    const send = (id: string, query: string) => client.send(JSON.stringify({ type: 'subscribe', id, payload: { query } }));
    if (queries.before !== undefined) send('before', queries.before(caller));
    return {
      after: () => {
        if (queries.after !== undefined) send('after', queries.after);
      },
      outcome: () =>
        vi
          .waitFor(() => ended ?? (goesOn === 'live' ? null : answer) ?? Promise.reject(new Error('neither')), {
            timeout: goesOn === 'live' ? 1_000 : 10_000,
          })
          .catch(() => 'live'),
      close: () => client.terminate(),
    };
  },
  expected: (end) => (end === null ? goesOn : socketEnd(end)),
});

/** A request that is let in by its head, and ends its body later. */
const slowBody: TransportCase = {
  name: 'a body that comes slowly',
  underWay: { requests: 1, operations: 0 },
  async begin({ url, token }) {
    const { hostname, port } = new URL(url);
    const body = JSON.stringify({ query: '{ viewer { account } }' });
    const client = connect(Number(port), hostname);
    let text = '';
    client.on('data', (chunk) => {
      text += chunk;
    });
    client.on('error', () => {});
    const closed = once(client, 'close');
    const head = [`POST /graphql HTTP/1.1`, `host: ${hostname}`, `authorization: Bearer ${token}`, 'content-type: application/json'];
    client.write(`${[...head, `content-length: ${body.length}`, 'connection: close'].join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
    return {
      after: () => client.write(body.slice(5)),
      async outcome() {
        await closed;
        const [, status] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
        return verdict(Number(status), JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)));
      },
      close: () => client.destroy(),
    };
  },
  // It has not begun, so it is not finished either.
  expected: (end) => (end === null ? 'answered' : refusedWith(end)),
};

const call = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'senders', arguments: {} } });

export const TRANSPORTS: readonly TransportCase[] = [
  request('POST', () => ({ headers: JSON_TYPE, body: JSON.stringify({ query: QUERY }) })),
  request('GET', () => ({ method: 'GET', path: `/graphql?query=${encodeURIComponent(QUERY)}` })),
  {
    ...request('a batch', () => ({ headers: JSON_TYPE, body: JSON.stringify([{ query: QUERY }, { query: QUERY }]) }), { operations: 2 }),
    // A batch has status 200, and a code an operation.
    expected: (end) => (end === null || RIGHT_ENDS[end].requestsFinish ? 'answered' : RIGHT_ENDS[end].code),
  },
  request('multipart/form-data', () => {
    const body = new FormData();
    body.set('operations', JSON.stringify({ query: QUERY }));
    body.set('map', '{}');
    return { headers: { 'graphql-require-preflight': '1' }, body };
  }),
  request('a write that waits', () => ({ headers: JSON_TYPE, body: JSON.stringify({ query: DELETE('name: "Nobody"') }) }), {
    answered: 'SenderNotFoundError',
  }),
  {
    ...request('a write that is at the provider', ({ smscId }) => {
      const id = Buffer.from(`Sender:${smscId}`).toString('base64url');
      return { headers: JSON_TYPE, body: JSON.stringify({ query: DELETE(`id: "${id}"`) }) };
    }),
    // What it did is told, whatever came meanwhile.
    expected: () => 'DeleteSenderSuccess',
  },
  request('MCP', () => ({ path: '/mcp', headers: AGENT_TYPES, body: JSON.stringify(call(1)) })),
  request('an MCP batch', () => ({ path: '/mcp', headers: AGENT_TYPES, body: JSON.stringify([call(1), call(2)]) }), { operations: 2 }),
  slowBody,
  stream('SSE: events', 'text/event-stream', () => EVENTS),
  stream('SSE: an import', 'text/event-stream', ({ importId }) => PROGRESS(importId)),
  socket('WebSocket, idle', {}, 'live'),
  socket('WebSocket: a query', { before: () => QUERY }, 'answered'),
  socket('WebSocket: events', { before: () => EVENTS }, 'live'),
  socket('WebSocket: an import', { before: ({ importId }) => PROGRESS(importId) }, 'live'),
  socket('WebSocket: a new operation', { after: '{ viewer { account } }' }, 'answered'),
];
