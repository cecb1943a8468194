import { describe, expect, it } from 'vitest';
import { REGISTRATIONS, type Registration } from '../../src/domain/registrations.ts';
import { keysOf } from '../../src/domain/table.ts';
import type { AddRequest, ListQuestion } from '../../src/smsc/api.ts';
import {
  encodeAdd,
  encodeChange,
  encodeCheckCode,
  encodeDelete,
  encodeList,
  encodeSendCode,
  questionOf,
  type WireRequest,
} from '../../src/smsc/encode.ts';

const list: ListQuestion = {
  all: true,
  operators: false,
  files: false,
  changedSince: null,
  before: null,
  count: 15_000,
  subclient: null,
};
const details = {
  comment: null,
  registrations: [],
  ukraine: null,
  belarus: null,
  document: null,
  documentInfo: null,
  subclient: null,
} as const;
const add: AddRequest = { ...details, name: 'my_shop', emailOwner: null };
const target = { name: 'my_shop' } as const;
const number = '79999999999';

/** The parameters by name, once it is sure that none stands twice. */
function paramsOf({ params }: WireRequest): Record<string, string> {
  const names = params.map(([name]) => name);
  expect(names).toEqual([...new Set(names)]);
  return Object.fromEntries(params);
}
const ALWAYS = { fmt: '3', charset: 'utf-8' };

describe('every request', () => {
  it.each([
    ['get', encodeList(list)],
    ['add', encodeAdd(add)],
    ['chg', encodeChange({ ...details, target })],
    ['del', encodeDelete({ target, subclient: null })],
    ['send_code', encodeSendCode({ number, from: null, siteName: null, subclient: null })],
    ['check_code', encodeCheckCode({ number, code: '338824', subclient: null })],
  ])('%s names its command, JSON and UTF-8', (param, request) => {
    expect(paramsOf(request)).toMatchObject({ [param]: '1', ...ALWAYS });
  });
});

describe('a list question', () => {
  it('always says how many', () => {
    expect(paramsOf(encodeList(list))).toEqual({ get: '1', all: '1', cnt: '15000', ...ALWAYS });
  });

  it('sends every flag that is set', () => {
    const all = { ...list, all: false, operators: true, files: true, before: '1000001', count: 1, subclient: 'subalex' };
    expect(paramsOf(encodeList(all))).toEqual({
      get: '1',
      all: '0',
      operators: '1',
      files: '1',
      prev_id: '1000001',
      cnt: '1',
      user: 'subalex',
      ...ALWAYS,
    });
  });

  it('writes a day as the provider does', () => {
    expect(paramsOf(encodeList({ ...list, changedSince: '2026-11-03' }))).toMatchObject({ from_date: '03.11.2026' });
  });

  it('never combines a day with a page', () => {
    expect(() => encodeList({ ...list, changedSince: '2026-11-03', before: '1000001' })).toThrow(RangeError);
  });

  it.each([0, -1, 1.5, 15_001, Number.NaN])('never asks for %d names', (count) => {
    expect(() => encodeList({ ...list, count })).toThrow(RangeError);
  });
});

describe('add', () => {
  it.each([null, '', '  \n'])('lets the name stand in for the comment %j', (comment) => {
    expect(paramsOf(encodeAdd({ ...add, comment }))).toEqual({ add: '1', sender: 'my_shop', cmt: 'my_shop', ...ALWAYS });
  });

  it('says that a name is an e-mail address, and whose', () => {
    const request = encodeAdd({ ...add, name: 'shop@example.com', comment: 'test', emailOwner: 'Alex' });
    expect(paramsOf(request)).toEqual({ add: '1', sender: 'shop@example.com', cmt: 'test', mail: '1', name: 'Alex', ...ALWAYS });
  });

  it('keeps the owner of an address to itself where the name is none', () => {
    expect(paramsOf(encodeAdd({ ...add, emailOwner: 'Alex' }))).not.toHaveProperty('name');
  });

  // Typed from the provider's page: name by name, as the table could be wrong.
  const FLAGS: readonly [Registration, string][] = [
    ['MTS_PAID', 'mts_step'],
    ['SBER_FREE', 'sber_step'],
    ['TELE2_FREE', 'tele2'],
    ['MOTIV_FREE', 'motiv'],
    ['MEGAFON_PAID', 'mega_step'],
    ['BEELINE_PAID', 'bee_step'],
    ['MOTIV_PAID', 'motiv_step'],
    ['WINMOBILE_PAID', 'winmob_step'],
    ['VOLNA_PAID', 'volnamob_step'],
    ['TELE2_PAID', 'tele2_step'],
    ['UKRAINE_NATIONAL', 'ua_reg'],
    ['UKRAINE_INTERNATIONAL', 'ua_int'],
    ['BELARUS_NATIONAL', 'by_reg'],
    ['BELARUS_INTERNATIONAL', 'by_int'],
  ];

  it.each(FLAGS)('registers %s by %s', (registration, param) => {
    expect(paramsOf(encodeAdd({ ...add, registrations: [registration] }))).toEqual({
      add: '1',
      sender: 'my_shop',
      cmt: 'my_shop',
      [param]: '1',
      ...ALWAYS,
    });
  });

  it('knows all registrations', () => {
    expect(FLAGS.map(([registration]) => registration).sort()).toEqual(keysOf(REGISTRATIONS).sort());
  });

  it('sends a registration once that is asked for twice', () => {
    expect(paramsOf(encodeAdd({ ...add, registrations: ['MTS_PAID', 'TELE2_FREE', 'MTS_PAID'] }))).toMatchObject({
      mts_step: '1',
      tele2: '1',
    });
  });

  it.each([
    ['NATIONAL', 'ua_reg', 'ua_int'],
    ['INTERNATIONAL', 'ua_int', 'ua_reg'],
  ] as const)('sends the seven fields of Ukraine, %s', (tariff, flag, other) => {
    const ukraine = {
      tariff,
      organization: 'ТОВ Магазин',
      taxId: '12345678',
      website: 'https://shop.example',
      email: 'a@shop.example',
      address: 'Київ',
      services: 'Одяг',
      purpose: 'Знижки',
    };
    const params = paramsOf(encodeAdd({ ...add, ukraine }));
    expect(params).toMatchObject({
      [flag]: '1',
      fio: 'ТОВ Магазин',
      inn: '12345678',
      site: 'https://shop.example',
      email: 'a@shop.example',
      address: 'Київ',
      desc: 'Одяг',
      subj: 'Знижки',
    });
    expect(params).not.toHaveProperty(other);
  });

  it.each([
    ['NATIONAL', 'by_reg', 'by_int'],
    ['INTERNATIONAL', 'by_int', 'by_reg'],
  ] as const)('sends the seven fields of Belarus, %s', (tariff, flag, other) => {
    const belarus = {
      tariff,
      organization: 'ООО Магазин',
      taxId: '123456789',
      address: 'Минск',
      occupation: 19,
      mailingType: 3,
      sampleMessage: 'Скидки!',
      website: 'https://shop.example',
    };
    const params = paramsOf(encodeAdd({ ...add, belarus }));
    expect(params).toMatchObject({
      [flag]: '1',
      by_fio: 'ООО Магазин',
      by_inn: '123456789',
      by_address: 'Минск',
      by_ocup: '19',
      by_type: '3',
      by_mes: 'Скидки!',
      by_site: 'https://shop.example',
    });
    expect(params).not.toHaveProperty(other);
  });

  it('describes a document only where there is one', () => {
    const document = { name: 'a.pdf', bytes: new Uint8Array(1) };
    const request = encodeAdd({ ...add, document, documentInfo: 'trademark' });
    expect(paramsOf(request)).toMatchObject({ doc_info: 'trademark' });
    expect(request.document).toBe(document);
    expect(paramsOf(encodeAdd({ ...add, documentInfo: 'trademark' }))).not.toHaveProperty('doc_info');
  });
});

describe('the others', () => {
  it('change by id or by name, and leave the comment alone where none is given', () => {
    expect(paramsOf(encodeChange({ ...details, target: { smscId: '1000001' } }))).toEqual({ chg: '1', id: '1000001', ...ALWAYS });
    expect(paramsOf(encodeChange({ ...details, target, comment: 'test', subclient: 'subalex' }))).toEqual({
      chg: '1',
      sender: 'my_shop',
      cmt: 'test',
      user: 'subalex',
      ...ALWAYS,
    });
  });

  it('delete by id or by name', () => {
    expect(paramsOf(encodeDelete({ target, subclient: null }))).toEqual({ del: '1', sender: 'my_shop', ...ALWAYS });
    expect(paramsOf(encodeDelete({ target: { smscId: '1' }, subclient: 'subalex' }))).toEqual({
      del: '1',
      id: '1',
      user: 'subalex',
      ...ALWAYS,
    });
  });

  it('send a code as in the example of the provider’s page', () => {
    expect(paramsOf(encodeSendCode({ number, from: 'mysite.ru', siteName: 'My site', subclient: 'subalex' }))).toEqual({
      send_code: '1',
      sender: number,
      site: 'mysite.ru',
      site_name: 'My site',
      user: 'subalex',
      ...ALWAYS,
    });
  });

  it('check a code as in the example of the provider’s page', () => {
    expect(paramsOf(encodeCheckCode({ number, code: '338824', subclient: null }))).toEqual({
      check_code: '1',
      sender: number,
      code: '338824',
      ...ALWAYS,
    });
  });
});

describe('a question', () => {
  it('is equal for equal lists, and another for each parameter', () => {
    const variants: readonly Partial<ListQuestion>[] = [
      {},
      { all: false },
      { operators: true },
      { files: true },
      { changedSince: '2026-11-03' },
      { before: '1000001' },
      { count: 14_999 },
      { subclient: 'subalex' },
      { subclient: 'subalex&operators=1' },
    ];
    const questions = variants.map((variant) => questionOf(encodeList({ ...list, ...variant })));
    expect(new Set(questions).size).toBe(variants.length);
    expect(questionOf(encodeList({ ...list }))).toBe(questions[0]);
  });

  it('can be asked of any name, even half a character', () => {
    expect(questionOf(encodeList({ ...list, subclient: '\ud800' }))).toContain('&user=%EF%BF%BD');
  });

  it('holds no confirmation code and none of what is written', () => {
    expect(questionOf(encodeCheckCode({ number, code: '338824', subclient: null }))).not.toContain('338824');
    expect(questionOf(encodeAdd({ ...add, comment: 'private' }))).not.toContain('private');
  });
});
