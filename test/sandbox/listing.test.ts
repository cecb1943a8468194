import { expect, it } from 'vitest';
import type { SeedSender } from '../../src/sandbox/options.ts';
import { fakeClock, namesOf, open } from './calling.ts';

// In Moscow's time the clock stands at 15:00 of 23.11.2026.
const SENDERS: readonly SeedSender[] = [
  { name: 'long-ago', status: 1, operators: { mts_step: 2 }, changedDaysAgo: 40 },
  { name: 'today', status: 1, operators: { mts_step: 2 }, changedDaysAgo: 0 },
  { name: 'nothing', status: 1 },
  { name: 'yesterday', status: 1, operators: { mts_step: 3 }, changedDaysAgo: 1 },
  { name: 'off-today', status: 2, operators: { mts_step: 4 }, changedDaysAgo: 0 },
];
const openWithDays = () => open({ senders: SENDERS, clock: fakeClock().now });

it('lists admitted names, the newest first; with all=1 every name', async () => {
  const sandbox = await openWithDays();
  expect(await namesOf(sandbox, {})).toEqual(['yesterday', 'nothing', 'today', 'long-ago']);
  expect(await namesOf(sandbox, { all: '0' })).toEqual(['yesterday', 'nothing', 'today', 'long-ago']);
  expect(await namesOf(sandbox, { all: '1' })).toEqual(['off-today', 'yesterday', 'nothing', 'today', 'long-ago']);
});

it('lists as many as cnt says, from before prev_id', async () => {
  const sandbox = await openWithDays();
  expect(await namesOf(sandbox, { all: '1', cnt: '2' })).toEqual(['off-today', 'yesterday']);
  expect(await namesOf(sandbox, { all: '1', cnt: '2', prev_id: '1000004' })).toEqual(['nothing', 'today']);
  expect(await namesOf(sandbox, { prev_id: '1000001' })).toEqual([]);
});

it('pages past a deleted sender', async () => {
  const sandbox = await openWithDays();
  await namesOf(sandbox, {});
  const response = await fetch(`${sandbox.url}/sys/senders.php?del=1&login=alex&psw=123&id=1000003`);
  expect(await response.text()).toBe('OK');
  expect(await namesOf(sandbox, { all: '1', prev_id: '1000004' })).toEqual(['today', 'long-ago']);
});

it.each([
  { from_date: '23.11.2026', names: ['off-today', 'today'] },
  { from_date: '22.11.2026', names: ['off-today', 'today', 'yesterday'] },
  { from_date: '01.01.2026', names: ['off-today', 'today', 'yesterday', 'long-ago'] },
  { from_date: '24.11.2026', names: [] },
])('lists what changed at an operator since $from_date by the day of the change, the latest first', async ({ from_date, names }) => {
  expect(await namesOf(await openWithDays(), { all: '1', from_date })).toEqual(names);
});
