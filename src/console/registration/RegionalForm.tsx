import { useSpeech } from '../i18n/language.tsx';
import type { FormField } from '../i18n/text-table.ts';
import { Field } from '../ui/Field.tsx';
import { type FormName, fieldFault, fieldsOf, isNumberField, type Option, type RegistrationDraft } from './registration-draft.ts';

interface Props {
  readonly form: FormName;
  readonly options: readonly Option[];
  readonly draft: RegistrationDraft;
  readonly onChange: (draft: RegistrationDraft) => void;
  /** Whether faults are shown yet. */
  readonly isTried: boolean;
  /** What the gateway found, by field. */
  readonly faults: ReadonlyMap<string, string>;
}

const LONG: readonly FormField[] = ['ukraine.services', 'ukraine.purpose', 'belarus.sampleMessage'];

/** The form of Ukraine or Belarus, with the fields that the API asks for. */
export function RegionalForm({ form, options, draft, onChange, isTried, faults }: Props) {
  const { texts } = useSpeech();
  return (
    <fieldset className="form-group">
      <legend>{texts.registration.forms[form]}</legend>
      {fieldsOf(form, options).map((field) => {
        const value = draft.values[field] ?? '';
        const own = fieldFault(field, value, texts.registration);
        return (
          <Field
            key={field}
            label={texts.registration.fields[field].label}
            hint={texts.registration.fields[field].hint}
            value={value}
            onChange={(next) => onChange({ ...draft, values: { ...draft.values, [field]: next } })}
            error={isTried ? (own ?? (faults.has(field) ? texts.registration.fields[field].hint : null)) : null}
            isRequired
            {...(LONG.includes(field) ? { rows: 3 } : {})}
            {...(isNumberField(field) ? { inputMode: 'numeric' as const } : {})}
          />
        );
      })}
    </fieldset>
  );
}
