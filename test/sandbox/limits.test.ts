import { describe, expect, it } from 'vitest';
import { call, fakeClock, jsonOf, open, type Params } from './calling.ts';

const refused = { error: 'duplicate request, wait a minute', error_code: 9 };

const openWithLimits = () => {
  const clock = fakeClock();
  return open({ limits: true, clock: clock.now, senders: 3, speed: 100_000 }).then((sandbox) => ({ clock, sandbox }));
};

describe('the limit of lists', () => {
  it('refuses the fourth identical list in any 60 s, of real time', async () => {
    const { clock, sandbox } = await openWithLimits();
    const list = () => jsonOf(sandbox, { get: '1' });
    expect(await list()).toHaveLength(3);
    clock.advance(30);
    expect(await list()).toHaveLength(3);
    expect(await list()).toHaveLength(3);
    clock.advance(29.999);
    expect(await list()).toEqual(refused);
    clock.advance(0.001);
    expect(await list()).toHaveLength(3);
    // The window slides: the two of the middle still count.
    expect(await list()).toEqual(refused);
    expect(sandbox.control.counters().violations).toEqual({ list: 2, add: 0, concurrent: 0 });
  });

  it('takes lists for identical whatever their format, charset, stray parameters and proof of login', async () => {
    const { sandbox } = await openWithLimits();
    const same: readonly Params[] = [{ fmt: '3' }, { charset: 'koi8-r' }, { nonce: '1' }, { apikey: 'key-of-alex' }];
    const answers = [];
    for (const params of same) answers.push(await jsonOf(sandbox, { get: '1', ...params }));
    expect(answers.at(-1)).toEqual(refused);
  });

  it('lets lists with another question pass', async () => {
    const { sandbox } = await openWithLimits();
    const others: readonly Params[] = [
      {},
      { all: '1' },
      { operators: '1' },
      { files: '1' },
      { cnt: '1' },
      { prev_id: '1000003' },
      { from_date: '01.01.2026' },
      { user: 'subalex' },
    ];
    for (const params of others) {
      for (let time = 0; time < 3; time += 1) expect(await jsonOf(sandbox, { get: '1', ...params })).toBeInstanceOf(Array);
      expect(await jsonOf(sandbox, { get: '1', ...params })).toEqual(refused);
    }
  });

  it('counts each login for itself', async () => {
    const accounts = ['one', 'two'].map((login) => ({ login, password: 'p', apiKey: `key-${login}`, subclients: [] }));
    const sandbox = await open({ limits: true, accounts });
    for (const login of ['one', 'two']) {
      for (let time = 0; time < 3; time += 1) expect(await jsonOf(sandbox, { get: '1', login, psw: 'p' })).toEqual([]);
    }
    expect(await jsonOf(sandbox, { get: '1', login: 'one', psw: 'p' })).toEqual(refused);
  });
});

describe('the limit of adds', () => {
  it('refuses the sixth in any 60 s, whatever their names and their success', async () => {
    const { clock, sandbox } = await openWithLimits();
    const add = (sender: string) => jsonOf(sandbox, { add: '1', sender, cmt: 'x' });
    for (const name of ['a', 'b', 'c', 'd']) expect(await add(name)).toHaveProperty('sender');
    expect(await add('a')).toHaveProperty('error_code', 5);
    expect(await add('e')).toEqual(refused);
    clock.advance(60);
    expect(await add('e')).toHaveProperty('sender');
    expect(sandbox.control.counters().violations).toEqual({ list: 0, add: 1, concurrent: 0 });
  });
});

describe('requests at once', () => {
  it('are refused from the fifteenth on, and free again when they are answered', async () => {
    const sandbox = await open({ limits: true });
    sandbox.control.raiseFault({ kind: 'hang', times: 14 });
    const gone = new AbortController();
    const waiting = Array.from({ length: 14 }, (_, index) =>
      call(sandbox, { del: '1', id: String(index + 1) }, { signal: gone.signal }).catch(() => 'gone'),
    );
    await expect.poll(() => sandbox.control.counters().maxConcurrent).toBe(14);
    expect(await jsonOf(sandbox, { del: '1', id: '99' })).toEqual(refused);
    expect(sandbox.control.counters()).toMatchObject({ maxConcurrent: 15, violations: { concurrent: 1 } });
    gone.abort();
    await Promise.all(waiting);
    await expect.poll(() => jsonOf(sandbox, { del: '1', id: '99' })).toHaveProperty('error_code', 3);
  });
});

it('refuses nothing where the limits are off, but counts what it would have refused', async () => {
  const sandbox = await open({ limits: false });
  for (let time = 0; time < 5; time += 1) expect(await jsonOf(sandbox, { get: '1' })).toEqual([]);
  for (let time = 0; time < 7; time += 1)
    expect(await jsonOf(sandbox, { add: '1', sender: `n${time}`, cmt: 'x' })).toHaveProperty('sender');
  expect(sandbox.control.counters().violations).toEqual({ list: 2, add: 2, concurrent: 0 });
});
