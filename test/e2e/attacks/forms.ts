import { operation, type WireRequest } from '../../support/wire.ts';
import type { Attack } from './attack.ts';

const DELETE = 'mutation { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }';
const typed = (type: string, body: string | Buffer, more: WireRequest['headers'] = []): WireRequest => ({
  token: 'north-writes',
  headers: [['content-type', type], ...more],
  body,
});
const get = (query: string, more: WireRequest['headers'] = []): WireRequest => ({
  method: 'GET',
  path: `/graphql?query=${encodeURIComponent(query)}`,
  token: 'north-writes',
  headers: more,
});
const raw = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}`, 'latin1');
const upgrading = (protocol: string, body: string, more: WireRequest['headers'] = []): WireRequest => ({
  ...typed('application/json', body, [['connection', 'upgrade, close'], ['upgrade', protocol], ...more]),
  token: 'north-reads',
});
const AUTHORIZATION = 'authorization: Bearer north-reads';

/** What a page of another site could make a browser send, and requests of wrong form. */
export const FORMS: readonly Attack[] = [
  { name: 'a write by GET', sends: get(DELETE), answer: '405 BAD_REQUEST' },
  {
    name: 'a write by GET that is chosen by operationName',
    sends: {
      ...get(`query A { __typename } ${DELETE.replace('mutation', 'mutation B')}`),
      path: `/graphql?operationName=B&query=${encodeURIComponent(`query A { __typename } ${DELETE.replace('mutation', 'mutation B')}`)}`,
    },
    answer: '405 BAD_REQUEST',
  },
  {
    name: 'a read by GET from a page of another site',
    sends: get('{ viewer { account } }', [['sec-fetch-site', 'cross-site']]),
    answer: '403 BAD_REQUEST',
  },
  {
    name: 'JSON as text/plain, which needs no preflight',
    sends: typed('text/plain', JSON.stringify({ query: DELETE })),
    answer: '403 BAD_REQUEST',
  },
  { name: 'a form', sends: typed('application/x-www-form-urlencoded', `query=${encodeURIComponent(DELETE)}`), answer: '403 BAD_REQUEST' },
  {
    name: 'a form with the header of a preflight, by a token that may read only',
    sends: {
      ...typed('application/x-www-form-urlencoded', `query=${encodeURIComponent(DELETE)}`, [['graphql-require-preflight', '1']]),
      token: 'north-reads',
    },
    answer: '200 FORBIDDEN',
  },
  {
    name: 'JSON under a type that only begins like a form’s',
    sends: typed('text/plain; application/json', JSON.stringify({ query: DELETE })),
    answer: '403 BAD_REQUEST',
  },
  {
    name: 'a body with no type',
    sends: { token: 'north-writes', headers: [], body: JSON.stringify({ query: DELETE }) },
    answer: '415',
  },
  {
    name: 'a preflight of a site that is not on the list',
    sends: {
      method: 'OPTIONS',
      token: null,
      headers: [
        ['origin', 'https://evil.example'],
        ['access-control-request-method', 'POST'],
        ['access-control-request-headers', 'authorization, content-type'],
      ],
    },
    answer: '204',
    holds: ({ body }) => !/access-control-allow-origin/i.test(body),
  },
  {
    name: 'the parameter `query` twice: the first one counts',
    sends: {
      method: 'GET',
      path: `/graphql?query=%7B__typename%7D&query=${encodeURIComponent(DELETE)}`,
      headers: [],
      token: 'north-writes',
    },
    answer: '200 data',
  },
  {
    name: 'parameters in the address beside a body: the body counts',
    sends: { ...operation('{ __typename }'), path: `/graphql?query=${encodeURIComponent(DELETE)}`, token: 'north-writes' },
    answer: '200 data',
  },
  {
    name: 'introspection with aliases and fragments, without a token',
    sends: operation('{ a: __schema { ...F } } fragment F on __Schema { types { name } }', undefined, null),
    answer: '401 UNAUTHENTICATED',
  },
  {
    name: 'introspection behind `{ __typename }`, without a token',
    sends: operation('{ __typename ... on Query { __schema { types { name } } } }', undefined, null),
    answer: '401 UNAUTHENTICATED',
  },
  {
    name: 'introspection in a circle',
    sends: operation(`{ __schema { types { ${'fields { type { '.repeat(12)} name ${'} }'.repeat(12)} } } }`),
    answer: '400 BAD_REQUEST (depth)',
  },
  {
    name: 'bytes that are no UTF-8',
    sends: typed(
      'application/json',
      Buffer.concat([Buffer.from('{"query":"{ sender(name: \\"'), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), Buffer.from('\\") { id } }"}')]),
    ),
    answer: '200 BAD_REQUEST',
  },
  {
    name: 'a lone surrogate',
    sends: typed('application/json', '{"query":"{ sender(name: \\"\\ud800\\") { id } }"}'),
    answer: '200 BAD_REQUEST',
  },
  {
    name: 'UTF-16',
    sends: typed('application/json; charset=utf-16', Buffer.from(JSON.stringify({ query: '{ __typename }' }), 'utf16le')),
    answer: '400 BAD_REQUEST',
  },
  {
    name: 'a byte order mark',
    sends: typed('application/json', `\uFEFF${JSON.stringify({ query: '{ __typename }' })}`),
    answer: '400 BAD_REQUEST',
  },
  {
    name: 'a gzip bomb',
    sends: typed('application/json', Buffer.from('1f8b0800000000000003', 'hex'), [['content-encoding', 'gzip']]),
    answer: '400 BAD_REQUEST',
  },
  { name: 'no JSON', sends: typed('application/json', '{"query":'), answer: '400 BAD_REQUEST' },
  { name: 'an empty body', sends: typed('application/json', ''), answer: '400 BAD_REQUEST' },
  {
    name: 'variables that are no object',
    sends: typed('application/json', '{"query":"{ __typename }","variables":[1]}'),
    answer: '400 BAD_REQUEST',
  },
  {
    name: 'a body of one byte too many',
    sends: typed('application/json', JSON.stringify({ query: '{ __typename }', x: '' }).replace('""', `"${'x'.repeat(1_000_000 - 32)}"`)),
    answer: '413 BAD_REQUEST (body)',
  },
  {
    name: 'a body that says that it is a terabyte',
    sends: typed('application/json', '{', [['content-length', '1099511627776']]),
    answer: '413 BAD_REQUEST (body)',
  },
  {
    name: 'a body in pieces that does not end before it is too long',
    sends: typed('application/json', `${'fffff\r\n'}${'x'.repeat(0xfffff)}\r\n`, [['transfer-encoding', 'chunked']]),
    answer: '413 BAD_REQUEST (body)',
  },
  { name: 'headers of 100 kB', sends: { headers: [['x-long', 'x'.repeat(100_000)]] }, answer: '431' },
  { name: 'an address of 100 kB', sends: { method: 'GET', path: `/graphql?query=${'x'.repeat(100_000)}`, headers: [] }, answer: '431' },
  {
    name: 'another server’s name as Host, with a path in it',
    sends: { ...operation('{ __typename }'), host: 'evil.example/x?' },
    answer: '400 BAD_REQUEST',
  },
  { name: 'a Host with credentials', sends: { ...operation('{ __typename }'), host: 'a:b@127.0.0.1' }, answer: '400 BAD_REQUEST' },
  { name: 'no Host', sends: raw('POST /graphql HTTP/1.1', AUTHORIZATION, 'connection: close', '', ''), answer: '400' },
  {
    name: 'Host twice',
    sends: raw(
      'POST /graphql HTTP/1.1',
      'host: 127.0.0.1',
      'host: evil.example',
      AUTHORIZATION,
      'connection: close',
      'content-length: 0',
      '',
      '',
    ),
    answer: '400 BAD_REQUEST',
  },
  {
    name: 'an address of another server in the request line',
    sends: { method: 'GET', path: 'http://evil.example/graphql?query=%7B__typename%7D', headers: [] },
    answer: '400 BAD_REQUEST',
  },
  { name: 'a tunnel to another server', sends: { method: 'CONNECT', path: '127.0.0.1:22', headers: [] }, answer: 'connection closed' },
  {
    name: 'two lengths, to smuggle a second request',
    sends: raw('POST /graphql HTTP/1.1', 'host: 127.0.0.1', AUTHORIZATION, 'content-length: 5', 'content-length: 6', '', 'abcdef'),
    answer: '400',
  },
  {
    name: 'a length and chunks, to smuggle a second request',
    sends: raw(
      'POST /graphql HTTP/1.1',
      'host: 127.0.0.1',
      AUTHORIZATION,
      'content-length: 5',
      'transfer-encoding: chunked',
      '',
      '0',
      '',
      'GET / HTTP/1.1',
      '',
      '',
    ),
    answer: '400',
  },
  {
    name: 'a header with a bare line feed in it',
    sends: raw('POST /graphql HTTP/1.1', 'host: 127.0.0.1', AUTHORIZATION, 'x-a: b\nx-c\0: d', '', ''),
    answer: '400',
  },
  { name: 'no HTTP at all', sends: Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'latin1'), answer: '400' },
  {
    name: 'a way out of the console’s folder',
    sends: { method: 'GET', path: '/console/..%2f..%2f..%2fpackage.json', headers: [] },
    answer: '404',
  },
  {
    name: 'a body that waits to be asked for (`Expect: 100-continue`), without a token: it is not',
    sends: { ...typed('application/json', '{"query":"{ viewer { account } }"}', [['expect', '100-continue']]), token: null },
    answer: '401 UNAUTHENTICATED',
    holds: ({ body }) => !body.includes('100 Continue') && /connection: close/i.test(body),
  },
  {
    name: '… with a token: it is',
    sends: typed('application/json', '{"query":"{ viewer { account } }"}', [['expect', '100-continue']]),
    answer: '100',
    says: /HTTP\/1\.1 200 OK.*"account":"north"/s,
  },
  {
    name: '… of a terabyte: it is not',
    sends: typed('application/json', '{', [
      ['expect', '100-continue'],
      ['content-length', '1099511627776'],
    ]),
    answer: '413 BAD_REQUEST (body)',
    holds: ({ body }) => !body.includes('100 Continue'),
  },
  {
    name: 'an expectation that is not met',
    sends: typed('application/json', '{}', [['expect', 'the moon']]),
    answer: '417',
  },
  {
    name: 'an upgrade to HTTP/2 (`Upgrade: h2c`) with a body: it is served as without',
    sends: upgrading('h2c', '{"query":"{ viewer { account } }"}'),
    answer: '200 data',
  },
  {
    name: 'an upgrade to WebSocket by POST: it is served as without',
    sends: upgrading('websocket', '{"query":"{ viewer { account } }"}'),
    answer: '200 data',
  },
  {
    name: 'a subscription behind an upgrade that is none, which no stream could carry',
    sends: upgrading('h2c', '{"query":"subscription { senderEvents { cursor } }"}'),
    answer: '200 BAD_REQUEST',
  },
  {
    name: 'a WebSocket at another address',
    sends: { ...upgrading('websocket', ''), method: 'GET', path: '/console' },
    answer: '404 BAD_REQUEST',
  },
  {
    name: 'a WebSocket from a page of another site',
    sends: { ...upgrading('websocket', '', [['origin', 'https://evil.example']]), method: 'GET' },
    answer: '403 FORBIDDEN',
  },
  { name: 'TRACE', sends: { method: 'TRACE', headers: [] }, answer: '405 BAD_REQUEST' },
  { name: 'slow headers (slowloris)', sends: raw('POST /graphql HTTP/1.1', 'host: 127.0.0.1', 'x-slow: '), answer: '408', isSlow: true },
  {
    name: 'a slow body',
    sends: raw(
      'POST /graphql HTTP/1.1',
      'host: 127.0.0.1',
      AUTHORIZATION,
      'content-type: application/json',
      'content-length: 100',
      '',
      '{"query":',
    ),
    answer: '408',
    isSlow: true,
  },
];
