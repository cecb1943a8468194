import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../src/doctor/pseudonyms.ts';

const pseudonyms = new Pseudonyms('a key');
const changed = (text: string) => pseudonyms.ofBody(Buffer.from(text)).toString();

const shape = (text: string) => text.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/[А-Я]/g, 'Б').replace(/[а-я]/g, 'б');

describe('raw answers that a user may send away', () => {
  it('keep their keys, statuses, spacing and length, and nothing else', () => {
    const text =
      '[{\n"sender": "Optika8",\n"mts_step": "255",\n"mts_step_name": "COMMON",\n"status": 1,\n"cmt": "Оптика на Невском, 8 (812) 555-01-22",\n"id": "1000016"\n}]';
    const result = changed(text);
    for (const secret of ['Optika', 'COMMON', 'Оптика', 'Невском', '1000016', '555-01-22', '812) 5']) expect(result).not.toContain(secret);
    for (const kept of ['"sender": "', '"mts_step": "255"', '"mts_step_name": "', '"status": 1,', '"cmt": "', '"id": "'])
      expect(result).toContain(kept);
    expect(shape(result).replace(/\d/g, '0')).toBe(shape(text).replace(/\d/g, '0'));
    expect(JSON.parse(result)).toHaveLength(1);
  });

  it('give the same word the same stand-in, in every answer of a recording', () => {
    const [one, other] = [changed('{"sender": "KofeUglov", "id": 1000019}'), changed('[{"id": "1000019", "sender": "KofeUglov"}]')];
    const { sender, id } = JSON.parse(one);
    expect(JSON.parse(other)).toEqual([{ sender, id: String(id) }]);
    expect(new Pseudonyms('another key').ofText('KofeUglov')).not.toBe(sender);
  });

  it('keep the faults of hand-made JSON', () => {
    const broken = '[{"sender": "A "quoted" name\nand a line", "id": 1000019},';
    const result = changed(broken);
    expect(result.replace(/[\p{L}\d]+/gu, 'w')).toBe(broken.replace(/[\p{L}\d]+/gu, 'w'));
    expect(result).not.toContain('quoted');
  });

  it('take a name that is spelt like a key for a name', () => {
    expect(changed('{"sender": "sender", "cmt": "status"}')).not.toMatch(/"sender": "sender"|"status"/);
  });

  it('stay windows-1251 where they are', () => {
    const bytes = iconv.encode('{"sender": "Shop", "cmt": "Мебельный салон"}', 'windows-1251');
    const result = iconv.decode(pseudonyms.ofBody(bytes), 'windows-1251');
    expect(result).toMatch(/^\{"sender": "[A-Z][a-z]{3}", "cmt": "[А-Я][а-я]{8} [а-я]{5}"\}$/);
    expect(result).not.toContain('салон');
  });

  it('stay escapes of letters where they are', () => {
    const result = changed(String.raw`{"cmt": "\u041c\u0435\u0431\n\"x\""}`);
    expect(result).toMatch(/^\{"cmt": "\\u04[0-9a-f]{2}\\u04[0-9a-f]{2}\\u04[0-9a-f]{2}\\n\\"[a-z]\\""\}$/);
  });

  it('hold no word of four letters or more, and no number of four digits or more, that stood in a text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Za-zА-Яа-я]{5,12}$/), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 10_000, max: 99_999_999 }),
        (words, id) => {
          const result = changed(JSON.stringify([{ sender: words[0], cmt: words.join(' '), id }]));
          for (const word of words) expect(result.split(/[^\p{L}]/u)).not.toContain(word);
          expect(result).not.toContain(`: ${id}`);
        },
      ),
      { numRuns: 300 },
    );
  });
});
