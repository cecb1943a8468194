import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/http/trusted/manifest.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { holdProvider } from '../support/held-provider.ts';
import { accountsOf, COMPANIES, type Json, SAME_SENDERS, startTenants, type TenantGateway } from '../support/tenants.ts';

const documents = readManifest(readFileSync('schema/trusted-documents.json', 'utf8'));
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

let gateway: TenantGateway;
beforeAll(async () => {
  gateway = await startTenants({ documents });
});
afterAll(() => gateway[Symbol.asyncDispose]());

const post = (body: unknown, headers: Record<string, string> = {}, at = gateway, token = 'north-writes') =>
  at.send(token, { path: '/mcp', method: 'POST', headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) });

const message = (method: string, params?: unknown, id?: unknown) => ({
  jsonrpc: '2.0',
  method,
  ...(params !== undefined && { params }),
  ...(id !== undefined && { id }),
});
const call = (id: unknown, name = 'viewer', variables: object = {}) => message('tools/call', { name, arguments: variables }, id);
const cancel = (requestId: unknown) => message('notifications/cancelled', { requestId });

describe('messages', () => {
  // Few ids, so that they repeat and are cancelled often.
  const id = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', ''));
  const request = fc.oneof(
    id.map((each) => call(each)),
    id.map((each) => call(each, 'no_such_tool')),
    id.map((each) => message('ping', undefined, each)),
    id.map((each) => message('tools/list', {}, each)),
    id.map((each) => message('no/such', {}, each)),
    id.map((each) => message('constructor', {}, each)),
    id.map((each) => message('tools/call', { name: 3 }, each)),
  );
  const other = fc.oneof(
    id.map(cancel),
    fc.constant(cancel(undefined)),
    fc.constant(message('notifications/initialized')),
    id.map((each) => message('notifications/progress', { progressToken: each, progress: 1 })),
    id.map((each) => ({ jsonrpc: '2.0', id: each, result: {} })),
    id.map((each) => ({ jsonrpc: '2.0', id: each, error: { code: 1, message: 'no' } })),
  );

  it('are each answered, in time and once, in whatever mixture they come, but those that the same messages cancel', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(request, other), { minLength: 1, maxLength: 10 }), async (batch) => {
        const cancelled = batch
          .filter(({ method }: Json) => method === 'notifications/cancelled')
          .map(({ params }: Json) => params.requestId);
        const expected = batch
          .filter((each: Json) => each.method !== undefined && each.id !== undefined && !cancelled.includes(each.id))
          .map((each: Json) => each.id);
        const response = await post(batch, { connection: 'close' });
        expect(response.status).toBe(expected.length === 0 ? 202 : 200);
        const answers: Json[] = expected.length === 0 ? [] : ((await response.json()) as Json[]);
        expect(answers.map((answer) => answer.id)).toEqual(expected);
        for (const answer of answers) expect(Object.keys(answer)).toEqual(['jsonrpc', 'id', 'result' in answer ? 'result' : 'error']);
      }),
      { numRuns: 150 },
    );
    expect(gateway.faults).toEqual([]);
  }, 60_000);

  it.each([
    ['no object', 'text'],
    ['null', null],
    ['an empty batch', []],
    ['another version of JSON-RPC', { ...call(1), jsonrpc: '1.0' }],
    ['an id that is none', call({})],
    ['an id that is no whole number', call(1.5)],
    ['params that are a list', message('ping', [], 1)],
    ['a method that is no text', { jsonrpc: '2.0', id: 1, method: 2 }],
    ['neither a question nor an answer', { jsonrpc: '2.0', id: 1 }],
    ['a batch with one that is none', [call(1), 5]],
    ['initialize among others', [message('initialize', {}, 1), call(2)]],
  ])('that hold %s are refused whole', async (_, body) => {
    const response = await post(body);
    expect([response.status, await response.json()]).toMatchObject([400, { jsonrpc: '2.0', id: null, error: { code: -32600 } }]);
  });

  it.each([
    ['accepts JSON alone', { accept: 'application/json' }, 406],
    ['sends text', { 'content-type': 'text/plain' }, 415],
    ['speaks a version that there is not', { 'mcp-protocol-version': '1999-01-01' }, 400],
    ['speaks the latest version', { 'mcp-protocol-version': '2025-11-25' }, 200],
  ])('of a client that %s: %s', async (_, headers, status) => {
    expect((await post(call(1), headers)).status).toBe(status);
  });

  it.each([
    ['2025-03-26', '2025-03-26'],
    ['2099-01-01', '2025-11-25'],
    [undefined, '2025-11-25'],
  ])('begin with the version that a client asks for (%s), or the latest', async (asked, spoken) => {
    const response = await post(
      message('initialize', { protocolVersion: asked, capabilities: {}, clientInfo: { name: 'a', version: '1' } }, 1),
    );
    expect(await response.json()).toMatchObject({ id: 1, result: { protocolVersion: spoken, capabilities: { tools: {} } } });
  });

  it('cancel nothing of another request, or of another caller', async () => {
    const sandbox = await startSandbox({ speed: 0, accounts: COMPANIES, senders: SAME_SENDERS, limits: false });
    try {
      await using provider = await holdProvider(sandbox.url);
      await using held = await startTenants({
        documents,
        env: { SMSC_URL: provider.url, SMSC_RESERVE_URLS: '', QUEUE_TIMEOUT_MS: '30000' },
      });
      const waiting = post(call(1, 'senders'), {}, held);
      await expect.poll(() => provider.waiting(), { timeout: 10_000 }).toBe(1);
      for (const token of ['north-writes', 'south-writes']) expect((await post(cancel(1), {}, held, token)).status).toBe(202);
      provider.release();
      expect(await (await waiting).json()).toMatchObject({ id: 1, result: { content: [{}] } });
    } finally {
      await sandbox.close();
    }
  });

  it('begin no write that they cancel themselves', async () => {
    const before = gateway.sandbox.control.counters().byCommand.add ?? 0;
    const response = await post([call(1, 'add_sender', { input: { name: 'Cancelled' } }), cancel(1)]);
    expect([response.status, await response.text()]).toEqual([202, '']);
    expect(gateway.sandbox.control.counters().byCommand.add ?? 0).toBe(before);
  });

  it('are answered where the provider is not, within its time', async () => {
    const sandbox = await startSandbox({ speed: 0, accounts: COMPANIES, senders: SAME_SENDERS, limits: false });
    try {
      await using provider = await holdProvider(sandbox.url);
      await using held = await startTenants({
        documents,
        accounts: accountsOf(),
        env: { SMSC_URL: provider.url, SMSC_RESERVE_URLS: '', UPSTREAM_TIMEOUT_MS: '1000' },
      });
      const answers = (await (await post([call(1, 'senders'), call(2, 'sender_names')], {}, held)).json()) as Json[];
      expect(answers.map(({ id, result }) => [id, result.isError, result.content[0].text.split(':')[0]])).toEqual([
        [1, true, 'UPSTREAM_UNAVAILABLE'],
        [2, true, 'UPSTREAM_UNAVAILABLE'],
      ]);
    } finally {
      await sandbox.close();
    }
  });
});
