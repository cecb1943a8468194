import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

export const ACCOUNT = { login: 'alex', password: '123', apiKey: 'key-of-alex', subclients: ['subalex'] };

/** A sandbox for one test, without limits where the test does not ask for them, and standing still in time. */
export async function open(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ accounts: [ACCOUNT], limits: false, speed: 0, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** A clock that stands until it is moved. */
export function fakeClock(start = Date.UTC(2026, 10, 23, 12)) {
  let now = start;
  return {
    now: () => now,
    advance(seconds: number) {
      now += seconds * 1000;
    },
  };
}

export type Params = Readonly<Record<string, string>>;

export const WHO: Params = { login: ACCOUNT.login, psw: ACCOUNT.password };

/** One call of the account, by POST, with fmt=3 and utf-8 where the parameters say nothing else. */
export const call = (sandbox: Sandbox, params: Params, init: RequestInit = {}): Promise<Response> =>
  fetch(`${sandbox.url}/sys/senders.php`, {
    method: 'POST',
    body: new URLSearchParams({ ...WHO, fmt: '3', charset: 'utf-8', ...params }),
    ...init,
  });

export const textOf = async (sandbox: Sandbox, params: Params): Promise<string> => (await call(sandbox, params)).text();

export const jsonOf = async (sandbox: Sandbox, params: Params): Promise<unknown> => JSON.parse(await textOf(sandbox, params));

/** The names of a list, in its order. */
export async function namesOf(sandbox: Sandbox, params: Params): Promise<readonly string[]> {
  const rows: unknown = await jsonOf(sandbox, { get: '1', ...params });
  if (!Array.isArray(rows)) throw new TypeError(`no list: ${JSON.stringify(rows)}`);
  return rows.map((row: { sender: string }) => row.sender);
}

/** Sends bytes as they are, and reads until the server closes. */
export function rawExchange(port: number, bytes: string | Buffer): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', reject);
  socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  return promise;
}

/** The smallest bytes that pass for a PDF. */
export const PDF = Buffer.from('%PDF-1.7\n');
