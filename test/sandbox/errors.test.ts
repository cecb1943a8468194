import { describe, expect, it } from 'vitest';
import type { SandboxOptions, SeedSender } from '../../src/sandbox/options.ts';
import { REFUSALS } from '../../src/sandbox/refusals.ts';
import { call, fakeClock, jsonOf, open, type Params, textOf } from './calling.ts';

const SENDERS: readonly SeedSender[] = [
  { name: 'shop', status: 1 },
  { name: 'asleep', status: 2 },
  { name: 'waiting', status: 0 },
];

const ADD: Params = { add: '1', sender: 'new', cmt: 'x' };
const UA: Params = {
  ...ADD,
  ua_reg: '1',
  fio: 'ООО',
  inn: '12',
  site: 'a.example',
  email: 'a@b.example',
  address: 'x',
  desc: 'x',
  subj: 'x',
};
const BY: Params = {
  ...ADD,
  by_int: '1',
  by_fio: 'x',
  by_inn: '1',
  by_address: 'x',
  by_ocup: '19',
  by_type: '3',
  by_mes: 'x',
  by_site: 'x',
};

const without = (params: Params, name: string): Params => Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));

interface Case {
  readonly why: string;
  readonly params: Params;
  readonly error: keyof typeof REFUSALS;
}

const CASES: readonly Case[] = [
  { why: 'no command', params: {}, error: 1 },
  { why: 'a command with another value than 1', params: { get: '0' }, error: 1 },
  { why: 'an unknown subclient', params: { get: '1', user: 'nobody' }, error: 1 },
  ...['0', '15001', '-1', '1.5', 'many'].map((cnt): Case => ({ why: `cnt=${cnt}`, params: { get: '1', cnt }, error: 1 })),
  { why: 'prev_id that is no number', params: { get: '1', prev_id: 'x' }, error: 1 },
  ...['2026-01-01', '1.1.2026', '31.02.2026', '00.00.0000'].map(
    (from_date): Case => ({ why: `from_date=${from_date}`, params: { get: '1', from_date }, error: 1 }),
  ),
  { why: 'add without a name', params: { add: '1', cmt: 'x' }, error: 1 },
  { why: 'add without a comment', params: { add: '1', sender: 'new' }, error: 1 },
  { why: 'add with an empty comment', params: { add: '1', sender: 'new', cmt: '' }, error: 1 },
  ...['twelve-chars', 'имя', 'a b', 'a&b', '1234567890123456'].map(
    (sender): Case => ({ why: `add of the name ${sender}`, params: { ...ADD, sender }, error: 1 }),
  ),
  { why: 'an e-mail address without mail=1', params: { ...ADD, sender: 'a@b.example' }, error: 1 },
  { why: 'mail=1 without an e-mail address', params: { ...ADD, mail: '1' }, error: 1 },
  ...['fio', 'inn', 'site', 'email', 'address', 'desc', 'subj'].map(
    (field): Case => ({ why: `ua_reg without ${field}`, params: without(UA, field), error: 1 }),
  ),
  ...['by_fio', 'by_inn', 'by_address', 'by_ocup', 'by_type', 'by_mes', 'by_site'].map(
    (field): Case => ({ why: `by_int without ${field}`, params: without(BY, field), error: 1 }),
  ),
  { why: 'by_ocup=20', params: { ...BY, by_ocup: '20' }, error: 1 },
  { why: 'by_type=0', params: { ...BY, by_type: '0' }, error: 1 },
  { why: 'chg of nothing', params: { chg: '1', cmt: 'x' }, error: 1 },
  { why: 'del of nothing', params: { del: '1' }, error: 1 },
  { why: 'send_code without a number', params: { send_code: '1' }, error: 1 },
  { why: 'send_code from a name that is not there', params: { send_code: '1', sender: '79990001122', site: 'nobody' }, error: 1 },
  { why: 'send_code from a name that is not admitted', params: { send_code: '1', sender: '79990001122', site: 'waiting' }, error: 1 },
  { why: 'check_code without a code', params: { check_code: '1', sender: '79990001122' }, error: 1 },
  { why: 'a wrong password', params: { get: '1', psw: 'wrong' }, error: 2 },
  { why: 'a password’s MD5 in upper case', params: { get: '1', psw: '202CB962AC59075B964B07152D234B70' }, error: 2 },
  { why: 'a login of nobody', params: { get: '1', login: 'nobody' }, error: 2 },
  { why: 'an empty login with the password', params: { get: '1', login: '' }, error: 2 },
  { why: 'a wrong API key beside a right password', params: { get: '1', apikey: 'wrong' }, error: 2 },
  { why: 'del of an unknown name', params: { del: '1', sender: 'nobody' }, error: 3 },
  { why: 'del of an unknown id', params: { del: '1', id: '5' }, error: 3 },
  { why: 'chg of an unknown id', params: { chg: '1', id: 'x', cmt: 'x' }, error: 3 },
  { why: 'check_code of a number to which nothing was sent', params: { check_code: '1', sender: '79990001122', code: '1' }, error: 3 },
  { why: 'add of a name that is there', params: { ...ADD, sender: 'shop' }, error: 5 },
  { why: 'chg of a disabled name', params: { chg: '1', sender: 'asleep', cmt: 'x' }, error: 5 },
  ...['12', '+79990001122', '7 999', 'shop', '1234567890123456'].map(
    (sender): Case => ({ why: `send_code to ${sender}`, params: { send_code: '1', sender }, error: 7 }),
  ),
  { why: 'check_code of no number', params: { check_code: '1', sender: '12', code: '1' }, error: 7 },
  { why: 'send_code to a number that ends in 000', params: { send_code: '1', sender: '79990001000' }, error: 8 },
];

const openWith = (options: SandboxOptions = {}) => open({ senders: SENDERS, ...options });

describe('refusals', () => {
  it.each(CASES)('answers error $error to $why, and does nothing', async ({ params, error }) => {
    const sandbox = await openWith();
    const before = sandbox.control.state();
    expect(await jsonOf(sandbox, params)).toEqual({ error: REFUSALS[error].text, error_code: error });
    const after = sandbox.control.state();
    expect(after.senders).toEqual(before.senders);
    expect(after.codes).toEqual([]);
    expect(after.counters.byError).toEqual({ [error]: 1 });
  });

  it('takes what the cases above leave out', async () => {
    const sandbox = await openWith();
    expect(await jsonOf(sandbox, UA)).toEqual({ sender: 1000004 });
    expect(await jsonOf(sandbox, { ...BY, sender: 'other' })).toEqual({ sender: 1000005 });
  });

  it('answers an unknown fmt with error 1 as text', async () => {
    expect(await textOf(await openWith(), { get: '1', fmt: '4' })).toBe('ERROR = 1 (parameters error)');
  });

  it('answers error 2 to an address outside the account’s list', async () => {
    const sandbox = await open({
      accounts: [{ login: 'alex', password: '123', apiKey: 'k', subclients: [], allowedIps: ['203.0.113.1'] }],
    });
    expect(await jsonOf(sandbox, { get: '1' })).toHaveProperty('error_code', 2);
  });

  it('answers error 4 for a minute after ten wrong logins in a row, to right ones too', async () => {
    const clock = fakeClock();
    const sandbox = await openWith({ clock: clock.now });
    const wrong = () => jsonOf(sandbox, { get: '1', psw: 'wrong' });
    for (let time = 0; time < 9; time += 1) await wrong();
    expect(await jsonOf(sandbox, { get: '1' })).toBeInstanceOf(Array);
    for (let time = 0; time < 10; time += 1) expect(await wrong()).toHaveProperty('error_code', 2);
    expect(await jsonOf(sandbox, { get: '1' })).toEqual({ error: 'ip is blocked', error_code: 4 });
    clock.advance(60);
    expect(await jsonOf(sandbox, { get: '1' })).toBeInstanceOf(Array);
  });

  it('answers with HTTP status 200 and a body, whatever the error', async () => {
    const sandbox = await openWith();
    for (const { params } of CASES) {
      const response = await call(sandbox, params);
      expect(response.status).toBe(200);
      expect(await response.text()).not.toBe('');
    }
  });
});

describe('confirmation codes', () => {
  const number = '79990001122';
  const send = { send_code: '1', sender: number };

  it('admits a number with the code that was sent, and refuses another with error 11', async () => {
    const sandbox = await openWith();
    expect(await jsonOf(sandbox, { add: '1', sender: number, cmt: 'x' })).toEqual({ sender: 1000004 });
    expect(await jsonOf(sandbox, { ...send, site: 'shop' })).toEqual({ result: 'OK' });
    expect(await jsonOf(sandbox, { check_code: '1', sender: number, code: 'wrong' })).toHaveProperty('error_code', 11);
    expect(sandbox.control.state(1).senders[0]).toMatchObject({ name: number, status: 0 });
    const code = sandbox.control.confirmationCode(number) ?? '';
    expect(code).toMatch(/^\d{6}$/);
    expect(await jsonOf(sandbox, { check_code: '1', sender: number, code })).toEqual({ result: 'OK' });
    expect(sandbox.control.state(1).senders[0]).toMatchObject({ name: number, status: 1 });
  });

  it('adds a number that was confirmed without add', async () => {
    const sandbox = await openWith();
    await jsonOf(sandbox, send);
    await jsonOf(sandbox, { check_code: '1', sender: number, code: sandbox.control.confirmationCode(number) ?? '' });
    expect(sandbox.control.state(1).senders[0]).toMatchObject({ name: number, status: 1 });
  });

  it('sends the next code to a number after 8 hours of real time only: error 10', async () => {
    const clock = fakeClock();
    const sandbox = await openWith({ clock: clock.now, speed: 1000 });
    expect(await jsonOf(sandbox, send)).toEqual({ result: 'OK' });
    const first = sandbox.control.confirmationCode(number);
    clock.advance(8 * 3600 - 1);
    expect(await jsonOf(sandbox, send)).toEqual({ error: 'code already sent', error_code: 10 });
    expect(await jsonOf(sandbox, { send_code: '1', sender: '79990001123' })).toEqual({ result: 'OK' });
    clock.advance(1);
    expect(await jsonOf(sandbox, { check_code: '1', sender: number, code: first ?? '' })).toHaveProperty('error_code', 3);
    expect(await jsonOf(sandbox, send)).toEqual({ result: 'OK' });
    expect(sandbox.control.confirmationCode(number)).not.toBe(first);
  });

  it('is the same for the same seed, and another for another', async () => {
    const codeOf = async (seed: string) => {
      const sandbox = await open({ seed });
      await jsonOf(sandbox, send);
      return sandbox.control.confirmationCode(number);
    };
    expect(await codeOf('a')).toBe(await codeOf('a'));
    expect(await codeOf('a')).not.toBe(await codeOf('b'));
  });
});
