import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { formatDocument, stringifyDocument } from '@urql/core';
import { buildSchema, type DocumentNode, parse, print, validate } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as generated from '../../../src/console/generated/operations.ts';
import { readManifest } from '../../../src/http/trusted/manifest.ts';
import { TrustedDocuments } from '../../../src/http/trusted/trusted-documents.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const documents = readManifest(readFileSync('schema/trusted-documents.json', 'utf8'));
const VIEWER = readFileSync('schema/operations/viewer.graphql', 'utf8');
const ADD = readFileSync('schema/operations/add-sender.graphql', 'utf8');
const OWN = '{ viewer { canWrite } }';
const persistedQuery = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });
const OWN_TYPE = { accept: 'application/graphql-response+json' };

let gateway: TestGateway;
const started: TestGateway[] = [];
const start = async (env: Record<string, string>) => {
  gateway = await startGateway({ env, documents, sandbox: { senders: 3 } });
  started.push(gateway);
};
afterAll(() => Promise.all(started.map((one) => one.close())));

const post = async (body: unknown, headers = {}) => {
  const response = await gateway.post(body, headers);
  return { status: response.status, ...(await response.json()) };
};
const get = async (parameters: Record<string, string>, headers = {}) => {
  const response = await fetch(`${gateway.url}?${new URLSearchParams(parameters)}`, { headers });
  return { status: response.status, ...(await response.json()) };
};
const viewer = { data: { viewer: { account: 'sandbox' } } };
const refused = (code: string, message: string | RegExp = /\S/) => ({
  errors: [{ message: expect.stringMatching(message), extensions: { code, upstreamCode: null, retryable: false } }],
});

describe('schema/trusted-documents.json', () => {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

  it('holds every operation, under the hash of its text', () => {
    const texts = readdirSync('schema/operations').map((file) => readFileSync(`schema/operations/${file}`, 'utf8'));
    expect(documents.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
    expect(documents.map(({ id }) => id)).toEqual(documents.map(({ text }) => `sha256:${sha256(text)}`));
  });

  it.each(documents.map(({ text }) => [text.split('\n')[1], text]))('%s is valid', (_, text = '') => {
    expect(validate(schema, parse(text))).toEqual([]);
  });
});

describe('a text that a client prints', () => {
  const trusted = new TrustedDocuments(documents, 2_000);
  const printed = Object.entries(generated).flatMap(([name, document]) =>
    name.endsWith('Document') && 'kind' in document ? [[name, document] as const] : [],
  );

  it.each(printed)('is trusted with what its cache adds: %s', (_, document) => {
    expect(trusted.trusts(stringifyDocument(formatDocument<DocumentNode>(document) as DocumentNode))).toBe(true);
  });
});

describe('a document by its name', () => {
  beforeAll(() => start({}));

  it.each([
    ['documentId', { documentId: `sha256:${sha256(VIEWER)}` }],
    ['a bare hash', { documentId: sha256(VIEWER) }],
    ['documentId with an empty query beside it that is null', { documentId: `sha256:${sha256(VIEWER)}`, query: null }],
    ['Apollo’s hash', { operationName: 'Viewer', variables: {}, extensions: persistedQuery(VIEWER) }],
  ])('is executed by POST with %s', async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 200, ...viewer });
  });

  it.each([
    ['documentId', { documentId: `sha256:${sha256(VIEWER)}` }],
    ['Apollo’s hash', { operationName: 'Viewer', extensions: JSON.stringify(persistedQuery(VIEWER)) }],
  ])('is executed by GET with %s', async (_, parameters) => {
    expect(await get(parameters)).toMatchObject({ status: 200, ...viewer });
    // As an event stream, which goes to Yoga whole.
    const stream = await fetch(`${gateway.url}?${new URLSearchParams(parameters)}`, { headers: { accept: 'text/event-stream' } });
    expect(await stream.text()).toContain('"account":"sandbox"');
  });

  it('is executed in a batch', async () => {
    const response = await gateway.post([{ documentId: sha256(VIEWER) }, { query: OWN }]);
    expect(await response.json()).toMatchObject([viewer, { data: { viewer: { canWrite: true } } }]);
  });

  it('takes variables, and is a mutation by POST alone', async () => {
    const request = { documentId: sha256(ADD), variables: { input: { name: 'Named' } } };
    expect(await post(request)).toMatchObject({ data: { addSender: { __typename: 'AddSenderSuccess' } } });
    expect(await get({ documentId: request.documentId, variables: JSON.stringify(request.variables) })).toMatchObject({ status: 405 });
  });

  it.each([
    ['an id that is not known', { documentId: `sha256:${sha256('{ a }')}` }, refused('PERSISTED_QUERY_NOT_FOUND', /^No document is known/)],
    ['an id and a text', { documentId: sha256(VIEWER), query: OWN }, refused('BAD_REQUEST', /either `documentId` or `query`/)],
    ['an id that is a number', { documentId: 7 }, refused('BAD_REQUEST', /must be a text/)],
    ['a hash of another text', { query: OWN, extensions: persistedQuery(VIEWER) }, refused('BAD_REQUEST', /not the SHA-256 of `query`/)],
    ['no hash', { query: OWN, extensions: { persistedQuery: { version: 1 } } }, refused('BAD_REQUEST', /sha256Hash/)],
  ])('is refused with %s', async (_, body, answer) => {
    expect(await post(body)).toMatchObject(answer);
    expect(await post(body, OWN_TYPE)).toMatchObject({ status: 400, ...answer });
  });
});

describe('automatic persisted queries', () => {
  beforeAll(() => start({ REGISTERED_DOCUMENT_BYTES: '1000' }));

  it('are asked for by Apollo’s clients in Apollo’s words, then registered, then known', async () => {
    expect(await post({ extensions: persistedQuery(OWN) })).toEqual({
      status: 200,
      ...refused('PERSISTED_QUERY_NOT_FOUND', /^PersistedQueryNotFound$/),
    });
    expect(await post({ query: OWN, extensions: persistedQuery(OWN) })).toMatchObject({ data: { viewer: { canWrite: true } } });
    expect(await post({ extensions: persistedQuery(OWN) })).toMatchObject({ data: { viewer: { canWrite: true } } });
    expect(await get({ extensions: JSON.stringify(persistedQuery(OWN)) })).toMatchObject({ data: { viewer: { canWrite: true } } });
  });

  it('are forgotten beyond the bytes that an account has', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e', 'f'].map((alias) => `{ ${alias}: viewer { canWrite } }`);
    for (const query of texts) await post({ query, extensions: persistedQuery(query) });
    expect(await post({ extensions: persistedQuery(texts[0] ?? '') })).toMatchObject(refused('PERSISTED_QUERY_NOT_FOUND'));
    expect(await post({ extensions: persistedQuery(texts[5] ?? '') })).toMatchObject({ data: { f: { canWrite: true } } });
  });
});

describe('REGISTERED_DOCUMENT_BYTES=0', () => {
  beforeAll(() => start({ REGISTERED_DOCUMENT_BYTES: '0' }));

  it('lets Apollo’s clients give up hashes, and knows trusted ones', async () => {
    expect(await post({ extensions: persistedQuery(OWN) })).toMatchObject(
      refused('PERSISTED_QUERY_NOT_SUPPORTED', /^PersistedQueryNotSupported$/),
    );
    await post({ query: OWN, extensions: persistedQuery(OWN) });
    expect(await post({ extensions: persistedQuery(OWN) })).toMatchObject(refused('PERSISTED_QUERY_NOT_SUPPORTED'));
    expect(await post({ extensions: persistedQuery(VIEWER) })).toMatchObject(viewer);
  });
});

describe('DOCUMENTS=trusted', () => {
  beforeAll(() => start({ DOCUMENTS: 'trusted' }));

  it.each([
    ['its id', { documentId: sha256(VIEWER) }],
    ['its hash', { extensions: persistedQuery(VIEWER) }],
    ['its text', { query: VIEWER }],
    ['its text as a client prints it', { query: print(parse(VIEWER)) }],
    ['its text with the __typename of a client’s cache', { query: print(parse(VIEWER)).replaceAll('{\n', '{\n__typename\n') }],
  ])('executes a trusted document by %s', async (_, body) => {
    expect(await post(body)).toMatchObject(viewer);
    // The verdict is kept.
    expect(await post(body)).toMatchObject(viewer);
  });

  it.each([
    ['another text', { query: OWN }],
    ['another text with its hash', { query: OWN, extensions: persistedQuery(OWN) }],
    ['a trusted text with a field more', { query: print(parse(VIEWER)).replace('account', 'account canWrite two: canWrite') }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['what can’t be parsed', { query: '{' }],
    ['an alias of __typename', { query: print(parse(VIEWER)).replace('account', 'account kind: __typename') }],
  ])('refuses %s', async (_, body) => {
    for (const _time of ['first', 'second']) expect(await post(body)).toMatchObject(refused('DOCUMENT_NOT_TRUSTED', /TRUSTED_DOCUMENTS/));
  });

  it('refuses another text in a batch, by GET and in a form too', async () => {
    expect(await (await gateway.post([{ query: OWN }])).json()).toMatchObject([refused('DOCUMENT_NOT_TRUSTED')]);
    expect(await get({ query: OWN })).toMatchObject(refused('DOCUMENT_NOT_TRUSTED'));
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: OWN }));
    form.set('map', '{}');
    const response = await fetch(gateway.url, { method: 'POST', body: form, headers: { 'graphql-require-preflight': '1' } });
    expect(await response.json()).toMatchObject(refused('DOCUMENT_NOT_TRUSTED'));
  });

  it('refuses another text over WebSocket too', async () => {
    const client = createClient({ url: gateway.url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, lazy: true });
    const first = async (query: string) => (await client.iterate({ query }).next()).value;
    expect(await first(VIEWER)).toMatchObject(viewer);
    expect(await first(OWN)).toMatchObject(refused('DOCUMENT_NOT_TRUSTED'));
    await client.dispose();
  });

  it('registers nothing', async () => {
    await post({ query: OWN, extensions: persistedQuery(OWN) });
    expect(await post({ extensions: persistedQuery(OWN) })).toMatchObject(refused('PERSISTED_QUERY_NOT_FOUND'));
  });
});
