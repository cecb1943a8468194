import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/domain/commands.ts';
import { ERROR_CODES, errorCodeOf } from '../../src/domain/error-codes.ts';
import { OPERATORS, operatorOf } from '../../src/domain/operators.ts';
import { senderKindOf } from '../../src/domain/sender.ts';
import { registrationStatusOf, senderStatusOf } from '../../src/domain/statuses.ts';
import { indexBy, table } from '../../src/domain/table.ts';

const rows = table<{ wire: number | null }>();

describe('table', () => {
  it('refuses a value that stands twice in a unique column, and names both rows', () => {
    expect(() => rows({ A: { wire: 1 }, B: { wire: 1 } }, 'wire')).toThrow('wire 1 stands at both A and B');
  });

  it('lets null stand twice', () => {
    expect(() => rows({ A: { wire: null }, B: { wire: null } }, 'wire')).not.toThrow();
  });

  it('finds a row by a column, but none by null', () => {
    expect([...indexBy(rows({ A: { wire: 1 }, B: { wire: null } }), 'wire')]).toEqual([[1, 'A']]);
  });
});

describe('the vendor’s facts', () => {
  // Typed from the vendor's page, "Ответ сервера и коды ошибок", fmt = 3 and operators = 1.
  it('has the 19 columns in the order of fmt=3', () => {
    expect(
      Object.values(OPERATORS)
        .map(({ column }) => column)
        .join(' '),
    ).toBe(
      'mega_step mega_int bee_step motiv motiv_step motiv_int sber_step sber_int winmob_step volnamob_step mts_step mts_int tele2_step tele2 tele2_int ua_reg ua_int by_reg by_int',
    );
  });

  it('has the ten error numbers of the page', () => {
    const numbers = Object.values(ERROR_CODES).flatMap(({ wire }) => wire ?? []);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10, 11]);
  });

  it('names the six commands by their parameters', () => {
    expect(Object.values(COMMANDS).map(({ param }) => param)).toEqual(['get', 'add', 'chg', 'del', 'send_code', 'check_code']);
  });

  it('degrades numbers and columns that are not published', () => {
    expect([senderStatusOf(7), registrationStatusOf(6), registrationStatusOf(null), errorCodeOf(6)]).toEqual([
      'UNKNOWN',
      'UNKNOWN',
      'UNKNOWN',
      'UPSTREAM_ERROR',
    ]);
    expect(operatorOf('ua_new')).toMatchObject({ code: 'UNKNOWN', column: 'ua_new', country: 'UA' });
  });

  it.each([
    ['MyShop', 'ALPHANUMERIC'],
    ['79991234567', 'DIGITAL'],
    ['info@shop.ru', 'EMAIL'],
    ['Ларёк', 'ALPHANUMERIC'],
  ])('takes %s for %s', (name, kind) => {
    expect(senderKindOf(name)).toBe(kind);
  });
});
