// SMSC.ru, "Управление именами отправителей (Sender ID)", as published in 2024: what can be registered, by which flag, for what fee.
import type { KnownOperator } from './operators.ts';
import { table } from './table.ts';

export const REGISTRATION_FEES = table<{ doc: string }>()({
  FREE: { doc: 'No fee.' },
  PAID: {
    doc: 'A fee, taken when the operator connects the name and again on the 1st of each month. The provider’s price list has the amount.',
  },
  UNKNOWN: { doc: 'The provider’s page does not say.' },
});
export type RegistrationFee = keyof typeof REGISTRATION_FEES;

/** The seven fields of a Ukrainian registration: our name to the provider's parameter, all required. */
export const UKRAINE_FIELDS = {
  organization: 'fio',
  taxId: 'inn',
  website: 'site',
  email: 'email',
  address: 'address',
  services: 'desc',
  purpose: 'subj',
} as const;

/** The seven fields of a Belarusian registration: our name to the provider's parameter, all required. */
export const BELARUS_FIELDS = {
  organization: 'by_fio',
  taxId: 'by_inn',
  address: 'by_address',
  occupation: 'by_ocup',
  mailingType: 'by_type',
  sampleMessage: 'by_mes',
  website: 'by_site',
} as const;

/** The numbers of occupation and mailing type; their labels are shown behind the provider's login only. */
export const BELARUS_RANGES = { occupation: { min: 1, max: 19 }, mailingType: { min: 1, max: 3 } } as const;

export interface RegistrationRow {
  /** The provider's request flag. */
  readonly param: string;
  readonly operator: KnownOperator;
  readonly fee: RegistrationFee;
  /** The input object that asks for it, with all its fields; null where the flag alone does. */
  readonly form: 'ukraine' | 'belarus' | null;
  readonly tariff: RegionalTariff | null;
  readonly doc: string;
}

export const REGIONAL_TARIFFS = table<{ doc: string }>()({
  NATIONAL: { doc: 'The lower tariff, for national traffic.' },
  INTERNATIONAL: { doc: 'The higher tariff, for international traffic.' },
});
export type RegionalTariff = keyof typeof REGIONAL_TARIFFS;

export const REGISTRATIONS = table<RegistrationRow>()(
  {
    // An older page of the provider calls sber_step paid; today's says free.
    MTS_PAID: { param: 'mts_step', operator: 'MTS_STEP', fee: 'PAID', form: null, tariff: null, doc: 'Paid sender ID at MTS.' },
    SBER_FREE: { param: 'sber_step', operator: 'SBER_STEP', fee: 'FREE', form: null, tariff: null, doc: 'Free sender ID at SberMobile.' },
    TELE2_FREE: {
      param: 'tele2',
      operator: 'TELE2',
      fee: 'FREE',
      form: null,
      tariff: null,
      doc: 'Tele2, on the tariff with free sender IDs.',
    },
    TELE2_PAID: { param: 'tele2_step', operator: 'TELE2_STEP', fee: 'PAID', form: null, tariff: null, doc: 'Paid sender ID at Tele2.' },
    MOTIV_FREE: {
      param: 'motiv',
      operator: 'MOTIV',
      fee: 'FREE',
      form: null,
      tariff: null,
      doc: 'MOTIV, on the tariff with free sender IDs.',
    },
    MOTIV_PAID: { param: 'motiv_step', operator: 'MOTIV_STEP', fee: 'PAID', form: null, tariff: null, doc: 'Paid sender ID at MOTIV.' },
    MEGAFON_PAID: { param: 'mega_step', operator: 'MEGA_STEP', fee: 'PAID', form: null, tariff: null, doc: 'Paid sender ID at MegaFon.' },
    BEELINE_PAID: { param: 'bee_step', operator: 'BEE_STEP', fee: 'PAID', form: null, tariff: null, doc: 'Paid sender ID at Beeline.' },
    WINMOBILE_PAID: {
      param: 'winmob_step',
      operator: 'WINMOB_STEP',
      fee: 'PAID',
      form: null,
      tariff: null,
      doc: 'Paid sender ID at Win-Mobile.',
    },
    VOLNA_PAID: {
      param: 'volnamob_step',
      operator: 'VOLNAMOB_STEP',
      fee: 'PAID',
      form: null,
      tariff: null,
      doc: 'Paid sender ID at Volna Mobile.',
    },
    UKRAINE_NATIONAL: {
      param: 'ua_reg',
      operator: 'UA_REG',
      fee: 'UNKNOWN',
      form: 'ukraine',
      tariff: 'NATIONAL',
      doc: 'Ukraine, the lower tariff for national traffic. Asked for with `ukraine: { tariff: NATIONAL, … }`.',
    },
    UKRAINE_INTERNATIONAL: {
      param: 'ua_int',
      operator: 'UA_INT',
      fee: 'UNKNOWN',
      form: 'ukraine',
      tariff: 'INTERNATIONAL',
      doc: 'Ukraine, the higher tariff for international traffic. Asked for with `ukraine: { tariff: INTERNATIONAL, … }`.',
    },
    BELARUS_NATIONAL: {
      param: 'by_reg',
      operator: 'BY_REG',
      fee: 'UNKNOWN',
      form: 'belarus',
      tariff: 'NATIONAL',
      doc: 'Belarus, the lower tariff for national traffic. Asked for with `belarus: { tariff: NATIONAL, … }`.',
    },
    BELARUS_INTERNATIONAL: {
      param: 'by_int',
      operator: 'BY_INT',
      fee: 'UNKNOWN',
      form: 'belarus',
      tariff: 'INTERNATIONAL',
      doc: 'Belarus, the higher tariff for international traffic. Asked for with `belarus: { tariff: INTERNATIONAL, … }`.',
    },
  },
  'param',
  'operator',
);
export type Registration = keyof typeof REGISTRATIONS;
