import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SandboxOptions, SeedSender } from '../../src/sandbox/options.ts';
import { call, open, textOf } from './calling.ts';
import { RECORDED } from './recorded.ts';

const WIRE = new URL('../fixtures/wire/', import.meta.url);
/** By fmt. */
const CONTENT_TYPES = ['text/plain', 'text/plain', 'text/xml', 'application/json'];
/** An empty list has a test of its own; the replacement's row is cut to what it shows. */
const ELSEWHERE = ['list-empty.3.txt', 'list-replacement.3.txt'];

const TWO: readonly SeedSender[] = [
  { name: 'my_shop', status: 1, operators: { mega_step: 2 }, files: [{ name: 'trademark.pdf', status: 1, comment: 'Нет печати' }] },
  { name: 'second', status: 0 },
];
const openWithTwo = (options: SandboxOptions = {}) => open({ senders: TWO, ...options });

describe('answers', () => {
  it.each(RECORDED)('is byte for byte $fixture', async ({ fixture, params }) => {
    const sandbox = await openWithTwo({ limits: true });
    const fmt = fixture.at(-1) ?? '';
    for (let time = 0; time < (fixture.startsWith('error-9') ? 3 : 0); time += 1) await textOf(sandbox, params);
    const response = await call(sandbox, { fmt, ...params });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(readFileSync(new URL(`${fixture}.txt`, WIRE)));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(`${CONTENT_TYPES[Number(fmt)]}; charset=utf-8`);
  });

  it('misses no fixture of a documented answer', () => {
    const documented = readdirSync(WIRE).filter((name) => /\.[0-3]\.txt$/.test(name));
    const reproduced = RECORDED.map(({ fixture }) => `${fixture}.txt`);
    expect(documented.filter((name) => !reproduced.includes(name)).sort()).toEqual(ELSEWHERE);
  });

  it('answers a list with nothing in it as [], an empty element, or error 3 where the body would be empty', async () => {
    const sandbox = await open();
    const texts = ['0', '1', '2', '3'].map((fmt) => textOf(sandbox, { get: '1', fmt }));
    expect(await Promise.all(texts)).toEqual(['ERROR = 3 (record not found)', '0,-3', '<list>\n</list>', '[]']);
  });

  it('answers a list with nothing in it as error 3 in the dialect of the sibling endpoints', async () => {
    const sandbox = await open({ assume: { emptyList: 'error-3' } });
    expect(await textOf(sandbox, { get: '1' })).toBe('{\n"error": "record not found",\n"error_code": 3\n}');
  });

  it('answers success with the recorded two bytes in the dialect of 2013', async () => {
    const sandbox = await openWithTwo({ assume: { success: 'plain' } });
    const response = await call(sandbox, { del: '1', sender: 'my_shop' });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.text()).toBe('OK');
  });

  const FILES: SandboxOptions = {
    senders: [{ name: 'doc', status: 1, files: [{ name: 'a"<b>.pdf', status: 1, comment: 'Нет "печати"' }] }],
  };

  it('lists files with fmt 2 and 3, escaped, and not with fmt 0 and 1', async () => {
    const sandbox = await open(FILES);
    const ask = (fmt: string) => textOf(sandbox, { get: '1', files: '1', fmt });
    expect(await ask('0')).toBe('name = doc, id = 1000001');
    expect(await ask('1')).toBe('doc,1000001');
    expect(await ask('2')).toBe(
      '<list>\n<sender id="1000001">doc<files><file fid="50001" fstatus="1" fcomment="Нет &quot;печати&quot;">a&quot;&lt;b&gt;.pdf</file></files></sender>\n</list>',
    );
    expect(JSON.parse(await ask('3'))).toEqual([
      { sender: 'doc', id: 1000001, files: [{ file: 'a"<b>.pdf', fid: 50001, fstatus: 1, fcomment: 'Нет "печати"' }] },
    ]);
  });

  it('puts a replacement name behind its column in fmt 0, 2 and 3', async () => {
    const sandbox = await open({ senders: [{ name: 'shop', status: 1, operators: { bee_step: 2 }, replacements: { bee_step: 'INFO' } }] });
    const ask = (fmt: string) => textOf(sandbox, { get: '1', operators: '1', fmt });
    expect(await ask('0')).toContain(', bee_step = 2, bee_step_name = INFO, motiv_step = 0');
    expect(await ask('2')).toContain(' bee_step="2" bee_step_name="INFO" motiv_step="0"');
    expect(await ask('3')).toContain('"bee_step": "2",\n"bee_step_name": "INFO",\n"motiv": "0"');
  });

  it('lists 15,000 senders with their operators, and pages on to the rest with prev_id', async () => {
    const sandbox = await open({ senders: 15_010 });
    const first: unknown = JSON.parse(await textOf(sandbox, { get: '1', operators: '1', all: '1', cnt: '15000' }));
    expect(first).toHaveLength(15_000);
    expect(first).toHaveProperty('14999.id', '1000011');
    const rest: unknown = JSON.parse(await textOf(sandbox, { get: '1', all: '1', cnt: '15000', prev_id: '1000011' }));
    expect(rest).toHaveLength(10);
  });
});
