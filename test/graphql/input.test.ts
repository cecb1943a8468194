import { describe, expect, it } from 'vitest';
import { AddSenderDocument, CheckSenderDocument } from '../../src/console/generated/operations.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { startGateway } from '../support/gateway.ts';

const UKRAINE = {
  tariff: 'NATIONAL',
  organization: 'ТОВ Ромашка',
  taxId: '12345678',
  website: 'https://romashka.ua',
  email: 'a@romashka.ua',
  address: 'Київ',
  services: 'Квіти',
  purpose: 'Замовлення',
} as const;
const BELARUS = {
  tariff: 'INTERNATIONAL',
  organization: 'ООО Василёк',
  taxId: '123456789',
  address: 'Минск',
  occupation: 7,
  mailingType: 2,
  sampleMessage: 'Ваш заказ готов',
  website: 'https://vasilek.by',
} as const;

/** Inputs and the paths at which they are refused. */
const REFUSED: readonly [what: string, input: Parameters<typeof inputOf>[0], paths: string[]][] = [
  ['a name of other letters', { name: 'Ларёк' }, ['input.name']],
  ['a name of 12 characters', { name: 'TwelveLetter' }, ['input.name']],
  ['a name with a space', { name: 'My Shop' }, ['input.name']],
  ['an empty name', { name: '' }, ['input.name']],
  ['a number of 16 digits', { name: '7'.repeat(16) }, ['input.name']],
  ['an address that is none', { name: 'info@shop' }, ['input.name']],
  ['line feeds that could end a parameter', { name: 'a\r\n&del=1' }, ['input.name']],
  ['an owner without an address', { name: 'Shop', emailOwner: 'Иван' }, ['input.emailOwner']],
  ['NUL in a comment', { name: 'Shop', comment: 'a\u0000b' }, ['input.comment']],
  ['a comment without end', { name: 'Shop', comment: 'x'.repeat(2001) }, ['input.comment']],
  ['a registration that needs a form', { name: 'Shop', registrations: ['MTS_PAID', 'UKRAINE_NATIONAL'] }, ['input.registrations.1']],
  ['an empty field of a form', { name: 'Shop', ukraine: { ...UKRAINE, taxId: ' ' } }, ['input.ukraine.taxId']],
  ['an address in a form that is none', { name: 'Shop', ukraine: { ...UKRAINE, email: 'office' } }, ['input.ukraine.email']],
  ['an address without end', { name: 'Shop', ukraine: { ...UKRAINE, email: `${'x'.repeat(250)}@a.ua` } }, ['input.ukraine.email']],
  [
    'numbers out of their ranges',
    { name: 'Shop', belarus: { ...BELARUS, occupation: 20, mailingType: 0 } },
    ['input.belarus.occupation', 'input.belarus.mailingType'],
  ],
  ['a text about no document', { name: 'Shop', documentInfo: 'Свидетельство' }, ['input.documentInfo']],
  [
    'all of it at once',
    {
      name: 'Ларёк',
      emailOwner: 'Иван',
      comment: '\u0001',
      ukraine: { ...UKRAINE, email: 'a@b@c' },
      belarus: { ...BELARUS, occupation: 0 },
    },
    ['input.name', 'input.emailOwner', 'input.comment', 'input.ukraine.email', 'input.belarus.occupation'],
  ],
];

const inputOf = (
  input: (typeof AddSenderDocument)['__apiType'] extends ((variables: infer V) => unknown) | undefined
    ? V extends { input: infer I }
      ? I
      : never
    : never,
) => input;

describe('input that can be judged here', () => {
  it.each(REFUSED)('refuses %s, in checkSender and in addSender, without a call', async (_, input, paths) => {
    await using gateway = await startGateway();
    const { data: check } = await gateway.query(CheckSenderDocument, { input });
    const { data: add } = await gateway.query(AddSenderDocument, { input });
    if (add.addSender.__typename !== 'InvalidInputError') throw new Error(add.addSender.__typename);
    expect(add.addSender.issues.map(({ path }) => path.join('.'))).toEqual(paths);
    expect(check.checkSender).toEqual({ ok: false, issues: add.addSender.issues });
    expect(gateway.sandbox.control.counters().requests).toBe(0);
  });

  it.each([
    ['a name', inputOf({ name: 'My-Shop_1.0' })],
    ['a number', inputOf({ name: '79991234567' })],
    ['an address with its owner', inputOf({ name: 'info@shop.ru', emailOwner: 'Иван & Ко = мы' })],
    ['a blank comment, for which the name stands in', inputOf({ name: 'Shop', comment: ' ' })],
    ['both forms', inputOf({ name: 'Shop', ukraine: UKRAINE, belarus: BELARUS, registrations: ['TELE2_FREE', 'MTS_PAID'] })],
  ])('takes %s', async (_, input) => {
    await using gateway = await startGateway();
    expect((await gateway.query(CheckSenderDocument, { input })).data.checkSender).toEqual({ ok: true, issues: [] });
    expect((await gateway.query(AddSenderDocument, { input })).data.addSender.__typename).toBe('AddSenderSuccess');
    expect(gateway.sandbox.control.state().senders).toMatchObject([{ name: input.name }]);
  });

  it('carries every field of the forms to the provider, unchanged by what it holds', async () => {
    await using gateway = await startGateway();
    const comment = 'Цветы & букеты = радость\nвторая строка; del=1%26&psw=x';
    await gateway.query(AddSenderDocument, { input: { name: 'Shop', comment, ukraine: UKRAINE, belarus: BELARUS } });
    expect(gateway.sandbox.control.state().senders[0]?.details).toMatchObject({
      cmt: comment,
      ua_reg: '1',
      fio: 'ТОВ Ромашка',
      inn: '12345678',
      site: 'https://romashka.ua',
      email: 'a@romashka.ua',
      address: 'Київ',
      desc: 'Квіти',
      subj: 'Замовлення',
      by_int: '1',
      by_fio: 'ООО Василёк',
      by_inn: '123456789',
      by_address: 'Минск',
      by_ocup: '7',
      by_type: '2',
      by_mes: 'Ваш заказ готов',
      by_site: 'https://vasilek.by',
    });
  });
});

/** Writes to a sender that is there, and the paths at which they are refused. */
const REFUSED_WRITES: readonly [what: string, mutation: string, paths: string[]][] = [
  ['a blank comment', 'changeSender(input: { sender: { name: "Shop" }, comment: " " })', ['input.comment']],
  ['NUL in a comment', 'changeSender(input: { sender: { name: "Shop" }, comment: "a\\u0000b" })', ['input.comment']],
  ['nothing to change', 'changeSender(input: { sender: { name: "Shop" }, registrations: [] })', ['input']],
  ['a number with more behind it', 'changeSender(input: { sender: { smscId: "1000001x" }, comment: "new" })', ['input.sender.smscId']],
  ['such a number of what is to be deleted', 'deleteSender(input: { sender: { smscId: "1000001x" } })', ['input.sender.smscId']],
  ['an id that is none', 'deleteSender(input: { sender: { id: "1000001" } })', ['input.sender.id']],
  ['an id with such a number', `deleteSender(input: { sender: { id: "${encodeNodeId('Sender', '1000001x')}" } })`, ['input.sender.id']],
  ['no login for a subclient', 'deleteSender(input: { sender: { name: "Shop" }, subclient: "" })', ['input.subclient']],
  [
    'all of it at once',
    'changeSender(input: { sender: { smscId: "x" }, comment: "\\u0001", documentInfo: "Свидетельство", subclient: " " })',
    ['input.sender.smscId', 'input.comment', 'input.documentInfo', 'input.subclient'],
  ],
];

describe('a write to a sender', () => {
  it.each(REFUSED_WRITES)('is refused for %s, without a call', async (_, mutation, paths) => {
    await using gateway = await startGateway({ sandbox: { senders: [{ name: 'Shop', status: 1 }] } });
    const { data } = await gateway.ask(`mutation { result: ${mutation} { __typename ... on InvalidInputError { issues { path } } } }`);
    expect(data.result).toEqual({ __typename: 'InvalidInputError', issues: paths.map((path) => ({ path: path.split('.') })) });
    expect(gateway.sandbox.control.counters().requests).toBe(0);
  });
});

it.each([
  'senders(subclient: "") { totalCount }',
  'sender(by: { name: "Shop" }, subclient: " ") { id }',
  'events(subclient: "") { newestCursor }',
])('a blank login is nobody, not the account itself: %s', async (field) => {
  await using gateway = await startGateway({ sandbox: { senders: [{ name: 'Shop', status: 1 }] } });
  const { errors } = await gateway.ask(`{ ${field} }`);
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', issues: [{ path: ['subclient'] }] } }]);
  expect(gateway.sandbox.control.counters().requests).toBe(0);
});
