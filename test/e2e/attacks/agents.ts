import type { WireRequest } from '../../support/wire.ts';
import { type Attack, times } from './attack.ts';

const HEAD: readonly (readonly [string, string])[] = [
  ['content-type', 'application/json'],
  ['accept', 'application/json, text/event-stream'],
];
const message = (method: string, params: object, id?: unknown) => ({ jsonrpc: '2.0', method, params, ...(id !== undefined && { id }) });
const call = (id: unknown, name = 'viewer', variables: object = {}) => message('tools/call', { name, arguments: variables }, id);
const cancel = (requestId: unknown) => message('notifications/cancelled', { requestId });
const sends = (body: unknown, more: Omit<WireRequest, 'body'> = {}): WireRequest => ({
  path: '/mcp',
  headers: HEAD,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...more,
});

/** What somebody who means no good sends to the Model Context Protocol. */
export const AGENTS: readonly Attack[] = [
  { name: 'a call without a token', sends: sends(call(1), { token: null }), answer: '401 UNAUTHENTICATED' },
  { name: 'a batch of a call and its own cancellation', sends: sends([call(1), cancel(1)]), answer: '202' },
  {
    name: 'a batch of a call and the cancellation of another',
    sends: sends([call(1), cancel(2)]),
    answer: '200 data',
    says: /"id":1,"result"/,
  },
  { name: 'a cancellation of what somebody else may have asked', sends: sends(cancel(1)), answer: '202' },
  { name: 'two calls of one id', sends: sends([call(1), call(1)]), answer: '200 data', says: /"id":1,"result".*"id":1,"result"/ },
  { name: 'a batch of 11 calls', sends: sends(Array.from({ length: 11 }, (_, id) => call(id))), answer: '413 BAD_REQUEST (batch)' },
  { name: 'no JSON', sends: sends('{'), answer: '400 BAD_REQUEST' },
  { name: 'JSON that is no message', sends: sends({ hello: 'there' }), answer: '400 error -32600', says: /"code":-32600/ },
  { name: 'a method named `constructor`', sends: sends(message('constructor', {}, 1)), answer: '200 error -32601', says: /"code":-32601/ },
  { name: 'a tool named `__proto__`', sends: sends(call(1, '__proto__')), answer: '200 error -32602', says: /"code":-32602/ },
  {
    name: 'a tool that writes, with a token that may read only',
    sends: sends(call(1, 'delete_sender', { input: { sender: { name: 'Shop' } } })),
    answer: '200 error -32602',
    says: /There is no tool of this name for this token/,
  },
  {
    name: '100,000 levels of lists in `arguments`',
    sends: sends(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"viewer","arguments":${'['.repeat(100_000)}`),
    answer: '400 BAD_REQUEST (nesting)',
  },
  {
    name: '20,000 unknown keys in `arguments`',
    sends: sends(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"viewer","arguments":{${times(20_000, (index) => `"k${index}":1`, ',')}}}}`,
    ),
    answer: '413 BAD_REQUEST (keys)',
  },
  { name: 'a stream beside (GET)', sends: sends('', { method: 'GET' }), answer: '405' },
  { name: 'an end of a session that there is not (DELETE)', sends: sends('', { method: 'DELETE' }), answer: '405' },
  {
    name: 'a page of another origin',
    sends: sends(call(1), { headers: [...HEAD, ['origin', 'https://evil.example']] }),
    answer: '403 FORBIDDEN',
  },
];
