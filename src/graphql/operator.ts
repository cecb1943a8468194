import { COUNTRIES, type Country, OPERATORS, type OperatorCode, type OperatorRow, operatorOf } from '../domain/operators.ts';
import { BELARUS_FIELDS, REGISTRATION_FEES, REGISTRATIONS, type Registration, UKRAINE_FIELDS } from '../domain/registrations.ts';
import { keysOf } from '../domain/table.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { priced } from './price/price-hint.ts';

export const OperatorCodeEnum = enumFromTable(
  'OperatorCode',
  { ...OPERATORS, UNKNOWN: { doc: 'A column that the provider reports and this catalogue does not know yet; `column` has its name.' } },
  'The provider’s operator columns, and UNKNOWN for one that is newer than this API.',
);
export const CountryEnum = enumFromTable('Country', COUNTRIES, 'Where an operator is.');
const RegistrationFeeEnum = enumFromTable('RegistrationFee', REGISTRATION_FEES, 'What a registration costs.');
export const RegistrationEnum = enumFromTable(
  'Registration',
  REGISTRATIONS,
  'What can be registered at an operator. The four of Ukraine and Belarus need a form: ask for them with `ukraine` and `belarus`, not in `registrations`.',
);

export const Operator = builder.objectRef<OperatorRow & { readonly code: OperatorCode }>('Operator').implement({
  description: 'A column of the provider’s catalogue: an operator with a tariff, or all operators of a country.',
  fields: (t) => ({
    code: t.expose('code', { type: OperatorCodeEnum, description: 'To switch over. UNKNOWN for a column that is newer than this API.' }),
    column: t.exposeString('column', { description: 'The provider’s own name of the column, also where `code` is UNKNOWN.' }),
    name: t.exposeString('name', { description: 'For people. The column’s name where `code` is UNKNOWN.' }),
    country: t.expose('country', {
      type: CountryEnum,
      description: 'Where it is. Guessed from the column’s prefix where `code` is UNKNOWN.',
    }),
    description: t.exposeString('doc', { description: 'What a registration there means.' }),
  }),
});

const RegistrationOption = builder.objectRef<Registration>('RegistrationOption').implement({
  description: 'Something that can be registered, at which operator, for what fee, and which fields it needs.',
  fields: (t) => ({
    registration: t.field({ type: RegistrationEnum, description: 'What to ask for.', resolve: (registration) => registration }),
    operator: t.field({
      type: Operator,
      description: 'The column whose status it moves.',
      resolve: (registration) => operatorOf(OPERATORS[REGISTRATIONS[registration].operator].column),
    }),
    fee: t.field({ type: RegistrationFeeEnum, description: 'What it costs.', resolve: (registration) => REGISTRATIONS[registration].fee }),
    requiredFields: t.stringList({
      extensions: priced({ items: () => MOST_REQUIRED_FIELDS }),
      description: 'Paths of the input that must be filled in for it: `ukraine.organization`. Empty where the registration alone will do.',
      resolve: (registration) => requiredFields(registration),
    }),
    description: t.string({ description: 'For people.', resolve: (registration) => REGISTRATIONS[registration].doc }),
  }),
});

const FORM_FIELDS = { ukraine: keysOf(UKRAINE_FIELDS), belarus: keysOf(BELARUS_FIELDS) };

const MOST_REQUIRED_FIELDS = Math.max(...keysOf(REGISTRATIONS).map((registration) => requiredFields(registration).length));

function requiredFields(registration: Registration): string[] {
  const { form } = REGISTRATIONS[registration];
  return form === null ? [] : ['tariff', ...FORM_FIELDS[form]].map((field) => `${form}.${field}`);
}

interface OfCountry {
  readonly country?: Country | null | undefined;
}

const operatorsIn = ({ country }: OfCountry): readonly OperatorRow[] =>
  Object.values(OPERATORS).filter((row) => country == null || row.country === country);

const registrationsIn = ({ country }: OfCountry): Registration[] =>
  keysOf(REGISTRATIONS).filter((registration) => country == null || OPERATORS[REGISTRATIONS[registration].operator].country === country);

builder.queryFields((t) => ({
  operators: t.field({
    type: [Operator],
    description: 'The catalogue of operator columns, in a fixed order. Costs nothing upstream.',
    args: { country: t.arg({ type: CountryEnum, description: 'Only those of this country.' }) },
    extensions: priced<OfCountry>({ items: (args) => operatorsIn(args).length }),
    resolve: (_, args) => operatorsIn(args).map((row) => operatorOf(row.column)),
  }),
  registrationOptions: t.field({
    type: [RegistrationOption],
    description: 'What can be registered where, for what fee, and which fields it needs. Costs nothing upstream.',
    args: { country: t.arg({ type: CountryEnum, description: 'Only those of this country.' }) },
    extensions: priced<OfCountry>({ items: (args) => registrationsIn(args).length }),
    resolve: (_, args) => registrationsIn(args),
  }),
}));
