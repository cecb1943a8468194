import type { Country, OperatorCode, RegistrationFee } from '../generated/operations.ts';
import type { OperatorBrand, OperatorVariant, TextTable } from '../i18n/text-table.ts';
import type { Catalogue } from '../shell/viewer.tsx';

/** One column of the matrix: an operator with one of its tariffs. */
export interface OperatorColumn {
  readonly code: OperatorCode;
  /** The provider's name of it: what a row's cell is found by, also where the code is UNKNOWN. */
  readonly column: string;
  readonly variant: OperatorVariant;
}

/** The columns of one brand, side by side. */
export interface BrandColumns {
  readonly brand: OperatorBrand;
  readonly country: Country;
  readonly columns: readonly OperatorColumn[];
}

const BRANDS: Readonly<Record<OperatorCode, OperatorBrand>> = {
  MEGA_STEP: 'MEGAFON',
  MEGA_INT: 'MEGAFON',
  BEE_STEP: 'BEELINE',
  MOTIV: 'MOTIV',
  MOTIV_STEP: 'MOTIV',
  MOTIV_INT: 'MOTIV',
  SBER_STEP: 'SBER',
  SBER_INT: 'SBER',
  WINMOB_STEP: 'WINMOBILE',
  VOLNAMOB_STEP: 'VOLNA',
  MTS_STEP: 'MTS',
  MTS_INT: 'MTS',
  TELE2: 'TELE2',
  TELE2_STEP: 'TELE2',
  TELE2_INT: 'TELE2',
  UA_REG: 'UKRAINE',
  UA_INT: 'UKRAINE',
  BY_REG: 'BELARUS',
  BY_INT: 'BELARUS',
  UNKNOWN: 'UNKNOWN',
};

export const OPERATOR_CODES = Object.keys(BRANDS) as OperatorCode[];

/** The brand that people know an operator by; a code newer than this console counts as unknown. */
export const brandOf = (code: OperatorCode): OperatorBrand => BRANDS[code] ?? 'UNKNOWN';

export function variantOf(code: OperatorCode, fee: RegistrationFee | undefined): OperatorVariant {
  if (code.endsWith('_INT')) return 'INTERNATIONAL';
  if (code.endsWith('_REG')) return 'NATIONAL';
  return fee === 'FREE' || fee === 'PAID' ? fee : 'OTHER';
}

/** The catalogue as columns, brand by brand in its own order. */
export function brandColumns({ operators, registrationOptions }: Catalogue): BrandColumns[] {
  const fees = new Map(registrationOptions.map(({ operator, fee }) => [operator.code, fee]));
  const brands = new Map<OperatorBrand, { brand: OperatorBrand; country: Country; columns: OperatorColumn[] }>();
  for (const { code, column, country } of operators) {
    const brand = brandOf(code);
    const group = brands.get(brand) ?? { brand, country, columns: [] };
    group.columns.push({ code, column, variant: variantOf(code, fees.get(code)) });
    brands.set(brand, group);
  }
  return [...brands.values()];
}

/** An operator in words: "MegaFon, paid". */
export function columnName(brand: OperatorBrand, { column, variant }: OperatorColumn, texts: TextTable): string {
  if (brand === 'UNKNOWN') return column;
  return variant === 'OTHER' ? texts.brands[brand] : `${texts.brands[brand]}, ${texts.variants[variant]}`;
}
