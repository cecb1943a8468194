import { expect, it } from 'vitest';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { call, jsonOf, namesOf, open } from './calling.ts';

const add = (sandbox: Sandbox, init: RequestInit = {}) => call(sandbox, { add: '1', sender: 'new', cmt: 'x' }, init);

/** What a client sees: a status with the beginning of the body, or that the connection failed. */
async function seen(request: Promise<Response>): Promise<string> {
  try {
    const response = await request;
    return `${response.status} ${(await response.text()).slice(0, 6)}`;
  } catch {
    return 'failed';
  }
}

const SEEN: readonly { readonly kind: FaultKind; readonly answer: string }[] = [
  { kind: 'latency', answer: '200 {\n"sen' },
  { kind: 'reset', answer: 'failed' },
  { kind: 'truncate', answer: 'failed' },
  { kind: 'bad-gateway', answer: '502 <html>' },
  { kind: 'empty', answer: '200 ' },
  { kind: 'html', answer: '200 <html>' },
  { kind: 'error', answer: '200 {\n"err' },
];

it.each(SEEN)('$kind befalls one request, and its command takes no effect', async ({ kind, answer }) => {
  const sandbox = await open();
  sandbox.control.raiseFault({ kind, ms: 1 });
  expect(await seen(add(sandbox))).toBe(answer);
  expect(await namesOf(sandbox, { all: '1' })).toEqual(kind === 'latency' ? ['new'] : []);
  expect(await jsonOf(sandbox, { add: '1', sender: 'next', cmt: 'x' })).toHaveProperty('sender');
  expect(sandbox.control.counters().faults).toBe(1);
});

it.each(SEEN)('$kind after the effect loses the answer only', async ({ kind, answer }) => {
  const sandbox = await open();
  sandbox.control.raiseFault({ kind, ms: 1, afterEffect: true });
  expect(await seen(add(sandbox))).toBe(answer);
  expect(await namesOf(sandbox, { all: '1' })).toEqual(['new']);
});

it.each([false, true])('hang answers nothing until the client goes away (after the effect: %s)', async (afterEffect) => {
  const sandbox = await open();
  sandbox.control.raiseFault({ kind: 'hang', afterEffect });
  const gone = new AbortController();
  const hanging = add(sandbox, { signal: gone.signal });
  await expect.poll(() => sandbox.control.counters().faults).toBe(1);
  gone.abort();
  await expect(hanging).rejects.toThrow('abort');
  expect(await namesOf(sandbox, { all: '1' })).toEqual(afterEffect ? ['new'] : []);
});

it('truncates a list in the middle of the real one', async () => {
  const sandbox = await open({ senders: 50 });
  sandbox.control.raiseFault({ kind: 'truncate' });
  const response = await call(sandbox, { get: '1' });
  const length = Number(response.headers.get('content-length'));
  expect(length).toBeGreaterThan(1000);
  await expect(response.text()).rejects.toThrow();
});

it('raises any error number, published or not', async () => {
  const sandbox = await open();
  for (const code of [4, 6, 99]) {
    sandbox.control.raiseFault({ kind: 'error', code });
    expect(await jsonOf(sandbox, { get: '1' })).toMatchObject({ error_code: code });
  }
});

it('befalls the requests of its command only, as often as it says, in the order raised', async () => {
  const sandbox = await open();
  sandbox.control.raiseFault({ kind: 'error', code: 5, command: 'del' });
  sandbox.control.raiseFault({ kind: 'error', code: 8, times: 2 });
  const codes = [];
  for (const command of ['get', 'del', 'get', 'get']) codes.push(await jsonOf(sandbox, { [command]: '1', id: '1' }));
  expect(codes).toMatchObject([{ error_code: 8 }, { error_code: 5 }, { error_code: 8 }, []]);
  expect(sandbox.control.state().faults).toEqual([]);
});

it('closes with a request hanging', async () => {
  const sandbox = await open();
  sandbox.control.raiseFault({ kind: 'hang' });
  const hanging = seen(add(sandbox));
  await expect.poll(() => sandbox.control.counters().faults).toBe(1);
  await sandbox.close();
  expect(await hanging).toBe('failed');
});
