// Answers typed by hand. Source, where none is named: SMSC.ru, "Управление именами отправителей (Sender ID)", as published in 2024, "Ответ сервера".
// [rec]: recorded from the real server in 2013.
import type { Params } from './calling.ts';

export interface Recorded {
  readonly title: string;
  readonly params: Params;
  readonly body: string;
  /** Without the charset. */
  readonly contentType: string;
}

const TEXT = 'text/plain';
const XML = 'text/xml';
const JSON_TYPE = 'application/json';

/** In a sandbox that holds my_shop (id 1000001, admitted, mega_step 2) and second (id 1000002, awaiting, bee_step 255). */
export const RECORDED: readonly Recorded[] = [
  { title: 'fmt=0, an error', params: { fmt: '0' }, body: 'ERROR = 1 (parameters error)', contentType: TEXT },
  { title: 'fmt=1, an error', params: { fmt: '1' }, body: '0,-1', contentType: TEXT },
  {
    title: 'fmt=2, an error',
    params: { fmt: '2' },
    body: '<result>\n<error>parameters error</error>\n<error_code>1</error_code>\n</result>',
    contentType: XML,
  },
  { title: 'fmt=3, an error [rec]', params: {}, body: '{\n"error": "parameters error",\n"error_code": 1\n}', contentType: JSON_TYPE },
  { title: 'fmt=0, admitted names', params: { get: '1', fmt: '0' }, body: 'name = my_shop, id = 1000001', contentType: TEXT },
  { title: 'fmt=1, admitted names', params: { get: '1', fmt: '1' }, body: 'my_shop,1000001', contentType: TEXT },
  {
    title: 'fmt=2, admitted names',
    params: { get: '1', fmt: '2' },
    body: '<list>\n<sender id="1000001">my_shop</sender>\n</list>',
    contentType: XML,
  },
  { title: 'fmt=3, admitted names', params: { get: '1' }, body: '[{\n"sender": "my_shop",\n"id": 1000001\n}]', contentType: JSON_TYPE },
  {
    title: 'fmt=0, all names',
    params: { get: '1', all: '1', fmt: '0' },
    body: 'name = second, status = 0, id = 1000002\nname = my_shop, status = 1, id = 1000001',
    contentType: TEXT,
  },
  { title: 'fmt=1, all names', params: { get: '1', all: '1', fmt: '1' }, body: 'second,0,1000002\nmy_shop,1,1000001', contentType: TEXT },
  {
    title: 'fmt=2, all names',
    params: { get: '1', all: '1', fmt: '2' },
    body: '<list>\n<sender status="0" id="1000002">second</sender>\n<sender status="1" id="1000001">my_shop</sender>\n</list>',
    contentType: XML,
  },
  {
    title: 'fmt=3, all names, elements joined by `},` LF `{` [rec]',
    params: { get: '1', all: '1' },
    body: '[{\n"sender": "second",\n"status": 0,\n"id": 1000002\n},\n{\n"sender": "my_shop",\n"status": 1,\n"id": 1000001\n}]',
    contentType: JSON_TYPE,
  },
  {
    title: 'fmt=0, operators',
    params: { get: '1', operators: '1', fmt: '0' },
    body: 'name = my_shop, mega_step = 2, bee_step = 0, motiv_step = 0, sber_step = 0, winmob_step = 0, volnamob_step = 0, mts_step = 0, tele2_step = 0, tele2 = 0, ua_reg = 0, ua_int = 0, mega_int = 0, motiv_int = 0, mts_int = 0, motiv = 0, by_reg = 0, by_int = 0, tele2_int = 0, sber_int = 0, id = 1000001',
    contentType: TEXT,
  },
  {
    title: 'fmt=2, operators',
    params: { get: '1', operators: '1', fmt: '2' },
    body: '<list>\n<sender mega_step="2" bee_step="0" motiv_step="0" sber_step="0" winmob_step="0" volnamob_step="0" mts_step="0" tele2_step="0" tele2="0" ua_reg="0" ua_int="0" mega_int="0" motiv_int="0" mts_int="0" motiv="0" by_reg="0" by_int="0" tele2_int="0" sber_int="0" id="1000001">my_shop</sender>\n</list>',
    contentType: XML,
  },
  {
    title: 'fmt=3, operators: statuses and id quoted, no status of the sender',
    params: { get: '1', operators: '1', all: '1', cnt: '1' },
    body: '[{\n"sender": "second",\n"mega_step": "0",\n"mega_int": "0",\n"bee_step": "255",\n"motiv": "0",\n"motiv_step": "0",\n"motiv_int": "0",\n"sber_step": "0",\n"sber_int": "0",\n"winmob_step": "0",\n"volnamob_step": "0",\n"mts_step": "0",\n"mts_int": "0",\n"tele2_step": "0",\n"tele2": "0",\n"tele2_int": "0",\n"ua_reg": "0",\n"ua_int": "0",\n"by_reg": "0",\n"by_int": "0",\n"id": "1000002"\n}]',
    contentType: JSON_TYPE,
  },
  { title: 'fmt=0, a name added', params: { add: '1', sender: 'new', cmt: 'x', fmt: '0' }, body: 'ID = 1000003', contentType: TEXT },
  { title: 'fmt=1, a name added', params: { add: '1', sender: 'new', cmt: 'x', fmt: '1' }, body: '1000003', contentType: TEXT },
  {
    title: 'fmt=2, a name added',
    params: { add: '1', sender: 'new', cmt: 'x', fmt: '2' },
    body: '<sender>\n<id>1000003</id>\n</sender>',
    contentType: XML,
  },
  {
    title: 'fmt=3, a name added [rec]',
    params: { add: '1', sender: 'new', cmt: 'x' },
    body: '{\n"sender": 1000003\n}',
    contentType: JSON_TYPE,
  },
  { title: 'fmt=0, a success', params: { del: '1', sender: 'my_shop', fmt: '0' }, body: 'OK', contentType: TEXT },
  { title: 'fmt=1, a success', params: { del: '1', sender: 'my_shop', fmt: '1' }, body: 'OK', contentType: TEXT },
  { title: 'fmt=2, a success', params: { del: '1', sender: 'my_shop', fmt: '2' }, body: '<result>OK</result>', contentType: XML },
  { title: 'fmt=3, a success', params: { del: '1', sender: 'my_shop' }, body: '{\n"result": "OK"\n}', contentType: JSON_TYPE },
];
