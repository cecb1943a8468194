import type { BelarusRegistrationInput, RegionalTariff, Registration, UkraineRegistrationInput } from '../generated/operations.ts';
import type { FormField, TextTable } from '../i18n/text-table.ts';
import type { Catalogue } from '../shell/viewer.tsx';

export type Option = Catalogue['registrationOptions'][number];
/** The input object that holds a regional form. */
export type FormName = 'ukraine' | 'belarus';
export const FORM_NAMES: readonly FormName[] = ['ukraine', 'belarus'];

/** What is chosen so far. Numbers are still text, as they are typed. */
export interface RegistrationDraft {
  /** Those that need no form. */
  readonly plain: readonly Registration[];
  /** The tariff of each form; null: not asked for. */
  readonly tariffs: Readonly<Record<FormName, RegionalTariff | null>>;
  readonly values: Readonly<Partial<Record<FormField, string>>>;
}

export const NO_REGISTRATIONS: RegistrationDraft = { plain: [], tariffs: { ukraine: null, belarus: null }, values: {} };

export const isEmpty = ({ plain, tariffs }: RegistrationDraft) =>
  plain.length === 0 && tariffs.ukraine === null && tariffs.belarus === null;
export const chosenForms = ({ tariffs }: RegistrationDraft) => FORM_NAMES.filter((form) => tariffs[form] !== null);

/** The form that an option needs, as the API tells by the paths of its fields; null: none. */
export const formOf = ({ requiredFields }: Option): FormName | null =>
  FORM_NAMES.find((form) => requiredFields.some((path) => path.startsWith(`${form}.`))) ?? null;

export const tariffOf = ({ registration }: Option): RegionalTariff =>
  registration.endsWith('_INTERNATIONAL') ? 'INTERNATIONAL' : 'NATIONAL';

/** The fields to fill in of a form, in the API's order. */
export function fieldsOf(form: FormName, options: readonly Option[]): FormField[] {
  const option = options.find((candidate) => formOf(candidate) === form);
  return (option?.requiredFields ?? []).filter((path): path is FormField => path !== `${form}.tariff`);
}

const NUMBERS: readonly FormField[] = ['belarus.occupation', 'belarus.mailingType'];
export const isNumberField = (field: FormField) => NUMBERS.includes(field);

/** What can be told of a field before it is sent; the ranges are the API's business. */
export function fieldFault(field: FormField, value: string, texts: TextTable['registration']): string | null {
  if (value.trim() === '') return texts.required;
  if (isNumberField(field) && !/^\d{1,3}$/.test(value.trim())) return texts.fields[field].hint;
  return field === 'ukraine.email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()) ? texts.fields[field].hint : null;
}

/** The part of an input that asks for what is chosen. */
export function registrationInput(draft: RegistrationDraft, options: readonly Option[]) {
  return {
    ...(draft.plain.length === 0 ? {} : { registrations: [...draft.plain] }),
    ...formInput<'ukraine', UkraineRegistrationInput>('ukraine', draft, options),
    ...formInput<'belarus', BelarusRegistrationInput>('belarus', draft, options),
  };
}

function formInput<Form extends FormName, Input>(form: Form, { tariffs, values }: RegistrationDraft, options: readonly Option[]) {
  const tariff = tariffs[form];
  if (tariff === null) return {};
  const fields = fieldsOf(form, options).map((field) => {
    const value = values[field]?.trim() ?? '';
    return [field.slice(form.length + 1), isNumberField(field) ? Number(value) : value];
  });
  return { [form]: { tariff, ...Object.fromEntries(fields) } } as Record<Form, Input>;
}
