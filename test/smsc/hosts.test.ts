import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { UpstreamFailure } from '../../src/smsc/api.ts';
import { Hosts } from '../../src/smsc/hosts.ts';

const FIRST = 'https://first.test';
const RESERVE = 'https://reserve.test';
const lost = () => new UpstreamFailure('NONSENSE', 'lost');
const unreachable = () => new UpstreamFailure('NOT_SENT', 'refused');

let now = 0;
const pass = (ms: number) => {
  now += ms;
};
const open = (urls: readonly string[]) => new Hosts(urls, () => now);

/** Asks, and tells which hosts were tried. `answers` says how each host ends: with an error, or well. */
async function ask(hosts: Hosts, answers: Record<string, () => unknown> = {}, mutates = false) {
  const tried: string[] = [];
  const outcome = await hosts
    .tryEach(mutates, (host) =>
      host.run(async () => {
        tried.push(host.url);
        const failure = answers[host.url]?.();
        if (failure !== undefined) throw failure;
        return 'answer';
      }),
    )
    .catch((error: unknown) => error);
  return { tried, outcome };
}
const fail = async (hosts: Hosts, times: number) => {
  for (let i = 0; i < times; i += 1) await ask(hosts, { [FIRST]: lost });
};
const stateOf = (hosts: Hosts, url: string) => hosts.states().find((host) => host.url === url)?.state;

describe('a read', () => {
  it('stays at the first host that answers', async () => {
    expect(await ask(open([FIRST, RESERVE]))).toEqual({ tried: [FIRST], outcome: 'answer' });
  });

  it.each([
    ['nothing was sent', unreachable],
    ['the answer was lost', lost],
  ])('moves on where %s', async (_title, failure) => {
    expect(await ask(open([FIRST, RESERVE]), { [FIRST]: failure })).toEqual({ tried: [FIRST, RESERVE], outcome: 'answer' });
  });

  it('fails as the first host did, not as its reserve', async () => {
    const hosts = open([FIRST, RESERVE]);
    const { outcome } = await ask(hosts, { [FIRST]: lost, [RESERVE]: unreachable });
    expect(outcome).toMatchObject({ message: 'lost', sent: true });
  });

  it('tells of the first host also while that rests', async () => {
    const hosts = open([FIRST, RESERVE]);
    await fail(hosts, 5);
    const { tried, outcome } = await ask(hosts, { [RESERVE]: unreachable });
    expect(tried).toEqual([RESERVE]);
    expect(outcome).toMatchObject({ message: expect.stringMatching(/^lost /), retryAfterMs: 2_000 });
  });

  it('tries an address once that is given twice', async () => {
    expect((await ask(open([FIRST, FIRST]), { [FIRST]: lost })).tried).toEqual([FIRST]);
  });
});

describe('a write', () => {
  it('moves on where nothing was sent', async () => {
    expect(await ask(open([FIRST, RESERVE]), { [FIRST]: unreachable }, true)).toEqual({ tried: [FIRST, RESERVE], outcome: 'answer' });
  });

  it('fails as the reserve did where that one got it', async () => {
    const { outcome } = await ask(open([FIRST, RESERVE]), { [FIRST]: unreachable, [RESERVE]: lost }, true);
    expect(outcome).toMatchObject({ message: 'lost', sent: true });
  });

  it('stops where it may have been done', async () => {
    const { tried, outcome } = await ask(open([FIRST, RESERVE]), { [FIRST]: lost }, true);
    expect(tried).toEqual([FIRST]);
    expect(outcome).toMatchObject({ sent: true });
  });
});

describe('an error number', () => {
  it('is an answer: it moves nothing on, and no number of them opens a breaker', async () => {
    const hosts = open([FIRST, RESERVE]);
    const refused = () => new GatewayError('UPSTREAM_UNAUTHORIZED', { upstreamCode: 2 });
    for (let i = 0; i < 20; i += 1)
      expect(await ask(hosts, { [FIRST]: refused })).toMatchObject({ tried: [FIRST], outcome: { upstreamCode: 2 } });
    expect(hosts.states()).toEqual([
      { url: FIRST, state: 'closed' },
      { url: RESERVE, state: 'closed' },
    ]);
  });

  it('ends a row of failures, and closes a breaker that tried again', async () => {
    const hosts = open([FIRST]);
    const refused = () => new GatewayError('SAVE_FAILED', { upstreamCode: 5 });
    await fail(hosts, 5);
    pass(2_000);
    await ask(hosts, { [FIRST]: refused });
    expect(stateOf(hosts, FIRST)).toBe('closed');
  });
});

describe('a host that fails five times in a row', () => {
  it('rests, and is not asked', async () => {
    const hosts = open([FIRST, RESERVE]);
    await fail(hosts, 4);
    expect(stateOf(hosts, FIRST)).toBe('closed');
    await fail(hosts, 1);
    expect(hosts.states()).toEqual([
      { url: FIRST, state: 'open' },
      { url: RESERVE, state: 'closed' },
    ]);
    expect((await ask(hosts)).tried).toEqual([RESERVE]);
  });

  it('leaves writes to the reserve while it rests', async () => {
    const hosts = open([FIRST, RESERVE]);
    await fail(hosts, 5);
    expect(await ask(hosts, {}, true)).toEqual({ tried: [RESERVE], outcome: 'answer' });
  });

  it('is not asked for a success between', async () => {
    const hosts = open([FIRST, RESERVE]);
    await fail(hosts, 4);
    await ask(hosts);
    await fail(hosts, 4);
    expect(stateOf(hosts, FIRST)).toBe('closed');
  });

  it('is tried again after its rest, and is back once it answers', async () => {
    const hosts = open([FIRST, RESERVE]);
    await fail(hosts, 5);
    pass(1_999);
    expect((await ask(hosts)).tried).toEqual([RESERVE]);
    pass(1);
    expect((await ask(hosts)).tried).toEqual([FIRST]);
    expect(stateOf(hosts, FIRST)).toBe('closed');
  });

  it('rests twice as long each time that it fails again, and a minute at the most', async () => {
    const hosts = open([FIRST, RESERVE]);
    await fail(hosts, 5);
    for (const restMs of [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      pass(restMs - 1);
      expect((await ask(hosts, { [FIRST]: lost })).tried).toEqual([RESERVE]);
      pass(1);
      expect((await ask(hosts, { [FIRST]: lost })).tried).toEqual([FIRST, RESERVE]);
    }
  });

  it('is asked by one probe, and by no one else meanwhile', async () => {
    const hosts = open([FIRST, RESERVE]);
    await fail(hosts, 5);
    pass(2_000);
    const probe = Promise.withResolvers<string>();
    const probing = hosts.tryEach(false, (host) => host.run(() => probe.promise));
    expect(stateOf(hosts, FIRST)).toBe('half-open');
    expect((await ask(hosts)).tried).toEqual([RESERVE]);
    probe.resolve('back');
    expect(await probing).toBe('back');
    expect((await ask(hosts)).tried).toEqual([FIRST]);
  });

  it('is left alone for as long as a front asks, from its first such answer on', async () => {
    const hosts = open([FIRST, RESERVE]);
    const busy = () => new UpstreamFailure('NONSENSE', 'HTTP status 503', { retryAfterMs: 120_000 });
    expect((await ask(hosts, { [FIRST]: busy })).tried).toEqual([FIRST, RESERVE]);
    pass(119_999);
    expect((await ask(hosts)).tried).toEqual([RESERVE]);
    pass(1);
    expect((await ask(hosts)).tried).toEqual([FIRST]);
  });

  it.each([
    ['an error', new Error('the caller went away')],
    ['an error of the gateway', new GatewayError('RATE_LIMITED')],
    ['no error', 'gone'],
  ])('rests on where its probe was called off with %s', async (_title, reason) => {
    const hosts = open([FIRST, RESERVE]);
    await fail(hosts, 5);
    pass(2_000);
    expect((await ask(hosts, { [FIRST]: () => reason })).outcome).toBe(reason);
    expect(stateOf(hosts, FIRST)).toBe('open');
  });
});

describe('calls that are called off', () => {
  it('open no breaker and move nothing on', async () => {
    const hosts = open([FIRST, RESERVE]);
    const reason = new Error('the caller went away');
    for (let i = 0; i < 10; i += 1) expect(await ask(hosts, { [FIRST]: () => reason })).toEqual({ tried: [FIRST], outcome: reason });
    expect(stateOf(hosts, FIRST)).toBe('closed');
  });
});

describe('where all hosts rest', () => {
  it('nothing is sent, and it is said so', async () => {
    const hosts = open([FIRST]);
    await fail(hosts, 5);
    const { tried, outcome } = await ask(hosts, {}, true);
    expect(tried).toEqual([]);
    expect(outcome).toBeInstanceOf(UpstreamFailure);
    expect(outcome).toMatchObject({ sent: false, code: 'UPSTREAM_UNAVAILABLE' });
  });

  it('a host that began to rest while the caller waited is not asked', async () => {
    const hosts = open([FIRST]);
    const outcome = await hosts
      .tryEach(false, async (host) => {
        await fail(hosts, 5);
        return host.run(async () => 'answer');
      })
      .catch((error: unknown) => error);
    expect(outcome).toMatchObject({ sent: false });
  });
});
