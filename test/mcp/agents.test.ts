import { readFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { JsonSchemaType } from '@modelcontextprotocol/sdk/validation';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/http/trusted/manifest.ts';
import { startGateway } from '../support/gateway.ts';
import { startTenants, type TenantGateway } from '../support/tenants.ts';

const documents = readManifest(readFileSync('schema/trusted-documents.json', 'utf8'));
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
const READING = [
  'active_imports',
  'approval_times',
  'catalogue',
  'check_sender',
  'events',
  'import_job',
  'needs_attention',
  'node',
  'pulse',
];
const WRITING = ['add_sender', 'cancel_import', 'change_sender', 'delete_sender', 'import_senders', 'pause_import', 'resume_import'];

let gateway: TenantGateway;
const clients: Client[] = [];
beforeAll(async () => {
  gateway = await startTenants({ documents, env: { CORS_ORIGINS: 'https://agents.example' } });
});
afterAll(async () => {
  for (const client of clients) await client.close();
  await gateway[Symbol.asyncDispose]();
});

/** The SDK's own client, over real sockets. */
async function connect(url: string, token: string | null): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } });
  // The SDK's types leave the difference between absent and undefined open.
  await client.connect(transport as Transport);
  clients.push(client);
  return client;
}

const call = async (token: string, name: string, variables = {}) => {
  const client = await connect(gateway.url, token);
  const { content, isError = false } = await client.callTool({ name, arguments: variables });
  const texts = (content as { type: string; text: string }[]).map(({ text }) => text);
  await client.close();
  return { isError, texts };
};
/** Compiles a schema as clients do. */
const judgeOf = (schema: Tool['inputSchema'] | undefined) => new AjvJsonSchemaValidator().getValidator({ ...schema } as JsonSchemaType);
const post = (body: unknown, headers: Record<string, string> = {}, token: string | null = 'north-reads') =>
  gateway.send(token, { path: '/mcp', method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });

describe('tools', () => {
  it('are all queries and mutations of the trusted documents for who may write, and queries for who may read', async () => {
    const namesFor = async (token: string) => (await (await connect(gateway.url, token)).listTools()).tools.map(({ name }) => name);
    const [writer, reader] = [await namesFor('north-writes'), await namesFor('north-reads')];
    expect(writer).toEqual(expect.arrayContaining([...READING, ...WRITING]));
    expect(reader).toEqual(expect.arrayContaining(READING));
    expect(writer.filter((name) => !reader.includes(name))).toEqual(expect.arrayContaining(WRITING));
    expect(reader.filter((name) => WRITING.includes(name))).toEqual([]);
    expect(new Set(writer).size).toBe(documents.filter(({ text }) => !text.includes('\nsubscription ')).length);
  });

  it('have a name, a title, a description, a valid schema of their input, and say whether they only read', async () => {
    const { tools } = await (await connect(gateway.url, 'north-writes')).listTools();
    for (const { name, title, description, inputSchema, annotations } of tools) {
      expect(name).toMatch(/^[a-z_]{1,64}$/);
      expect(title).toMatch(/^[A-Z]/);
      expect(description).toMatch(/^[A-Z].+\.$/);
      expect(annotations).toMatchObject({
        readOnlyHint: !WRITING.concat('resume_webhook', 'send_verification_code', 'verify_sender').includes(name),
      });
      expect(() => judgeOf(inputSchema)).not.toThrow();
      expect(JSON.stringify(inputSchema)).not.toContain('"File"');
    }
  });

  it('describe their input out of the schema', async () => {
    const { tools } = await (await connect(gateway.url, 'north-writes')).listTools();
    const inputOf = (tool: string) => tools.find(({ name }) => name === tool)?.inputSchema;
    expect(inputOf('sender')).toMatchObject({
      required: ['by'],
      properties: {
        by: {
          type: 'object',
          minProperties: 1,
          maxProperties: 1,
          properties: { name: { type: 'string', description: expect.any(String) } },
        },
        subclient: { type: 'string', description: expect.stringMatching(/subclient/) },
      },
      additionalProperties: false,
    });
    expect(inputOf('senders')).toMatchObject({
      properties: {
        first: { type: 'integer', description: expect.stringMatching(/\S/) },
        filter: {
          properties: { status: { type: 'array', items: { type: 'string', enum: expect.arrayContaining(['AWAITING_MODERATION']) } } },
        },
      },
      required: [],
    });
    const input = inputOf('add_sender')?.properties?.input;
    expect(input).toMatchObject({ properties: { name: {}, registrations: {}, ukraine: {} } });
    expect(input).not.toHaveProperty('properties.document');
    const judge = judgeOf(inputOf('sender'));
    expect(judge({ by: { name: 'Shop' } }).valid).toBe(true);
    expect(judge({ by: { name: 'Shop', id: 'x' } }).valid).toBe(false);
    expect(judge({}).valid).toBe(false);
  });
});

describe('a call', () => {
  it('answers with data, without what is null', async () => {
    const { isError, texts } = await call('north-reads', 'senders', { first: 1 });
    expect(isError).toBe(false);
    expect(texts).toHaveLength(1);
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({
      senders: { totalCount: 1, edges: [{ node: { name: 'Shop', status: 'APPROVED' } }] },
    });
    expect(texts[0]).not.toContain('null');
  });

  it('writes for who may write', async () => {
    const added = await call('south-writes', 'add_sender', { input: { name: 'FromAgent' } });
    expect(added).toMatchObject({ isError: false, texts: [expect.stringContaining('"AddSenderSuccess"')] });
    expect(await call('south-reads', 'sender', { by: { name: 'FromAgent' } })).toMatchObject({
      texts: [expect.stringContaining('"FromAgent"')],
    });
  });

  it('sees its own account alone, and a confined token its own subclients', async () => {
    expect(await call('north-reads', 'sender', { by: { name: 'FromAgent' } })).toEqual({ isError: false, texts: ['{}'] });
    expect(await call('north-branch', 'senders', { subclient: 'depot' })).toMatchObject({
      isError: true,
      texts: [expect.stringMatching(/^FORBIDDEN: This token reaches these subclients only: branch/)],
    });
    expect(await call('north-branch', 'senders', { subclient: 'branch' })).toMatchObject({ isError: false });
  });

  it.each([
    ['a refused name', 'add_sender', { input: { name: 'Имя' } }, /^INVALID_INPUT: .*"issues":\[\{"path":\["input","name"\]/],
    ['a name that is there', 'add_sender', { input: { name: 'Shop' } }, /^SENDER_EXISTS: .*"existing":\{.*"name":"Shop"/],
    ['a missing argument', 'sender', {}, /^BAD_REQUEST: .*\$by/],
    ['an argument of another type', 'senders', { first: 'ten' }, /^BAD_REQUEST: .*\$first/],
  ])('tells %s as a code, a text and details', async (_, name, variables, line) => {
    const { isError, texts } = await call('north-writes', name, variables);
    expect({ isError, texts }).toEqual({ isError: true, texts: [expect.stringMatching(line)] });
  });

  it('of a tool that this token does not have is an error of the protocol, and writes nothing', async () => {
    const client = await connect(gateway.url, 'north-reads');
    await expect(client.callTool({ name: 'delete_sender', arguments: {} })).rejects.toThrow(/There is no tool of this name for this token/);
    expect(gateway.sandbox.control.counters().byCommand.del ?? 0).toBe(0);
  });

  it('is told of to logs and metrics as any other operation', async () => {
    await call('north-reads', 'viewer');
    expect(gateway.scopes.flatMap(({ path, operations }) => operations.map(({ name }) => `${path} ${name}`))).toContain('/mcp Viewer');
  });
});

describe('the address', () => {
  it('takes the tokens of GraphQL and nobody without', async () => {
    const response = await post(LIST, {}, null);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    await expect(connect(gateway.url, 'nobody')).rejects.toThrow(/401|UNAUTHENTICATED/i);
  });

  it('refuses pages of other origins, but those of CORS_ORIGINS', async () => {
    expect((await post(LIST, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(LIST, { origin: new URL(gateway.url).origin })).status).toBe(403);
    expect((await post(LIST, { origin: 'https://agents.example' })).status).toBe(200);
  });

  it('has no sessions: each message stands for itself, with no stream beside', async () => {
    const response = await post(LIST);
    expect(response.headers.get('mcp-session-id')).toBeNull();
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', id: 1, result: { tools: expect.any(Array) } });
    for (const method of ['GET', 'DELETE']) {
      const other = await gateway.send('north-reads', { path: '/mcp', method, headers: { accept: 'text/event-stream' } });
      expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it('answers what is no message with a status and a reason', async () => {
    const broken = await gateway.send('north-reads', { path: '/mcp', method: 'POST', headers: JSON_TYPE, body: '{' });
    expect([broken.status, await broken.json()]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
    expect((await post({ hello: 'there' })).status).toBe(400);
    expect(await (await post({ ...LIST, method: 'tools/none' })).json()).toMatchObject({ error: { code: -32601 } });
    expect((await post(Array(11).fill(LIST))).status).toBe(413);
    expect((await post({ ...LIST, params: { padding: 'x'.repeat(1_000_001) } })).status).toBe(413);
    expect(gateway.faults).toEqual([]);
  });
});

describe('without tokens', () => {
  it('serves this machine alone', async () => {
    await using local = await startGateway({ documents, sandbox: { senders: 2 } });
    const client = await connect(local.url, null);
    expect(client.getInstructions()).toMatch(/SMSC\.ru/);
    expect((await client.callTool({ name: 'viewer', arguments: {} })).content).toMatchObject([
      { text: expect.stringContaining('"canWrite":true') },
    ]);
    await client.close();
    const { port } = new URL(local.url);
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request({ port, host: '127.0.0.1', path: '/mcp', method: 'POST', headers: { ...JSON_TYPE, host: 'evil.example' } }, (response) =>
        resolve(response.resume().statusCode),
      ).end('{}'),
    );
    expect(status).toBe(401);
  });
});
