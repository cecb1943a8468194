import { Agent, MockAgent } from 'undici';
import { describe, expect, it, vi } from 'vitest';
import { GatewayError, RateLimitedError } from '../../src/errors.ts';
import type { AddRequest, CallOptions, Departure, ListQuestion, Outcome, SmscClient } from '../../src/smsc/api.ts';
import { createSmscClient, type FinishedCall, type SmscClientOptions } from '../../src/smsc/client.ts';
import { listAnswer } from '../support/scripted-provider.ts';
import { json, type Reply, type StubProvider, silence, startStub } from '../support/stub-provider.ts';

const PASSWORD = 'hunter2&=';
const QUESTION: ListQuestion = {
  all: true,
  operators: false,
  files: false,
  changedSince: null,
  before: null,
  count: 15_000,
  subclient: null,
};
const DETAILS = {
  comment: null,
  registrations: [],
  ukraine: null,
  belarus: null,
  document: null,
  documentInfo: null,
  subclient: null,
} as const;
const ADD: AddRequest = { ...DETAILS, name: 'my_shop', emailOwner: null };
const TARGET = { target: { name: 'my_shop' }, subclient: null } as const;
const NUMBER = '79999999999';

const NO_ROWS = listAnswer([]);
const OK = '{\n"result": "OK"\n}';
const ADDED = '{\n"sender": 1000003\n}';
const PAGE = '<html><body>502 Bad Gateway</body></html>';
const refused = (number: number) => `{\n"error": "refused",\n"error_code": ${number}\n}`;

const open = (providers: readonly StubProvider[], options: Partial<SmscClientOptions> = {}) =>
  createSmscClient({
    urls: providers.map(({ url }) => url),
    credentials: { login: 'alex', password: PASSWORD },
    timeoutMs: 5_000,
    ...options,
  });
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => new Error('it succeeded'),
    (error: unknown) => error,
  );

/** A gate that writes down who passes, and how each scope ended. */
function recordingGate() {
  const departures: Departure[] = [];
  const outcomes: Outcome[] = [];
  const gate = async (departure: Departure) => {
    departures.push(departure);
    return (outcome: Outcome) => void outcomes.push(outcome);
  };
  return { gate, departures, outcomes };
}

describe('each command', () => {
  const commands: readonly [string, string, unknown, (client: SmscClient) => Promise<unknown>][] = [
    ['get', '[]', NO_ROWS, (client) => client.list(QUESTION)],
    ['add', ADDED, { smscId: '1000003' }, (client) => client.add(ADD)],
    ['chg', OK, undefined, (client) => client.change({ ...DETAILS, ...TARGET })],
    ['del', OK, undefined, (client) => client.delete(TARGET)],
    ['send_code', OK, undefined, (client) => client.sendCode({ number: NUMBER, from: null, siteName: null, subclient: null })],
    ['check_code', OK, undefined, (client) => client.checkCode({ number: NUMBER, code: '338824', subclient: null })],
  ];

  it.each(commands)('%s goes out with the credentials in its body, and comes back as its result', async (param, answer, result, call) => {
    await using provider = await startStub(json(answer));
    expect(await call(open([provider]))).toEqual(result);
    const [request] = provider.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/sys/senders.php' });
    expect(Object.fromEntries(new URLSearchParams(request?.body.toString()))).toMatchObject({
      [param]: '1',
      login: 'alex',
      psw: PASSWORD,
      fmt: '3',
      charset: 'utf-8',
    });
  });

  it.each(commands)('%s throws the error of a number', async (_param, _answer, _result, call) => {
    await using provider = await startStub(json(refused(2)));
    expect(await failureOf(call(open([provider])))).toMatchObject({ code: 'UPSTREAM_UNAUTHORIZED', upstreamCode: 2 });
  });

  it('takes a document along', async () => {
    await using provider = await startStub(json(ADDED));
    const document = { name: 'свидетельство.pdf', bytes: Buffer.from('%PDF-1.7\r\n\0') };
    await open([provider]).add({ ...ADD, document, documentInfo: 'знак' });
    const [request] = provider.requests;
    const headers = { 'content-type': request?.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(request?.body ?? []), { headers }).formData();
    expect([form.get('psw'), form.get('doc_info')]).toEqual([PASSWORD, 'знак']);
    const file = form.get('file0');
    if (!(file instanceof File)) throw new Error('file0 is no file');
    expect([file.name, Buffer.from(await file.bytes())]).toEqual([document.name, document.bytes]);
  });

  it('rejects a question that can’t be put, and sends nothing', async () => {
    await using provider = await startStub(json('[]'));
    await expect(open([provider]).list({ ...QUESTION, changedSince: '2026-11-03', before: '1' })).rejects.toThrow(RangeError);
    expect(provider.requests).toEqual([]);
  });
});

describe('an answer under another status than 200', () => {
  it('is the error that its body holds', async () => {
    await using provider = await startStub(json(refused(4), 403));
    expect(await failureOf(open([provider]).delete(TARGET))).toMatchObject({ code: 'IP_BLOCKED', upstreamCode: 4 });
  });

  it.each([OK, PAGE, ''])('is no success, whatever its body says: %j', async (body) => {
    await using provider = await startStub(json(body, 500));
    const failure = await failureOf(open([provider]).delete(TARGET));
    expect(failure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', sent: true, message: expect.stringContaining('500') });
  });
});

describe('a reserve host', () => {
  it.each([
    ['a 5xx', json(PAGE, 502)],
    ['an empty body', json('')],
    ['a page', json(PAGE)],
    ['half an answer', json('[{"sender":')],
    ['a cut connection', ((response) => response.destroy()) satisfies Parameters<typeof startStub>[0]],
  ])('is asked by a read after %s, and not by a write', async (_title, reply) => {
    await using first = await startStub(reply);
    await using reserve = await startStub(json('[]'));
    const client = open([first, reserve]);
    expect(await client.list(QUESTION)).toEqual(NO_ROWS);
    expect(await failureOf(client.add(ADD))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', sent: true });
    expect([first.requests.length, reserve.requests.length]).toEqual([2, 1]);
  });

  it('is asked by a write where the first can’t be reached', async () => {
    const gone = await startStub(silence);
    await gone[Symbol.asyncDispose]();
    await using reserve = await startStub(json(ADDED));
    expect(await open([gone, reserve]).add(ADD)).toEqual({ smscId: '1000003' });
  });

  it('is not asked after an error number', async () => {
    await using first = await startStub(json(refused(9)));
    await using reserve = await startStub(json('[]'));
    expect(await failureOf(open([first, reserve]).list(QUESTION))).toBeInstanceOf(RateLimitedError);
    expect(reserve.requests).toEqual([]);
  });

  it('takes over while the first rests', async () => {
    await using first = await startStub(json(PAGE, 502));
    await using reserve = await startStub(json('[]'));
    const client = open([first, reserve]);
    for (let i = 0; i < 7; i += 1) await client.list(QUESTION);
    expect([first.requests.length, reserve.requests.length]).toEqual([5, 7]);
    expect(client.hostStates()).toEqual([
      { url: first.url, state: 'open' },
      { url: reserve.url, state: 'closed' },
    ]);
  });
});

describe('how far a request came', () => {
  const raw =
    (text: string): Reply =>
    (response) =>
      response.socket?.end(text);
  const ends: readonly [string, Reply, Outcome['reach']][] = [
    ['a result', json('[]'), 'ANSWERED'],
    ['an error number', json(refused(5)), 'ANSWERED'],
    ['an error number under another status', json(refused(5), 500), 'ANSWERED'],
    ['a 429', json(PAGE, 429), 'ANSWERED'],
    ['an empty body', json(''), 'NONSENSE'],
    ['a page', json(PAGE), 'NONSENSE'],
    ['half an answer', json('[{"sender":'), 'NONSENSE'],
    ['a 502', json(PAGE, 502), 'NONSENSE'],
    ['a redirect', json(PAGE, 302), 'NONSENSE'],
    ['an answer that ends early', raw('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[]'), 'NONSENSE'],
    ['an answer that is too large', json('x'.repeat(2_000)), 'NONSENSE'],
    ['a cut connection', (response) => response.destroy(), 'CUT'],
    ['no answer in time', silence, 'UNANSWERED'],
    ['a 504: a front’s patience ended', json(PAGE, 504), 'UNANSWERED'],
  ];

  it.each(ends)('is told to the gate after %s', async (_title, reply, reach) => {
    await using provider = await startStub(reply);
    const { gate, outcomes } = recordingGate();
    await open([provider], { gate, timeoutMs: 200, maxAnswerBytes: 1_000 })
      .list(QUESTION)
      .catch(() => {});
    expect(outcomes).toMatchObject([{ reach }]);
  });

  it('is nowhere where the caller goes away before the connection stands', async () => {
    const caller = new AbortController();
    const unanswering = new Agent({ connect: { lookup: () => setImmediate(() => caller.abort()) } });
    const { gate, outcomes } = recordingGate();
    const options = { urls: ['http://smsc.test'], credentials: { apiKey: 'key' }, timeoutMs: 5_000, dispatcher: unanswering, gate };
    await failureOf(createSmscClient(options).list(QUESTION, { signal: caller.signal }));
    expect(outcomes).toMatchObject([{ reach: 'NOT_SENT' }]);
  });
});

describe('a front before the provider', () => {
  const withHeaders =
    (status: number, headers: Record<string, string>): Reply =>
    (response) =>
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(PAGE);

  it.each([
    ['seconds', { 'retry-after': '90' }, 90_000],
    ['a date, counted from its own', { date: 'Mon, 02 Nov 2026 10:00:00 GMT', 'retry-after': 'Mon, 02 Nov 2026 10:01:30 GMT' }, 90_000],
    ['a day, of which an hour counts', { 'retry-after': '86400' }, 3_600_000],
    ['nothing', {}, 10_000],
    ['something that nobody can read', { 'retry-after': 'soon' }, 10_000],
  ])('that answers 429 is left alone by its word: %s', async (_title, headers, retryAfterMs) => {
    await using first = await startStub(withHeaders(429, headers));
    await using reserve = await startStub(json('[]'));
    const { gate, outcomes } = recordingGate();
    const failure = await failureOf(open([first, reserve], { gate }).list(QUESTION));
    expect(failure).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs, upstreamCode: null });
    expect(outcomes).toEqual([{ reach: 'ANSWERED', code: 'RATE_LIMITED', retryAfterMs }]);
    // The reserve is the same provider.
    expect(reserve.requests).toEqual([]);
  });

  it.each([503, 200])('that answers a page under %i with Retry-After is left alone, and the reserve asked', async (status) => {
    await using first = await startStub(withHeaders(status, { 'retry-after': '90' }));
    await using reserve = await startStub(json('[]'));
    let now = 0;
    const client = open([first, reserve], { clock: () => now });
    await client.list(QUESTION);
    now = 89_999;
    await client.list(QUESTION);
    expect([first.requests.length, reserve.requests.length]).toEqual([1, 2]);
    now = 90_000;
    await client.list(QUESTION);
    expect([first.requests.length, reserve.requests.length]).toEqual([2, 3]);
  });

  it('says how long it is left alone where there is no reserve', async () => {
    await using first = await startStub(withHeaders(503, { 'retry-after': '90' }));
    let now = 0;
    const client = open([first], { clock: () => now });
    expect(await failureOf(client.add(ADD))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryAfterMs: 90_000 });
    now = 30_000;
    expect(await failureOf(client.add(ADD))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', sent: false, retryAfterMs: 60_000 });
    expect(first.requests).toHaveLength(1);
  });
});

describe('the gate', () => {
  it('is asked with the question, and told of a success once', async () => {
    await using provider = await startStub(json('[]'));
    const { gate, departures, outcomes } = recordingGate();
    const options: CallOptions = { priority: 'background', signal: new AbortController().signal };
    await open([provider], { gate }).list(QUESTION, options);
    expect(departures).toEqual([{ ...options, command: 'LIST', question: expect.stringContaining('all=1'), subclient: null }]);
    expect(outcomes).toEqual([{ reach: 'ANSWERED', code: null, retryAfterMs: null }]);
  });

  it('is asked again for the next host, after the first place was given back', async () => {
    await using first = await startStub(json(PAGE));
    await using reserve = await startStub(json('[]'));
    const steps: string[] = [];
    const gate = async () => {
      steps.push('in');
      return ({ reach }: Outcome) => void steps.push(`out: ${reach}`);
    };
    await open([first, reserve], { gate }).list(QUESTION, { onDeparture: () => steps.push('departure') });
    expect(steps).toEqual(['in', 'departure', 'out: NONSENSE', 'in', 'departure', 'out: ANSWERED']);
  });

  it('is told an error’s code', async () => {
    await using provider = await startStub(json(refused(9)));
    const { gate, outcomes } = recordingGate();
    await failureOf(open([provider], { gate }).add(ADD));
    expect(outcomes).toEqual([{ reach: 'ANSWERED', code: 'RATE_LIMITED', retryAfterMs: null }]);
  });

  it('is told where nothing was sent', async () => {
    const gone = await startStub(silence);
    await gone[Symbol.asyncDispose]();
    const { gate, outcomes } = recordingGate();
    await failureOf(open([gone], { gate }).add(ADD));
    expect(outcomes).toMatchObject([{ reach: 'NOT_SENT' }]);
  });

  it('is told that the provider may be at work where the caller went away, whatever the reason', async () => {
    const caller = new AbortController();
    await using provider = await startStub(() => caller.abort(new GatewayError('FORBIDDEN')));
    const { gate, outcomes } = recordingGate();
    await failureOf(open([provider], { gate }).add(ADD, { signal: caller.signal }));
    expect(outcomes).toEqual([{ reach: 'UNANSWERED', code: null, retryAfterMs: null }]);
  });

  it('that refuses is heard, and nothing is sent to any host', async () => {
    await using first = await startStub(json('[]'));
    await using reserve = await startStub(json('[]'));
    const refusal = new RateLimitedError(5_000);
    const gate = () => Promise.reject(refusal);
    const observe = vi.fn();
    expect(await failureOf(open([first, reserve], { gate, observe }).list(QUESTION))).toBe(refusal);
    expect(observe).not.toHaveBeenCalled();
    expect([...first.requests, ...reserve.requests]).toEqual([]);
  });

  it('is not asked for a host that rests', async () => {
    await using first = await startStub(json(PAGE));
    const { gate, departures } = recordingGate();
    const client = open([first], { gate });
    for (let i = 0; i < 6; i += 1) await failureOf(client.list(QUESTION));
    expect(departures).toHaveLength(5);
  });

  it('has its place back where the caller fails at departure, and nothing is sent', async () => {
    await using provider = await startStub(json('[]'));
    const { gate, outcomes } = recordingGate();
    const fault = new Error('a fault of the caller');
    const onDeparture = () => {
      throw fault;
    };
    expect(await failureOf(open([provider], { gate }).list(QUESTION, { onDeparture }))).toBe(fault);
    expect(outcomes).toMatchObject([{ reach: 'NOT_SENT' }]);
    expect(provider.requests).toEqual([]);
  });

  it('holds up callers while a host is tried again: one of them probes it, the other gives its place back', async () => {
    const probe = Promise.withResolvers<void>();
    const page = json(PAGE);
    await using provider = await startStub(page, page, page, page, page, (response, request) =>
      probe.promise.then(() => json('[]')(response, request)),
    );
    const { gate: record, outcomes } = recordingGate();
    const both = Promise.withResolvers<void>();
    let waiting = 0;
    const gate: typeof record = async (departure) => {
      waiting += 1;
      if (waiting === 7) both.resolve();
      if (waiting > 5) await both.promise;
      return record(departure);
    };
    let now = 0;
    const client = open([provider], { gate, clock: () => now });
    for (let i = 0; i < 5; i += 1) await failureOf(client.list(QUESTION));
    now = 2_000;
    const first = client.list(QUESTION);
    const second = failureOf(client.list(QUESTION));
    expect(await second).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', sent: false });
    probe.resolve();
    expect(await first).toEqual(NO_ROWS);
    expect(outcomes.slice(5)).toMatchObject([{ reach: 'NOT_SENT' }, { reach: 'ANSWERED' }]);
    expect(provider.requests).toHaveLength(6);
  });

  it('does not hide an answer by failing to take its place back', async () => {
    await using provider = await startStub(json(ADDED));
    const gate = async () => () => Promise.reject(new Error('the store is gone'));
    expect(await open([provider], { gate }).add(ADD)).toEqual({ smscId: '1000003' });
  });
});

describe('a caller that goes away', () => {
  it('while it waits at the gate sends nothing, departs never, and gives its place back at once', async () => {
    const caller = new AbortController();
    const reason = new Error('the browser was closed');
    await using provider = await startStub(json(ADDED));
    const outcomes: Outcome[] = [];
    const calls: FinishedCall[] = [];
    const onDeparture = vi.fn();
    const gate = async () => {
      caller.abort(reason);
      return (outcome: Outcome) => void outcomes.push(outcome);
    };
    const client = open([provider], { gate, observe: (call) => calls.push(call) });
    expect(await failureOf(client.add(ADD, { signal: caller.signal, onDeparture }))).toBe(reason);
    expect(outcomes).toMatchObject([{ reach: 'NOT_SENT' }]);
    expect(calls).toMatchObject([{ outcome: 'ABORTED' }]);
    expect(onDeparture).not.toHaveBeenCalled();
    expect(provider.requests).toEqual([]);
  });

  it('gets its own reason, ends the request, and asks no other host', async () => {
    const caller = new AbortController();
    const reason = new Error('the browser was closed');
    await using first = await startStub(() => caller.abort(reason));
    await using reserve = await startStub(json('[]'));
    expect(await failureOf(open([first, reserve]).list(QUESTION, { signal: caller.signal }))).toBe(reason);
    await first.cut;
    expect(reserve.requests).toEqual([]);
  });
});

describe('who observes', () => {
  it('is told of each request, its host and its end', async () => {
    await using first = await startStub(json(PAGE), json(refused(3)), silence);
    await using reserve = await startStub(json('[]'));
    const calls: FinishedCall[] = [];
    let time = 0;
    const client = open([first, reserve], { observe: (call) => calls.push(call), clock: () => (time += 7) });
    await client.list(QUESTION);
    await failureOf(client.delete(TARGET));
    const caller = new AbortController();
    const left = failureOf(client.delete(TARGET, { signal: caller.signal }));
    caller.abort();
    await left;
    expect(calls).toEqual([
      { command: 'LIST', host: first.url, outcome: 'UPSTREAM_UNAVAILABLE', durationMs: 7 },
      { command: 'LIST', host: reserve.url, outcome: null, durationMs: 7 },
      { command: 'DELETE', host: first.url, outcome: 'SENDER_NOT_FOUND', durationMs: 7 },
      { command: 'DELETE', host: first.url, outcome: 'ABORTED', durationMs: 7 },
    ]);
  });
});

describe('secrets', () => {
  const echo = `{"error": "psw=${PASSWORD} code=338824", "error_code": 77}`;

  it.each([json(echo), json(echo, 500), json(`<p>${PASSWORD} 338824</p>`), json(`"${PASSWORD} 338824`)])(
    'stay out of addresses, heads and errors, even where an answer repeats them',
    async (reply) => {
      await using provider = await startStub(reply);
      const { gate, departures } = recordingGate();
      const calls: FinishedCall[] = [];
      const client = open([provider], { gate, observe: (call) => calls.push(call) });
      const failure = await failureOf(client.checkCode({ number: NUMBER, code: '338824', subclient: null }));
      if (!(failure instanceof GatewayError)) throw failure;
      const seen = [failure.message, failure.stack, String(failure.cause), JSON.stringify([failure, departures, calls])].join();
      const [request] = provider.requests;
      expect(`${seen} ${request?.url} ${JSON.stringify(request?.headers)}`).not.toMatch(/hunter2|338824/);
    },
  );
});

describe('closing', () => {
  it('leaves a network alone that it was given', async () => {
    const network = new MockAgent();
    network.disableNetConnect();
    network.get('https://smsc.test').intercept({ path: '/sys/senders.php', method: 'POST' }).reply(200, 'OK').times(2);
    const options = { urls: ['https://smsc.test'], credentials: { apiKey: 'key' }, timeoutMs: 1_000, dispatcher: network };
    const client = createSmscClient(options);
    await client.delete(TARGET);
    await client.close();
    await createSmscClient(options).delete(TARGET);
    network.assertNoPendingInterceptors();
    await network.close();
  });

  it('ends what is under way', async () => {
    const asked = Promise.withResolvers<void>();
    await using provider = await startStub(() => asked.resolve());
    const client = open([provider]);
    const failure = failureOf(client.delete(TARGET));
    await asked.promise;
    await client.close();
    expect(await failure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', sent: true });
  });
});
