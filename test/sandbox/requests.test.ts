import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseMultipart } from '../../src/sandbox/multipart.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ACCOUNT, call, jsonOf, open, PDF, rawExchange } from './calling.ts';

const LIST = '[{\n"sender": "shop",\n"id": 1000001\n}]';
const openWithShop = () => open({ senders: [{ name: 'shop', status: 1 }] });

/** Percent escapes of a text in a charset. */
const escaped = (value: string, charset: string) =>
  [...iconv.encode(value, charset)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const postTo = (sandbox: Sandbox, query: string, contentType: string, body: BodyInit) =>
  fetch(`${sandbox.url}/sys/senders.php?${query}`, { method: 'POST', headers: { 'content-type': contentType }, body });

describe('parameters', () => {
  it('come by GET', async () => {
    const { url } = await openWithShop();
    const response = await fetch(`${url}/sys/senders.php?get=1&login=alex&psw=123&fmt=3`);
    expect(await response.text()).toBe(LIST);
  });

  it('come in the query, an urlencoded body, or both', async () => {
    const sandbox = await openWithShop();
    const type = 'application/x-www-form-urlencoded';
    expect(await (await postTo(sandbox, '', type, 'get=1&login=alex&psw=123&fmt=3')).text()).toBe(LIST);
    expect(await (await postTo(sandbox, 'get=1&login=alex&fmt=3', type, 'psw=123')).text()).toBe(LIST);
    expect(await (await postTo(sandbox, 'get=1&login=alex&psw=123&fmt=3', type, '')).text()).toBe(LIST);
  });

  it('come in a multipart body and the query', async () => {
    const sandbox = await openWithShop();
    const form = new FormData();
    for (const [name, value] of Object.entries({ login: 'alex', psw: '123', fmt: '3' })) form.set(name, value);
    const response = await fetch(`${sandbox.url}/sys/senders.php?get=1`, { method: 'POST', body: form });
    expect(await response.text()).toBe(LIST);
  });

  it('of the body win over those of the query', async () => {
    const sandbox = await openWithShop();
    const response = await postTo(sandbox, 'get=1&login=alex&psw=wrong&fmt=0', 'application/x-www-form-urlencoded', 'psw=123&fmt=3');
    expect(await response.text()).toBe(LIST);
  });

  it('are ignored where they are stray', async () => {
    const sandbox = await openWithShop();
    const response = await call(sandbox, { get: '1', cur: '1', pp: '2', op: '3', sender: 'other', constructor: 'x', mts_int: '1' });
    expect(await response.text()).toBe(LIST);
  });

  it('come with a request line in the absolute form, as through a proxy', async () => {
    const { port } = await openWithShop();
    const answer = await rawExchange(
      port,
      'GET http://smsc.ru/sys/senders.php?get=1&login=alex&psw=123&fmt=3 HTTP/1.1\r\nHost: smsc.ru\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe(LIST);
  });
});

describe('the login', () => {
  const md5 = createHash('md5').update(ACCOUNT.password).digest('hex');
  const FORMS = [
    { how: 'a password', login: 'alex', psw: '123' },
    { how: 'its MD5', login: 'alex', psw: md5 },
    { how: 'an API key alone', login: null, apikey: ACCOUNT.apiKey },
    { how: 'an empty login with the key in psw', login: '', psw: ACCOUNT.apiKey },
    { how: 'a login with an API key', login: 'alex', apikey: ACCOUNT.apiKey },
  ];

  it.each(FORMS)('is proved by $how', async ({ login, psw, apikey }) => {
    const sandbox = await openWithShop();
    const params = new URLSearchParams({ get: '1', fmt: '3' });
    for (const [name, value] of Object.entries({ login, psw, apikey })) {
      if (typeof value === 'string') params.set(name, value);
    }
    const response = await fetch(`${sandbox.url}/sys/senders.php`, { method: 'POST', body: params });
    expect(await response.text()).toBe(LIST);
  });

  it('keeps the senders of a subclient apart', async () => {
    const sandbox = await open({
      senders: [
        { name: 'shop', status: 1 },
        { name: 'branch', subclient: 'subalex', status: 1 },
      ],
    });
    expect(await jsonOf(sandbox, { get: '1', user: 'subalex' })).toEqual([{ sender: 'branch', id: 1000002 }]);
    expect(await jsonOf(sandbox, { add: '1', sender: 'shop', cmt: 'x', user: 'subalex' })).toEqual({ sender: 1000003 });
    expect(await jsonOf(sandbox, { del: '1', id: '1000001', user: 'subalex' })).toHaveProperty('error_code', 3);
    expect(await jsonOf(sandbox, { get: '1' })).toEqual([{ sender: 'shop', id: 1000001 }]);
  });
});

describe('charsets', () => {
  const WORDS = 'Ёлка №7 «+&=%»';

  it.each([
    { charset: 'windows-1251', asked: '' },
    { charset: 'windows-1251', asked: '&charset=windows-1251' },
    { charset: 'utf-8', asked: '&charset=UTF-8' },
  ])('reads parameters in $charset ($asked), in the query and in the body', async ({ charset, asked }) => {
    const sandbox = await openWithShop();
    const base = `chg=1&login=alex&psw=123&fmt=3&sender=shop${asked}`;
    const comment = () => sandbox.control.state().senders[0]?.comment;
    await fetch(`${sandbox.url}/sys/senders.php?${base}&cmt=${escaped(WORDS, charset)}`);
    expect(comment()).toBe(WORDS);
    await postTo(sandbox, '', 'application/x-www-form-urlencoded', `${base}&cmt=2+${escaped(WORDS, charset)}`);
    expect(comment()).toBe(`2 ${WORDS}`);
  });

  it('reads parameters in koi8-r, and a filename in a multipart body with them', async () => {
    const sandbox = await openWithShop();
    const part = (head: string, body: Buffer) => [
      Buffer.from('--b\r\nContent-Disposition: form-data; '),
      iconv.encode(head, 'koi8-r'),
      Buffer.from('\r\n\r\n'),
      body,
      Buffer.from('\r\n'),
    ];
    const body = Buffer.concat([
      ...part('name="cmt"', iconv.encode('Привет', 'koi8-r')),
      ...part('name="0"; filename="Устав.pdf"', PDF),
      Buffer.from('--b--\r\n'),
    ]);
    await postTo(sandbox, 'chg=1&login=alex&psw=123&sender=shop&charset=koi8-r', 'multipart/form-data; boundary=b', body);
    expect(sandbox.control.state().senders[0]).toMatchObject({ comment: 'Привет', files: [{ name: 'Устав.pdf', bytes: PDF.length }] });
  });

  it.each(['windows-1251', 'koi8-r', 'utf-8'])('answers in %s and says so', async (charset) => {
    const sandbox = await open({ senders: [{ name: 'shop', status: 1, files: [{ name: 'Ёж.pdf', status: 1, comment: 'Нет печати' }] }] });
    const response = await call(sandbox, { get: '1', files: '1', charset });
    expect(response.headers.get('content-type')).toBe(`application/json; charset=${charset}`);
    const answer: unknown = JSON.parse(iconv.decode(Buffer.from(await response.arrayBuffer()), charset));
    expect(answer).toMatchObject([{ files: [{ file: 'Ёж.pdf', fcomment: 'Нет печати' }] }]);
  });

  it('answers in windows-1251 where no charset, or an unknown one, is asked for', async () => {
    const sandbox = await openWithShop();
    for (const charset of ['', 'utf-16']) {
      const response = await call(sandbox, { get: '1', charset });
      expect(response.headers.get('content-type')).toBe('application/json; charset=windows-1251');
    }
  });

  it('escapes what the charset has not, so that nothing is lost in JSON and XML', async () => {
    const sandbox = await open({ senders: [{ name: 'shop', status: 1, files: [{ name: '☂𝄞.pdf', status: 0 }] }] });
    const ask = async (fmt: string) => (await call(sandbox, { get: '1', files: '1', charset: 'windows-1251', fmt })).text();
    expect(JSON.parse(await ask('3'))).toMatchObject([{ files: [{ file: '☂𝄞.pdf' }] }]);
    expect(await ask('2')).toContain('>&#9730;&#119070;.pdf<');
  });
});

describe('multipart bodies', () => {
  const upload = (sandbox: Sandbox, field: string, disposition: string, bytes: Buffer) => {
    const head = `--xyz\r\nContent-Disposition: form-data; name="${field}"; ${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--xyz--\r\n')]);
    return postTo(sandbox, 'chg=1&login=alex&psw=123&fmt=3&charset=utf-8&sender=shop', 'multipart/form-data; boundary="xyz"', body);
  };

  it.each([
    { field: 'file0', disposition: 'filename="a.pdf"', name: 'a.pdf' },
    { field: '0', disposition: 'filename=a.pdf', name: 'a.pdf' },
    { field: 'любое поле', disposition: 'filename="C:\\Users\\Иван\\my doc.PDF"', name: 'my doc.PDF' },
    { field: '', disposition: 'filename="/home/ivan/a;b.pdf"', name: 'a;b.pdf' },
    { field: 'x', disposition: 'filename="a \\"b\\".pdf"', name: 'a "b".pdf' },
  ])('hold a document in the field "$field" with $disposition', async ({ field, disposition, name }) => {
    const sandbox = await openWithShop();
    expect(await (await upload(sandbox, field, disposition, PDF)).json()).toEqual({ result: 'OK' });
    expect(sandbox.control.state().senders[0]?.files).toMatchObject([{ fid: 50001, name, bytes: PDF.length }]);
  });

  it('hold no document where a form’s file input was left empty', async () => {
    const sandbox = await openWithShop();
    expect(await (await upload(sandbox, 'file0', 'filename=""', Buffer.alloc(0))).json()).toEqual({ result: 'OK' });
    expect(sandbox.control.state().senders[0]?.files).toEqual([]);
  });

  it('may come in chunks that cut the boundary', async () => {
    const sandbox = await openWithShop();
    const body = `--xyz\r\nContent-Disposition: form-data; name="cmt"\r\n\r\nin pieces\r\n--xyz\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n${PDF.toString()}\r\n--xyz--\r\n`;
    const request = httpRequest(`${sandbox.url}/sys/senders.php?chg=1&login=alex&psw=123&fmt=3&sender=shop`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=xyz', 'transfer-encoding': 'chunked' },
    });
    const { promise, resolve } = Promise.withResolvers<string>();
    request.on('response', (response) => resolve(text(response)));
    for (let at = 0; at < body.length; at += 7) request.write(body.slice(at, at + 7));
    request.end();
    expect(await promise).toBe('{\n"result": "OK"\n}');
    expect(sandbox.control.state().senders[0]).toMatchObject({ comment: 'in pieces', files: [{ name: 'a.pdf' }] });
  });

  it('are error 1 where they break off, and change nothing', async () => {
    const sandbox = await openWithShop();
    const body = '--xyz\r\nContent-Disposition: form-data; name="cmt"\r\n\r\nbroken';
    const query = 'chg=1&login=alex&psw=123&fmt=3&sender=shop';
    expect(await (await postTo(sandbox, query, 'multipart/form-data; boundary=xyz', body)).json()).toHaveProperty('error_code', 1);
    expect(sandbox.control.state().senders[0]?.comment).toBe('shop');
  });

  it('are read or refused, never waited for, wherever they break off', async () => {
    const whole = Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n2\r\n--b--\r\n',
    );
    const cuts = await Promise.all(Array.from(whole, (_, length) => parseMultipart(whole.subarray(0, length), 'b')));
    const beforeTheEnd = cuts.slice(0, whole.lastIndexOf('--b--'));
    expect(beforeTheEnd.every(({ malformed }) => malformed)).toBe(true);
    expect(beforeTheEnd.every(({ documents }) => documents.length === 0)).toBe(true);
    expect(await parseMultipart(whole, 'b')).toMatchObject({ fields: new Map([['a', '1']]), documents: [{ name: 'x' }], malformed: false });
  });
});
