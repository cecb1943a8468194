import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ACCOUNT, call, jsonOf, open, rawExchange } from './calling.ts';

const post = (sandbox: Sandbox, path: string, body: unknown) =>
  fetch(`${sandbox.url}/control/${path}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

/** By node:http, as fetch lets nobody set Host. */
async function getWith(
  sandbox: Sandbox,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>();
  request(`${sandbox.url}${path}`, { headers }, async (response) => resolve({ status: response.statusCode, body: await text(response) }))
    .on('error', reject)
    .end();
  return promise;
}

describe('the control endpoints', () => {
  it('show what the sandbox holds and what it counted', async () => {
    const sandbox = await open({ senders: [{ name: 'shop', status: 1, operators: { mts_step: 255 } }] });
    await jsonOf(sandbox, { get: '1' });
    await jsonOf(sandbox, { del: '1', sender: 'nobody' });
    const state: unknown = await (await fetch(`${sandbox.url}/control/state`)).json();
    expect(state).toEqual(sandbox.control.state());
    expect(state).toMatchObject({
      accounts: [{ login: 'alex', subclients: ['subalex'] }],
      senderCount: 1,
      senders: [{ id: 1000001, login: 'alex', subclient: null, name: 'shop', status: 1, operators: { mts_step: 255 } }],
      counters: { requests: 2, byCommand: { get: 1, del: 1 }, byError: { 3: 1 }, faults: 0, maxConcurrent: 1 },
      recent: [
        { command: 'del', error: 3, params: { sender: 'nobody' } },
        { command: 'get', error: null },
      ],
    });
  });

  it('move statuses of senders, operators and files', async () => {
    const sandbox = await open({ senders: [{ name: 'shop', status: 0, files: [{ name: 'a.pdf', status: 0 }] }] });
    const id = 1000001;
    for (const move of [
      { id, what: 'status', value: 2 },
      { id, what: 'by_int', value: 6 },
      { id, what: 'file', value: 1, comment: 'нечитаем' },
    ]) {
      expect((await post(sandbox, 'move', move)).status).toBe(200);
    }
    expect(await jsonOf(sandbox, { get: '1', all: '1', files: '1' })).toMatchObject([
      { status: 2, files: [{ fstatus: 1, fcomment: 'нечитаем' }] },
    ]);
    expect(await jsonOf(sandbox, { get: '1', all: '1', operators: '1' })).toMatchObject([{ by_int: '6' }]);
  });

  it('raise faults', async () => {
    const sandbox = await open();
    expect((await post(sandbox, 'fault', { kind: 'bad-gateway', command: 'get', times: 2 })).status).toBe(200);
    const statuses = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await call(sandbox, { get: '1' })).status);
    expect(statuses).toEqual([502, 502, 200]);
  });

  it('make up senders by the ten thousand', async () => {
    const sandbox = await open();
    expect(await (await post(sandbox, 'senders', { count: 40_000, subclient: 'subalex' })).json()).toEqual({
      firstId: 1000001,
      lastId: 1040000,
    });
    expect(sandbox.control.state(0).senderCount).toBe(40_000);
    expect(await jsonOf(sandbox, { get: '1', user: 'subalex', cnt: '1' })).toEqual([{ sender: 'load1040000', id: 1040000 }]);
  });

  it('bring everything back to the start', async () => {
    const sandbox = await open({ senders: [{ name: 'shop', status: 1 }], limits: true });
    const before = sandbox.control.state();
    for (let time = 0; time < 4; time += 1) await jsonOf(sandbox, { get: '1' });
    await jsonOf(sandbox, { del: '1', sender: 'shop' });
    await jsonOf(sandbox, { send_code: '1', sender: '79990001122' });
    sandbox.control.raiseFault({ kind: 'hang' });
    expect((await post(sandbox, 'reset', '')).status).toBe(200);
    expect(sandbox.control.state()).toEqual(before);
    expect(await jsonOf(sandbox, { get: '1' })).toHaveLength(1);
  });

  it.each([
    { path: 'move', body: '{', status: 400, error: 'not JSON' },
    { path: 'move', body: [], status: 400, error: 'no JSON object' },
    { path: 'move', body: { what: 'status', value: 1 }, status: 400, error: 'id: is needed' },
    { path: 'move', body: { id: 1, what: 'nothing', value: 1 }, status: 400, error: 'what: "nothing"' },
    { path: 'move', body: { id: 1, what: 'status', value: 1 }, status: 404, error: 'no sender 1' },
    { path: 'fault', body: { kind: 'flood' }, status: 400, error: 'kind: "flood"' },
    { path: 'fault', body: { kind: 'toString' }, status: 400, error: 'kind' },
    { path: 'fault', body: { kind: 'hang', command: 'list' }, status: 400, error: 'command: "list"' },
    { path: 'fault', body: { kind: 'hang', once: true }, status: 400, error: 'once: not known' },
    { path: 'senders', body: { count: -1 }, status: 400, error: 'count: -1' },
    { path: 'senders', body: { count: 1, login: 'nobody' }, status: 404, error: 'no account nobody' },
    { path: 'nothing', body: {}, status: 404, error: 'Nothing at POST /control/nothing' },
  ])('refuse $path with $body, and say why', async ({ path, body, status, error }) => {
    const response = await post(await open(), path, body);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(JSON.stringify(error).slice(1, -1));
  });
});

describe('the control endpoints refuse', () => {
  it.each([{ host: 'evil.example' }, { host: '127.0.0.1.evil.example' }, { host: 'localhost@evil.example' }])(
    'a Host that is not loopback: %o',
    async (headers) => {
      const sandbox = await open();
      expect((await getWith(sandbox, '/control/state', headers)).status).toBe(403);
      expect((await getWith(sandbox, '/', headers)).status).toBe(403);
    },
  );

  it('an Origin that is not their own', async () => {
    const sandbox = await open();
    for (const origin of ['http://evil.example', 'null', `http://127.0.0.1:${sandbox.port + 1}`, sandbox.url.replace('http', 'https')]) {
      expect((await getWith(sandbox, '/control/state', { origin })).status).toBe(403);
    }
    expect((await getWith(sandbox, '/control/state', { origin: sandbox.url })).status).toBe(200);
    expect((await getWith(sandbox, '/control/state', { host: `localhost:${sandbox.port}` })).status).toBe(200);
  });

  it('a request line in the absolute form', async () => {
    const { port, url } = await open();
    const answer = await rawExchange(port, `GET ${url}/control/state HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('the control page', () => {
  it('shows senders, codes and counters, escaped, with no outside address and no script', async () => {
    const sandbox = await open({ senders: [{ name: 'shop', status: 1, files: [{ name: '<img src=x>.pdf', status: 1, comment: '"&' }] }] });
    await jsonOf(sandbox, { send_code: '1', sender: '79990001122' });
    await jsonOf(sandbox, { del: '1', sender: '<script>alert(1)</script>' });
    const response = await fetch(sandbox.url);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('shop');
    expect(page).toContain(sandbox.control.confirmationCode('79990001122'));
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('&lt;img src=x&gt;.pdf: 1 <span class="muted">&quot;&amp;</span>');
    expect(page).not.toMatch(/<script|<img|https?:|\ssrc=["']|href=/);
  });

  it('and the state show no secret that came in a request', async () => {
    const sandbox = await open();
    await jsonOf(sandbox, { send_code: '1', sender: '79990001122' });
    await jsonOf(sandbox, { get: '1', psw: 'a-wrong-one' });
    await jsonOf(sandbox, { get: '1', apikey: ACCOUNT.apiKey });
    await jsonOf(sandbox, { check_code: '1', sender: '79990001122', code: '987654' });
    const shown = (await (await fetch(sandbox.url)).text()) + (await (await fetch(`${sandbox.url}/control/state`)).text());
    for (const secret of [ACCOUNT.apiKey, 'a-wrong-one', '987654', 'psw']) expect(shown).not.toContain(secret);
  });
});

it('answers 404 with a page to anything else under /sys/', async () => {
  const { url } = await open();
  const response = await fetch(`${url}/sys/send.php`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('Not Found');
});
