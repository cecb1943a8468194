import { OPERATORS } from '../domain/operators.ts';
import { BELARUS_FIELDS, BELARUS_RANGES, REGISTRATIONS, UKRAINE_FIELDS } from '../domain/registrations.ts';
import { SENDER_KINDS } from '../domain/sender.ts';
import { rowsOf } from '../domain/table.ts';
import type { Column } from './columns.ts';
import { Refusal } from './refusals.ts';

type Params = ReadonlyMap<string, string>;

/** What add and chg say of operators. */
export interface RegistrationOrder {
  readonly columns: readonly Column[];
  /** The parameters that say it, for a look at what arrived. */
  readonly details: Readonly<Record<string, string>>;
}

const isWithin = (value: string, { min, max }: { readonly min: number; readonly max: number }) =>
  /^\d{1,2}$/.test(value) && Number(value) >= min && Number(value) <= max;

/** Rules beyond being there. */
const FIELD_RULES: ReadonlyMap<string, (value: string) => boolean> = new Map([
  [UKRAINE_FIELDS.email, (value: string) => SENDER_KINDS.EMAIL.pattern.test(value)],
  [BELARUS_FIELDS.occupation, (value: string) => isWithin(value, BELARUS_RANGES.occupation)],
  [BELARUS_FIELDS.mailingType, (value: string) => isWithin(value, BELARUS_RANGES.mailingType)],
]);

const FORMS = { ukraine: Object.values(UKRAINE_FIELDS), belarus: Object.values(BELARUS_FIELDS) } as const;

function requireFields(params: Params, fields: readonly string[]): void {
  for (const field of fields) {
    const value = params.get(field)?.trim() ?? '';
    if (value === '' || FIELD_RULES.get(field)?.(value) === false) throw new Refusal(1);
  }
}

const KEPT_DETAILS = ['cmt', 'mail', 'name', 'doc_info', ...FORMS.ukraine, ...FORMS.belarus];

/** @throws Refusal 1 where a tariff lacks one of its seven fields, or one breaks its rule */
export function readRegistrations(params: Params): RegistrationOrder {
  const asked = rowsOf(REGISTRATIONS)
    .map(([, registration]) => registration)
    .filter(({ param }) => params.get(param) === '1');
  for (const { form } of asked) {
    if (form !== null) requireFields(params, FORMS[form]);
  }
  const kept = [...asked.map(({ param }) => param), ...KEPT_DETAILS].flatMap((name) => {
    const value = params.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { columns: asked.map(({ operator }) => OPERATORS[operator].column), details: Object.fromEntries(kept) };
}
