import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { documentIdOf } from '../../src/http/trusted/manifest.ts';
import { startTenants, type TenantGateway } from '../support/tenants.ts';
import { bytesOf, exchange, type WireRequest } from '../support/wire.ts';

/** What a caller sends, which may be a confirmation code: alone, and so that quotes around it would end. */
const WORDS = ['X4711815', 'a" X4711815 "b', 'a` X4711815 `b', "a' X4711815 'b"];
const NAME = 'X4711815';
const literal = (word: string) => JSON.stringify(word);

const message = (type: string, rest: object = {}) => JSON.stringify({ type, ...rest });

const json = (body: unknown, more: Partial<WireRequest> = {}): WireRequest => ({
  token: 'north-writes',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...more,
});
const get = (parameters: Record<string, string>): WireRequest => ({
  method: 'GET',
  path: `/graphql?${new URLSearchParams(parameters)}`,
  headers: [],
});
const agent = (body: unknown): WireRequest => ({
  path: '/mcp',
  headers: [
    ['content-type', 'application/json'],
    ['accept', 'application/json, text/event-stream'],
  ],
  body: JSON.stringify(body),
});
const call = (params: unknown) => agent({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
const form = (parts: Readonly<Record<string, string>>): WireRequest => ({
  token: 'north-writes',
  headers: [
    ['content-type', 'multipart/form-data; boundary=b'],
    ['graphql-require-preflight', '1'],
  ],
  body: `${Object.entries(parts)
    .map(([name, text]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`)
    .join('')}--b--\r\n`,
});
const csv = (text: string): WireRequest => {
  const query =
    'mutation ($csv: File) { importSenders(input: { csv: $csv, dryRun: true }) { ... on ImportSendersSuccess { job { rows { nodes { issues { message } } } } } ... on InvalidInputError { message issues { message } } } }';
  const part = `--b\r\ncontent-disposition: form-data; name="0"; filename="a.csv"\r\n\r\n${text}\r\n--b--\r\n`;
  const { headers, body, token } = form({
    operations: JSON.stringify({ query, variables: { csv: null } }),
    map: '{"0":["variables.csv"]}',
  });
  return { headers: headers ?? [], token: token ?? null, body: String(body).replace('--b--\r\n', part) };
};
const SENDERS =
  'query ($filter: SenderFilter, $first: Int, $after: String) { senders(filter: $filter, first: $first, after: $after) { totalCount } }';
const ADD =
  'mutation ($input: AddSenderInput!) { addSender(input: $input) { __typename ... on InvalidInputError { message issues { path message } } } }';

/** Everywhere that a word of a caller's may stand. */
const REQUESTS: readonly (readonly [where: string, (word: string) => WireRequest])[] = [
  ['a key of variables', (word) => json({ query: SENDERS, variables: { filter: { [word]: 1 } } })],
  ['a value of an enum', (word) => json({ query: SENDERS, variables: { filter: { status: [word] } } })],
  ['a value in place of an object', (word) => json({ query: SENDERS, variables: { filter: word } })],
  ['a value in place of a number', (word) => json({ query: SENDERS, variables: { first: word } })],
  ['a key in place of a number', (word) => json({ query: SENDERS, variables: { first: { [word]: word } } })],
  ['a day', (word) => json({ query: SENDERS, variables: { filter: { statusChangedSince: word } } })],
  ['a cursor', (word) => json({ query: SENDERS, variables: { after: word } })],
  [
    'a cursor that was forged',
    (word) => json({ query: SENDERS, variables: { after: Buffer.from(JSON.stringify([word])).toString('base64url') } }),
  ],
  ['an id', (word) => json({ query: '{ node(id: $id) { id } }'.replace('{', 'query ($id: ID!) {'), variables: { id: word } })],
  [
    'an id in a list of other things',
    (word) => json({ query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: [{ [word]: word }] } }),
  ],
  ['the id of an import', (word) => json({ query: 'query ($id: ID!) { importJob(id: $id) { id } }', variables: { id: word } })],
  ['a subclient', (word) => json({ query: 'query ($s: String) { senders(subclient: $s) { totalCount } }', variables: { s: word } })],
  [
    'the name of a webhook',
    (word) =>
      json({
        query: 'mutation ($n: String!) { resumeWebhook(input: { name: $n }) { ... on InvalidInputError { message } } }',
        variables: { n: word },
      }),
  ],
  ['a name to add', (word) => json({ query: ADD, variables: { input: { name: `${word} Ж` } } })],
  [
    'a code',
    (word) =>
      json({
        query:
          'mutation ($c: String!) { verifySender(input: { number: "7", code: $c }) { ... on InvalidInputError { message issues { message } } } }',
        variables: { c: `${word}!` },
      }),
  ],
  ['an argument that is no text', (word) => json({ query: `{ senders(first: ${literal(word)}) { totalCount } }` })],
  ['an argument that is no object', (word) => json({ query: `{ senders(filter: ${literal(word)}) { totalCount } }` })],
  [
    'an argument that is no value of an enum',
    (word) => json({ query: `{ senders(filter: { status: [${literal(word)}] }) { totalCount } }` }),
  ],
  ['a name in place of a value', () => json({ query: `{ senders(filter: { status: [${NAME}] }, first: ${NAME}) { totalCount } }` })],
  ['a field', () => json({ query: `{ ${NAME} }` })],
  ['an argument’s name', () => json({ query: `{ senders(${NAME}: 1) { totalCount } }` })],
  ['a field of an input', () => json({ query: `{ senders(filter: { ${NAME}: 1 }) { totalCount } }` })],
  ['a fragment', () => json({ query: `{ ...${NAME} } fragment ${NAME} on ${NAME} { ${NAME} }` })],
  ['a directive', () => json({ query: `{ viewer @${NAME} { account } }` })],
  ['a type', () => json({ query: `query ($v: ${NAME}) { viewer { account } }` })],
  ['an operation', () => json({ query: `query ${NAME} { viewer { account } } query ${NAME} { viewer { account } }` })],
  ['a word where none may be', (word) => json({ query: `{ viewer ${literal(word)} }` })],
  ['a block of text where none may be', (word) => json({ query: `{ viewer """${word}""" }` })],
  ['a document that is none', (word) => json({ query: word })],
  ['operationName', (word) => json({ query: 'query A { __typename } query B { __typename }', operationName: word })],
  ['operationName that is no text', (word) => json({ query: 'query A { __typename }', operationName: { [word]: word } })],
  ['a parameter', (word) => json({ query: '{ __typename }', [word]: word })],
  ['variables that are none', (word) => json({ query: '{ __typename }', variables: word })],
  ['extensions that are none', (word) => json({ query: '{ __typename }', extensions: word })],
  ['a query that is none', (word) => json({ query: { [word]: word } })],
  ['documentId', (word) => json({ documentId: word })],
  ['documentId that is no text', (word) => json({ documentId: { [word]: word } })],
  ['a hash', (word) => json({ extensions: { persistedQuery: { version: 1, sha256Hash: word } } })],
  [
    'a hash of another document',
    (word) => json({ query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: word } } }),
  ],
  ['a body that is no JSON', (word) => json(`{"query":${word}`)],
  ['a body that is a text', (word) => json(JSON.stringify(word))],
  ['one of a batch', (word) => json([{ query: '{ __typename }' }, { query: word }, { [word]: word }])],
  ['a batch of texts', (word) => json([word])],
  ['a query by GET', (word) => get({ query: word })],
  ['variables by GET', (word) => get({ query: '{ __typename }', variables: word })],
  ['extensions by GET', (word) => get({ query: '{ __typename }', extensions: word })],
  ['operationName by GET', (word) => get({ query: 'query A { __typename }', operationName: word })],
  ['documentId by GET', (word) => get({ documentId: word })],
  ['a type of body', (word) => json('{}', { headers: [['content-type', `application/${word}`]] })],
  [
    'an origin at /mcp',
    (word) => ({
      ...agent({}),
      headers: [
        ['origin', `https://${encodeURIComponent(word)}.example`],
        ['content-type', 'application/json'],
      ],
    }),
  ],
  ['a token', (word) => json({ query: '{ __typename __schema { types { name } } }' }, { token: encodeURIComponent(word) })],
  ['a host', (word) => json({ query: '{ __typename }' }, { host: word })],
  ['operations of a form', (word) => form({ operations: word })],
  ['the map of a form', (word) => form({ operations: '{"query":"{ __typename }"}', map: word })],
  ['a path of a form', (word) => form({ operations: '{"query":"{ __typename }"}', map: JSON.stringify({ 0: [word] }), 0: 'x' })],
  ['a part of a form', (word) => form({ operations: '{"query":"{ __typename }"}', map: JSON.stringify({ [word]: ['variables'] }) })],
  ['a column of a file', (word) => csv(`name,${word.replaceAll('"', '')}\nx,y`)],
  ['a registration of a file', (word) => csv(`name,registrations\nx,"${word.replaceAll('"', '""')}"`)],
  ['a number of a file', (word) => csv(`name,belarus.occupation\nx,"${word.replaceAll('"', '""')}"`)],
  ['a quote in a file', (word) => csv(`name\nx"${word}`)],
  ['a tool', (word) => call({ name: word })],
  ['an argument of a tool', (word) => call({ name: 'senders', arguments: { filter: { [word]: word }, first: word } })],
  ['arguments that are none', (word) => call({ name: 'senders', arguments: word })],
  ['parameters of a call that are none', (word) => call({ name: { [word]: word } })],
  ['a method of /mcp', (word) => agent({ jsonrpc: '2.0', id: 1, method: word, params: { [word]: word } })],
  ['what is no message of /mcp', (word) => agent({ [word]: word })],
  ['what is no JSON for /mcp', (word) => ({ ...agent({}), body: word })],
];

const FRAMES: readonly (readonly [where: string, (word: string) => string])[] = [
  ['a document', (word) => message('subscribe', { id: '1', payload: { query: `{ viewer ${literal(word)} }` } })],
  ['a key of variables', (word) => message('subscribe', { id: '1', payload: { query: SENDERS, variables: { filter: { [word]: word } } } })],
  ['variables that are none', (word) => message('subscribe', { id: '1', payload: { query: SENDERS, variables: word } })],
  ['operationName', (word) => message('subscribe', { id: '1', payload: { query: 'query A { __typename }', operationName: word } })],
  ['a type of message', (word) => message(word)],
];

/** What comes for a message, and why the connection ends where it does. */
const answerTo = (frame: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('open', () => socket.send(message('connection_init', { payload: { authorization: 'Bearer north-reads' } })));
    socket.on('close', (code, reason) => resolve(`closed ${code} ${reason}`));
    socket.on('message', (data) => {
      if (String(data).includes('connection_ack')) return socket.send(frame);
      socket.removeAllListeners('close').close();
      resolve(String(data));
    });
  });

let gateway: TenantGateway;
beforeAll(async () => {
  const text = readFileSync('schema/operations/senders.graphql', 'utf8');
  gateway = await startTenants({ documents: [{ id: documentIdOf(text), text }], env: { LIMIT_TOKEN_RATE: '0', LIMIT_ADDRESS_RATE: '0' } });
});
afterAll(() => gateway[Symbol.asyncDispose]());

describe('no answer repeats what a caller sent', () => {
  it.each(REQUESTS)('as %s', async (_, requestWith) => {
    for (const word of WORDS) {
      const answer = await exchange(gateway.url, bytesOf(requestWith(word)));
      expect(answer).toMatch(/^HTTP\/1\.1 \d{3} /);
      expect(answer).not.toContain('4711815');
    }
    expect(gateway.faults).toEqual([]);
  });

  it.each(FRAMES)('over WebSocket as %s', async (_, frameWith) => {
    for (const word of WORDS) {
      const answer = await answerTo(frameWith(word));
      expect(answer).toMatch(/"type":"(?:next|error)"|^closed 44/);
      expect(answer).not.toContain('4711815');
    }
    expect(gateway.faults).toEqual([]);
  });

  it('but what is data: names that are read, and keys that were chosen for them', async () => {
    expect(JSON.stringify(await gateway.ask('north-reads', `{ ${NAME}: viewer { account } }`))).toContain(NAME);
  });
});
