import { expect, it } from 'vitest';
import { SENDER_KINDS, senderKindOf } from '../../src/domain/sender.ts';
import { REGISTRATION_STATUSES, SENDER_STATUSES } from '../../src/domain/statuses.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { DEMO } from '../../src/sandbox/seed.ts';
import { jsonOf, open } from './calling.ts';

const openDemo = () => open({ ...DEMO, speed: 0 });
const published = (rows: Readonly<Record<string, { readonly wire: number | null }>>) =>
  Object.values(rows).flatMap(({ wire }) => (wire === null ? [] : [wire]));

it('holds a few dozen senders of every kind, each with a name that the provider takes', async () => {
  const { senders } = (await openDemo()).control.state();
  expect(senders.filter(({ subclient }) => subclient === null)).toHaveLength(36);
  expect(senders.filter(({ subclient }) => subclient === 'spb-branch').length).toBeGreaterThan(3);
  for (const { name } of senders) {
    const { pattern, maxLength } = SENDER_KINDS[senderKindOf(name)];
    expect(name).toMatch(pattern);
    expect(name.length).toBeLessThanOrEqual(maxLength);
  }
  expect(new Set(senders.map(({ name }) => senderKindOf(name)))).toEqual(new Set(['ALPHANUMERIC', 'DIGITAL', 'EMAIL']));
});

it('holds every status of senders, operators and files, and an operator’s number that is not published', async () => {
  const { senders } = (await openDemo()).control.state();
  expect(new Set(senders.map(({ status }) => status))).toEqual(new Set(published(SENDER_STATUSES)));
  const operators = new Set(senders.flatMap((sender) => Object.values(sender.operators)));
  expect(operators).toEqual(new Set([...published(REGISTRATION_STATUSES), 7]));
  const files = senders.flatMap((sender) => sender.files);
  expect(new Set(files.map(({ status }) => status))).toEqual(new Set([0, 1, 2]));
  expect(files.filter(({ status }) => status === 1).every(({ comment }) => /[а-я]/.test(comment))).toBe(true);
});

it('shows replacement names', async () => {
  const sandbox = await openDemo();
  const rows = await jsonOf(sandbox, { get: '1', operators: '1', login: 'demo', psw: 'demo-password' });
  expect(rows).toContainEqual(expect.objectContaining({ sender: 'SHINATORG', mega_step_name: 'Shop-Info' }));
});

const REFUSED: readonly { readonly why: string; readonly options: SandboxOptions }[] = [
  { why: 'no account', options: { accounts: [] } },
  {
    why: 'two accounts of one login',
    options: { accounts: ['a', 'b', 'a'].map((login) => ({ login, password: 'p', apiKey: login, subclients: [] })) },
  },
  { why: 'a speed below 0', options: { speed: -1 } },
  { why: 'a speed that is no number', options: { speed: Number.NaN } },
  { why: 'half a sender', options: { senders: 0.5 } },
  { why: 'a latency below 0', options: { latencyMs: -1 } },
  { why: 'a sender of an account that is not there', options: { senders: [{ name: 'a', status: 1, login: 'nobody' }] } },
  { why: 'a sender of a subclient that is not there', options: { senders: [{ name: 'a', status: 1, subclient: 'nobody' }] } },
];

it.each(REFUSED)('does not start with $why', async ({ options }) => {
  await expect(startSandbox(options)).rejects.toThrow(RangeError);
});
