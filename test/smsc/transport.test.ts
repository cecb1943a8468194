import { type AddressInfo, createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { Agent, MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { UpstreamFailure } from '../../src/smsc/api.ts';
import { createTransport, type TransportOptions } from '../../src/smsc/transport.ts';
import { json, silence, startStub } from '../support/stub-provider.ts';

const BODY = { contentType: 'application/x-www-form-urlencoded', bytes: Buffer.from('get=1&psw=hunter2') };

const open = (options: Partial<TransportOptions> = {}) => createTransport({ timeoutMs: 5_000, ...options });
const failureOf = async (answer: Promise<unknown>): Promise<UpstreamFailure> => {
  const failure = await answer.then(
    () => new Error('there was an answer'),
    (error: unknown) => error,
  );
  if (failure instanceof UpstreamFailure) return failure;
  throw failure;
};

/** A server below HTTP: does as it is told with each connection. */
async function startRaw(onSocket: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The network of a name server that answers with this error, or never. */
const lookingUp = (code: string | null) =>
  new Agent({
    connect: {
      lookup: (_name, _options, done) => {
        if (code !== null) done(Object.assign(new Error(code), { code }), '', 4);
      },
    },
  });

describe('a request', () => {
  it('is a POST with everything in its body', async () => {
    await using provider = await startStub(json('[]'));
    expect(await open().post(provider.url, BODY)).toMatchObject({
      status: 200,
      body: Buffer.from('[]'),
      raw: Buffer.from('[]'),
      contentType: 'application/json; charset=utf-8',
      retryAfterMs: null,
    });
    expect(provider.requests).toMatchObject([{ method: 'POST', url: '/sys/senders.php', body: BODY.bytes }]);
    expect(provider.requests[0]?.headers['user-agent']).toMatch(/^smsc-sender-gateway\/\d/);
    expect(provider.requests[0]?.headers).toMatchObject({ 'content-type': BODY.contentType, 'content-length': '17' });
    expect(JSON.stringify(provider.requests[0]?.headers)).not.toContain('hunter2');
  });

  it('keeps the path of a host that has one', async () => {
    await using provider = await startStub(json('OK'));
    await open().post(`${provider.url}/proxy`, BODY);
    expect(provider.requests[0]?.url).toBe('/proxy/sys/senders.php');
  });

  it('reaches an address of IPv6', async () => {
    const network = new MockAgent();
    network.disableNetConnect();
    network.get('http://[::1]:8080').intercept({ path: '/sys/senders.php', method: 'POST' }).reply(200, 'OK');
    expect(await open({ dispatcher: network }).post('http://[::1]:8080', BODY)).toMatchObject({ status: 200, body: Buffer.from('OK') });
    await network.close();
  });

  it('keeps no connection for the next one, which the provider might just be closing', async () => {
    await using provider = await startStub(json('OK'));
    const transport = open();
    await transport.post(provider.url, BODY);
    await transport.post(provider.url, BODY);
    expect(provider.requests.map(({ headers }) => headers.connection)).toEqual(['close', 'close']);
  });
});

describe('nothing was sent where', () => {
  it('the connection is refused', async () => {
    await using gone = await startRaw(() => {});
    const { address } = gone;
    await gone[Symbol.asyncDispose]();
    expect(await failureOf(open().post(`http://${address}`, BODY))).toMatchObject({ sent: false });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ESOMETHING'])('the name server answers %s', async (code) => {
    const transport = open({ dispatcher: lookingUp(code) });
    expect(await failureOf(transport.post('http://smsc.test', BODY))).toMatchObject({ sent: false });
  });

  it('the name server answers with an error that has no code', async () => {
    const transport = open({ dispatcher: lookingUp('') });
    expect(await failureOf(transport.post('http://smsc.test', BODY))).toMatchObject({ sent: false });
  });

  it('the name server does not answer in time', async () => {
    const transport = open({ dispatcher: lookingUp(null), timeoutMs: 30 });
    expect(await failureOf(transport.post('http://smsc.test', BODY))).toMatchObject({ sent: false });
  });

  it('the transport was closed', async () => {
    await using provider = await startStub(json('OK'));
    const transport = open();
    await transport.close();
    expect(await failureOf(transport.post(provider.url, BODY))).toMatchObject({ sent: false });
    expect(provider.requests).toEqual([]);
  });

  it('TLS meets a server without it', async () => {
    await using plain = await startRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await failureOf(open().post(`https://${plain.address}`, BODY))).toMatchObject({ sent: false });
  });

  it('the connection is cut during the handshake of TLS', async () => {
    await using cutting = await startRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await failureOf(open().post(`https://${cutting.address}`, BODY))).toMatchObject({ sent: false });
  });

  it('the handshake of TLS does not end in time', async () => {
    await using mute = await startRaw(() => {});
    expect(await failureOf(open({ timeoutMs: 50 }).post(`https://${mute.address}`, BODY))).toMatchObject({ sent: false });
  });
});

describe('the provider may have got it where', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['the connection is reset', (socket) => socket.resetAndDestroy()],
    ['the connection is closed', (socket) => socket.end()],
    ['the answer is no HTTP', (socket) => socket.end('220 mail.example ESMTP\r\n')],
    ['the answer ends in its head', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
    ['the answer is shorter than it says', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[]')],
    ['the answer ends between chunks', (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n')],
  ])('%s', async (_title, answer) => {
    await using broken = await startRaw((socket) => socket.once('data', () => answer(socket)));
    expect(await failureOf(open().post(`http://${broken.address}`, BODY))).toMatchObject({ sent: true });
  });

  it.each([
    ['a head', 'HTTP/1.1 200 OK\r\nno header: psw=hunter2\r\n\r\n'],
    ['no HTTP', 'psw=hunter2\r\n'],
    ['a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz psw=hunter2\r\n'],
  ])('%s that can’t be read repeats the request, which stays out of the error', async (_title, answer) => {
    await using broken = await startRaw((socket) => socket.once('data', () => socket.end(answer)));
    const failure = await failureOf(open().post(`http://${broken.address}`, BODY));
    expect(failure.sent).toBe(true);
    // Loggers write the properties of a cause too.
    expect(inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain('hunter2');
  });

  it('there is no answer in time, and the socket is closed', async () => {
    await using provider = await startStub(silence);
    expect(await failureOf(open({ timeoutMs: 100 }).post(provider.url, BODY))).toMatchObject({ sent: true });
    await provider.cut;
  });

  it('the body does not end in time, though it never stops coming', async () => {
    await using provider = await startStub((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    expect(await failureOf(open({ timeoutMs: 100 }).post(provider.url, BODY))).toMatchObject({ sent: true });
    await provider.cut;
  });
});

describe('who goes away', () => {
  const reason = new Error('the browser was closed');

  it('beforehand sends nothing', async () => {
    await using provider = await startStub(json('OK'));
    await expect(open().post(provider.url, BODY, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(provider.requests).toEqual([]);
  });

  it('while the name is looked up is let go at once', async () => {
    const caller = new AbortController();
    const answer = open({ dispatcher: lookingUp(null) }).post('http://smsc.test', BODY, { signal: caller.signal });
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  it('before the connection stands sends nothing over it', async () => {
    const caller = new AbortController();
    await using provider = await startStub(json('OK'));
    const transport = open();
    const answer = transport.post(provider.url, BODY, { signal: caller.signal });
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await transport.post(provider.url, { ...BODY, bytes: Buffer.from('second') });
    expect(provider.requests.map(({ body }) => body.toString())).toEqual(['second']);
  });

  it('while the answer is awaited closes the socket', async () => {
    const caller = new AbortController();
    await using provider = await startStub(() => caller.abort(reason));
    await expect(open().post(provider.url, BODY, { signal: caller.signal })).rejects.toBe(reason);
    await provider.cut;
  });

  it('within the body closes the socket', async () => {
    const caller = new AbortController();
    await using provider = await startStub((response) =>
      response.writeHead(200).write('[', () => setTimeout(() => caller.abort('gone'), 20)),
    );
    await expect(open().post(provider.url, BODY, { signal: caller.signal })).rejects.toBe('gone');
    await provider.cut;
  });

  it('afterwards is not listened to', async () => {
    const caller = new AbortController();
    await using provider = await startStub(json('OK'));
    expect(await open().post(provider.url, BODY, { signal: caller.signal })).toMatchObject({ body: Buffer.from('OK') });
    caller.abort(reason);
  });
});

describe('an answer', () => {
  it.each([301, 302, 303, 307, 308])('of status %i is not followed', async (status) => {
    await using other = await startStub(json('OK'));
    await using provider = await startStub((response) =>
      response.writeHead(status, { location: `${other.url}/sys/senders.php` }).end('moved'),
    );
    const failure = await failureOf(open().post(provider.url, BODY));
    expect(failure).toMatchObject({ sent: true, message: expect.stringContaining('redirect') });
    expect(other.requests).toEqual([]);
  });

  it.each([400, 403, 502])('of status %i is handed on, for its body counts', async (status) => {
    await using provider = await startStub(json('ERROR = 4 (blocked)', status));
    expect(await open().post(provider.url, BODY)).toMatchObject({ status, body: Buffer.from('ERROR = 4 (blocked)') });
  });

  it('over the limit is refused by what its head says', async () => {
    await using provider = await startStub((response) => response.writeHead(200, { 'content-length': 101 }).flushHeaders());
    const failure = await failureOf(open({ maxAnswerBytes: 100 }).post(provider.url, BODY));
    expect(failure).toMatchObject({ sent: true, message: expect.stringContaining('100 bytes') });
    await provider.cut;
  });

  it('over the limit is refused while it comes', async () => {
    await using provider = await startStub((response) => {
      const more = () => response.destroyed || response.write('x'.repeat(60), more);
      more();
    });
    const failure = await failureOf(open({ maxAnswerBytes: 100 }).post(provider.url, BODY));
    expect(failure).toMatchObject({ sent: true, message: expect.stringContaining('100 bytes') });
    await provider.cut;
  });

  it('is the one after an early hint', async () => {
    const answer = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK';
    await using hinting = await startRaw((socket) => socket.once('data', () => socket.end(answer)));
    expect(await open().post(`http://${hinting.address}`, BODY)).toMatchObject({ status: 200, body: Buffer.from('OK') });
  });

  it('at the limit is taken', async () => {
    await using provider = await startStub(json('x'.repeat(100)));
    expect(await open({ maxAnswerBytes: 100 }).post(provider.url, BODY)).toMatchObject({ body: Buffer.from('x'.repeat(100)) });
  });

  it('comes in the charset that it names', async () => {
    await using provider = await startStub((response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=windows-1251' }).end(Buffer.from([0xcf, 0xf0, 0xe8])),
    );
    expect(await open().post(provider.url, BODY)).toMatchObject({ body: Buffer.from('При') });
  });
});
