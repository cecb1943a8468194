// The published client node-smsc 0.2.3, as it comes from the registry: GET, fmt=3, utf-8 and the password's MD5.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ACCOUNT, open, PDF } from './calling.ts';

interface Client {
  senders(query: Readonly<Record<string, string | number>>, options?: { files: readonly object[] }): Promise<unknown>;
}
type CreateClient = (options: { login: string; password: string; request: string }) => Client;

const createClient: CreateClient = createRequire(import.meta.url)('node-smsc');

const clientOf = (sandbox: Sandbox, password = ACCOUNT.password) =>
  createClient({ login: ACCOUNT.login, password, request: `${sandbox.url}/sys/` });

// The page's {"result": "OK"} and the two bytes of the recordings: the client reads both as the same.
const DIALECTS: readonly { readonly name: string; readonly options: SandboxOptions }[] = [
  { name: 'the documented answers', options: {} },
  { name: 'the recorded plain OK', options: { assume: { success: 'plain' } } },
];

describe.each(DIALECTS)('node-smsc with $name', ({ options }) => {
  it('adds, lists, changes, uploads and deletes', async () => {
    const sandbox = await open(options);
    const client = clientOf(sandbox);
    expect(await client.senders({ add: 1, sender: 'my_shop', cmt: 'Магазин', mts_step: 1 })).toEqual({ sender: 1000001 });
    expect(await client.senders({ get: 1, all: 1 })).toEqual([{ sender: 'my_shop', status: 0, id: 1000001 }]);
    expect(await client.senders({ chg: 1, id: 1000001, cmt: 'Другой' })).toEqual({ result: 'OK' });
    const files = [{ field: 'file0', value: PDF, options: { filename: 'Устав.pdf', contentType: 'application/pdf' } }];
    expect(await client.senders({ chg: 1, sender: 'my_shop', cmt: 'С документом', doc_info: 'Устав' }, { files })).toEqual({
      result: 'OK',
    });
    expect(sandbox.control.state().senders).toMatchObject([
      { comment: 'С документом', files: [{ name: 'Устав.pdf', info: 'Устав', bytes: PDF.length }], operators: { mts_step: 0 } },
    ]);
    expect(await client.senders({ get: 1, all: 1, files: 1 })).toMatchObject([{ files: [{ file: 'Устав.pdf', fstatus: 0 }] }]);
    expect(await client.senders({ del: 1, sender: 'my_shop' })).toEqual({ result: 'OK' });
    expect(await client.senders({ get: 1, all: 1 })).toEqual([]);
  });

  it('sends a code, without add, and confirms it', async () => {
    const sandbox = await open(options);
    const client = clientOf(sandbox);
    expect(await client.senders({ send_code: 1, sender: '79990001122' })).toEqual({ result: 'OK' });
    const code = sandbox.control.confirmationCode('79990001122') ?? '';
    expect(await client.senders({ check_code: 1, sender: '79990001122', code })).toEqual({ result: 'OK' });
    expect(await client.senders({ get: 1 })).toEqual([{ sender: '79990001122', id: 1000001 }]);
  });
});

interface Failure {
  readonly error: number;
  readonly message: string;
  /** Brings the sandbox to the brink of it. */
  readonly arrange?: (client: Client) => Promise<unknown>;
  readonly query: Readonly<Record<string, string | number>>;
}

const repeat = async (times: number, run: () => Promise<unknown>) => {
  for (let time = 0; time < times; time += 1) await run().catch(() => undefined);
};

const sendCode = { send_code: 1, sender: '79990001122' };

const FAILURES: readonly Failure[] = [
  { error: 1, message: 'parameters error (1)', query: { add: 1, sender: 'new' } },
  { error: 2, message: 'authorise error (2)', query: { get: 1, psw: 'wrong' } },
  { error: 3, message: 'record not found (3)', query: { del: 1, sender: 'nobody' } },
  {
    error: 4,
    message: 'ip is blocked (4)',
    arrange: (client) => repeat(10, () => client.senders({ get: 1, psw: 'wrong' })),
    query: { get: 1 },
  },
  { error: 5, message: 'save error (5)', query: { add: 1, sender: 'shop', cmt: 'x' } },
  { error: 7, message: 'invalid number (7)', query: { send_code: 1, sender: '12' } },
  { error: 8, message: "can't to deliver (8)", query: { send_code: 1, sender: '79990001000' } },
  {
    error: 9,
    message: 'duplicate request, wait a minute (9)',
    arrange: (client) => repeat(3, () => client.senders({ get: 1 })),
    query: { get: 1 },
  },
  { error: 10, message: 'code already sent (10)', arrange: (client) => client.senders(sendCode), query: sendCode },
  {
    error: 11,
    message: 'wrong code (11)',
    arrange: (client) => client.senders(sendCode),
    query: { check_code: 1, sender: '79990001122', code: '1' },
  },
];

it.each(FAILURES)('node-smsc tells error $error', async ({ error, message, arrange, query }) => {
  const client = clientOf(await open({ limits: true, senders: [{ name: 'shop', status: 1 }] }));
  await arrange?.(client);
  await expect(client.senders(query)).rejects.toMatchObject({ message, response: { error_code: error } });
});

it('node-smsc is refused with a wrong password', async () => {
  await expect(clientOf(await open(), 'wrong').senders({ get: 1 })).rejects.toMatchObject({ response: { error_code: 2 } });
});
