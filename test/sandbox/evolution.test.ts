import { expect, it } from 'vitest';
import type { SandboxSender } from '../../src/sandbox/control.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { fakeClock, jsonOf, namesOf, open, type Params, PDF, WHO } from './calling.ts';

const HOUR = 3600;
const ALL_PAID: Params = {
  mts_step: '1',
  mega_step: '1',
  bee_step: '1',
  tele2_step: '1',
  motiv_step: '1',
  winmob_step: '1',
  volnamob_step: '1',
};

async function openMoving(seed = 'seed') {
  const clock = fakeClock();
  const sandbox = await open({ clock: clock.now, speed: 60, seed });
  return { sandbox, advanceHours: (hours: number) => clock.advance((hours * HOUR) / 60) };
}

function only(sandbox: Sandbox): SandboxSender {
  const [sender] = sandbox.control.state().senders;
  if (sender === undefined) throw new Error('no sender');
  return sender;
}

it('admits a new name, then moves its operators, at the speed set', async () => {
  const { sandbox, advanceHours } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x', ...ALL_PAID });
  expect(await namesOf(sandbox, {})).toEqual([]);
  expect(only(sandbox)).toMatchObject({ status: 0, operators: { mts_step: 0, volnamob_step: 0 } });
  advanceHours(4);
  expect(await namesOf(sandbox, {})).toEqual(['shop']);
  advanceHours(2);
  expect(new Set(Object.values(only(sandbox).operators))).toEqual(new Set([1]));
  advanceHours(72);
  for (const status of Object.values(only(sandbox).operators)) expect([2, 3, 5, 8, 9]).toContain(status);
});

it('reports operators that were not registered as 0, and leaves them so', async () => {
  const { sandbox, advanceHours } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x', mts_step: '1', bee_step: '0' });
  advanceHours(1000);
  expect(await jsonOf(sandbox, { get: '1', operators: '1' })).toMatchObject([{ bee_step: '0', ua_reg: '0' }]);
});

it('repeats the same course for the same seed', async () => {
  const course = async (seed: string) => {
    const { sandbox, advanceHours } = await openMoving(seed);
    await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x', ...ALL_PAID });
    const seen = [];
    for (let step = 0; step < 30; step += 1) {
      advanceHours(3);
      seen.push(await jsonOf(sandbox, { get: '1', all: '1', operators: '1' }));
    }
    return seen;
  };
  expect(await course('a')).toEqual(await course('a'));
  expect(await course('a')).not.toEqual(await course('b'));
});

it('asks no operator before the name is admitted, also where that is done by hand', async () => {
  const { sandbox, advanceHours } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: '79990001122', cmt: 'x', mts_step: '1' });
  advanceHours(1000);
  expect(only(sandbox)).toMatchObject({ status: 0, operators: { mts_step: 0 } });
  sandbox.control.moveStatus({ id: only(sandbox).id, what: 'status', value: 1 });
  expect(only(sandbox)).toMatchObject({ status: 1, operators: { mts_step: 0 } });
  advanceHours(2);
  expect(only(sandbox)).toMatchObject({ status: 1, operators: { mts_step: 1 } });
});

it('leaves operators where they were when a name is disabled by hand', async () => {
  const { sandbox, advanceHours } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x', ...ALL_PAID });
  advanceHours(1000);
  const { id, operators } = only(sandbox);
  sandbox.control.moveStatus({ id, what: 'status', value: 2 });
  expect(only(sandbox)).toMatchObject({ status: 2, operators });
});

it('reviews a document, and asks anew the operators that wanted one', async () => {
  const { sandbox, advanceHours } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x', mts_step: '1', bee_step: '1' });
  advanceHours(10);
  const { id } = only(sandbox);
  sandbox.control.moveStatus({ id, what: 'mts_step', value: 8 });
  sandbox.control.moveStatus({ id, what: 'bee_step', value: 2 });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...WHO, chg: '1', sender: 'shop' })) form.set(name, value);
  form.set('file0', new Blob([PDF]), 'a.pdf');
  await fetch(`${sandbox.url}/sys/senders.php`, { method: 'POST', body: form });
  expect(only(sandbox)).toMatchObject({ operators: { mts_step: 0, bee_step: 2 }, files: [{ status: 0 }] });
  advanceHours(24);
  expect([1, 2]).toContain(only(sandbox).files[0]?.status);
  expect(only(sandbox).operators.mts_step).not.toBe(0);
});

it('registers anew on chg what was refused, and leaves alone what is on its way', async () => {
  const { sandbox, advanceHours } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x', mts_step: '1', bee_step: '1' });
  advanceHours(10);
  const { id } = only(sandbox);
  sandbox.control.moveStatus({ id, what: 'mts_step', value: 3 });
  sandbox.control.moveStatus({ id, what: 'bee_step', value: 1 });
  await jsonOf(sandbox, { chg: '1', id: String(id), mts_step: '1', bee_step: '1', tele2: '1' });
  expect(only(sandbox).operators).toEqual({ mts_step: 0, bee_step: 1, tele2: 0 });
});

it('finds a name by the day of a move', async () => {
  const { sandbox } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x' });
  const changed = () => namesOf(sandbox, { all: '1', from_date: '23.11.2026' });
  expect(await changed()).toEqual([]);
  sandbox.control.moveStatus({ id: only(sandbox).id, what: 'mts_step', value: 2 });
  expect(await changed()).toEqual(['shop']);
});

it('keeps what add and chg say of a name', async () => {
  const { sandbox } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: 'a@b.example', mail: '1', name: 'Иван', cmt: 'первый', tele2: '1' });
  expect(only(sandbox)).toMatchObject({ comment: 'первый', details: { mail: '1', name: 'Иван', tele2: '1' } });
  await jsonOf(sandbox, { chg: '1', sender: 'a@b.example', cmt: 'второй' });
  expect(only(sandbox)).toMatchObject({ comment: 'второй', operators: { tele2: 0 } });
});

it('says why a document was rejected, and nothing while it is under review or once it has passed', async () => {
  const { sandbox, advanceHours } = await openMoving();
  await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x' });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...WHO, chg: '1', sender: 'shop' })) form.set(name, value);
  for (let file = 0; file < 30; file += 1) form.set(`file${file}`, new Blob([PDF]), 'a.pdf');
  await fetch(`${sandbox.url}/sys/senders.php`, { method: 'POST', body: form });
  const seen = () => new Set(only(sandbox).files.map(({ status, comment }) => `${status} ${/[а-я]/.test(comment)}`));
  expect(seen()).toEqual(new Set(['0 false']));
  advanceHours(24);
  expect(seen()).toEqual(new Set(['1 true', '2 false']));
});

it('takes a deleted name anew, with another id', async () => {
  const { sandbox } = await openMoving();
  const add = () => jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x' });
  expect(await add()).toEqual({ sender: 1000001 });
  expect(await jsonOf(sandbox, { del: '1', sender: 'shop' })).toEqual({ result: 'OK' });
  expect(await add()).toEqual({ sender: 1000002 });
});
