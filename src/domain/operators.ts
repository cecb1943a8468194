// SMSC.ru, "Управление именами отправителей (Sender ID)", as published in 2024: the 19 columns of operators=1 in the order of fmt=3.
import { indexBy, table } from './table.ts';

export const COUNTRIES = table<{ name: string; doc: string }>()({
  RU: { name: 'Russia', doc: 'Russia.' },
  UA: { name: 'Ukraine', doc: 'Ukraine.' },
  BY: { name: 'Belarus', doc: 'Belarus.' },
});
export type Country = keyof typeof COUNTRIES;

export interface OperatorRow {
  /** The provider's column name. */
  readonly column: string;
  /** The operator's own name, for people. */
  readonly name: string;
  readonly country: Country;
  readonly doc: string;
}

/** The catalogue of operator columns. A column that is not in it is kept as UNKNOWN with its name. */
export const OPERATORS = table<OperatorRow>()(
  {
    MEGA_STEP: { column: 'mega_step', name: 'MegaFon', country: 'RU', doc: 'MegaFon, paid sender ID.' },
    MEGA_INT: {
      column: 'mega_int',
      name: 'MegaFon',
      country: 'RU',
      doc: 'MegaFon, the `_int` column: reported by the provider, not described by it. No flag of today registers for it.',
    },
    BEE_STEP: { column: 'bee_step', name: 'Beeline', country: 'RU', doc: 'Beeline, paid sender ID.' },
    MOTIV: { column: 'motiv', name: 'MOTIV', country: 'RU', doc: 'MOTIV, tariff with free sender IDs.' },
    MOTIV_STEP: { column: 'motiv_step', name: 'MOTIV', country: 'RU', doc: 'MOTIV, paid sender ID.' },
    MOTIV_INT: {
      column: 'motiv_int',
      name: 'MOTIV',
      country: 'RU',
      doc: 'MOTIV, the `_int` column: reported by the provider, not described by it. No flag of today registers for it.',
    },
    SBER_STEP: { column: 'sber_step', name: 'SberMobile', country: 'RU', doc: 'SberMobile, free sender ID.' },
    SBER_INT: {
      column: 'sber_int',
      name: 'SberMobile',
      country: 'RU',
      doc: 'SberMobile, the `_int` column: reported by the provider, not described by it. No flag of today registers for it.',
    },
    WINMOB_STEP: { column: 'winmob_step', name: 'Win-Mobile', country: 'RU', doc: 'Win-Mobile, paid sender ID.' },
    VOLNAMOB_STEP: { column: 'volnamob_step', name: 'Volna Mobile', country: 'RU', doc: 'Volna Mobile, paid sender ID.' },
    MTS_STEP: { column: 'mts_step', name: 'MTS', country: 'RU', doc: 'MTS, paid sender ID.' },
    MTS_INT: {
      column: 'mts_int',
      name: 'MTS',
      country: 'RU',
      doc: 'MTS, the `_int` column: reported by the provider, not described by it. No flag of today registers for it.',
    },
    TELE2_STEP: { column: 'tele2_step', name: 'Tele2', country: 'RU', doc: 'Tele2, paid sender ID.' },
    TELE2: { column: 'tele2', name: 'Tele2', country: 'RU', doc: 'Tele2, tariff with free sender IDs.' },
    TELE2_INT: {
      column: 'tele2_int',
      name: 'Tele2',
      country: 'RU',
      doc: 'Tele2, the `_int` column: reported by the provider, not described by it. No flag of today registers for it.',
    },
    UA_REG: {
      column: 'ua_reg',
      name: 'Ukraine, national traffic',
      country: 'UA',
      doc: 'All Ukrainian operators, the lower tariff for national traffic.',
    },
    UA_INT: {
      column: 'ua_int',
      name: 'Ukraine, international traffic',
      country: 'UA',
      doc: 'All Ukrainian operators, the higher tariff for international traffic.',
    },
    BY_REG: {
      column: 'by_reg',
      name: 'Belarus, national traffic',
      country: 'BY',
      doc: 'All Belarusian operators, the lower tariff for national traffic.',
    },
    BY_INT: {
      column: 'by_int',
      name: 'Belarus, international traffic',
      country: 'BY',
      doc: 'All Belarusian operators, the higher tariff for international traffic.',
    },
  },
  'column',
);
export type KnownOperator = keyof typeof OPERATORS;
export type OperatorCode = KnownOperator | 'UNKNOWN';

const byColumn: ReadonlyMap<string, KnownOperator> = indexBy(OPERATORS, 'column');

/** The catalogue's code of a provider column; UNKNOWN for one that is not in the catalogue. */
export const operatorCodeOf = (column: string): OperatorCode => byColumn.get(column) ?? 'UNKNOWN';

/** What is known of a column. For one outside the catalogue the country is guessed from its prefix, as `ua_` and `by_` are the only ones in use. */
export function operatorOf(column: string): OperatorRow & { readonly code: OperatorCode } {
  const code = operatorCodeOf(column);
  if (code !== 'UNKNOWN') return { code, ...OPERATORS[code] };
  const country = column.startsWith('ua_') ? 'UA' : column.startsWith('by_') ? 'BY' : 'RU';
  return { code, column, name: column, country, doc: 'A column that the provider reports and this catalogue does not know yet.' };
}
