import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup } from 'react-aria-components';
import type { Registration } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { brandOf, variantOf } from '../status/operator-columns.ts';
import { Sign } from '../status/Sign.tsx';
import { FORM_NAMES, type FormName, formOf, type Option, type RegistrationDraft, tariffOf } from './registration-draft.ts';

interface Props {
  readonly options: readonly Option[];
  readonly draft: RegistrationDraft;
  readonly onChange: (draft: RegistrationDraft) => void;
}

/** Where to register: a box for each operator with its fee; in Ukraine and Belarus one tariff or none. */
export function RegistrationChoices({ options, draft, onChange }: Props) {
  const { texts } = useSpeech();
  const plain = options.filter((option) => formOf(option) === null);
  return (
    <div className="choices">
      {plain.length > 0 && (
        <CheckboxGroup
          className="choice-group"
          value={[...draft.plain]}
          onChange={(values) =>
            onChange({ ...draft, plain: plain.map(({ registration }) => registration).filter((code) => values.includes(code)) })
          }
        >
          <Label className="choice-group-name">{texts.registration.groups.RU}</Label>
          <div className="choice-cards">
            {plain.map((option) => (
              <OperatorChoice key={option.registration} option={option} />
            ))}
          </div>
          <p className="field-hint">{texts.registration.paidNote}</p>
        </CheckboxGroup>
      )}
      {FORM_NAMES.map((form) => (
        <TariffChoice
          key={form}
          form={form}
          options={options.filter((option) => formOf(option) === form)}
          draft={draft}
          onChange={onChange}
        />
      ))}
    </div>
  );
}

function OperatorChoice({ option: { registration, operator, fee } }: { option: Option & { registration: Registration } }) {
  const { texts } = useSpeech();
  const brand = brandOf(operator.code);
  return (
    <Checkbox value={registration} className="choice">
      <span className="box">
        <Sign name="check" size={14} />
      </span>
      <span className="choice-name">{brand === 'UNKNOWN' ? operator.name : texts.brands[brand]}</span>
      <span className={fee === 'FREE' ? 'fee fee-free' : 'fee'} data-variant={variantOf(operator.code, fee)}>
        {texts.registration.fees[fee]}
      </span>
    </Checkbox>
  );
}

function TariffChoice({ form, options, draft, onChange }: Props & { form: FormName }) {
  const { texts } = useSpeech();
  const [first] = options;
  if (first === undefined) return null;
  const choose = (value: string) => {
    const chosen = options.map(tariffOf).find((tariff) => tariff === value) ?? null;
    onChange({ ...draft, tariffs: { ...draft.tariffs, [form]: chosen } });
  };
  return (
    <RadioGroup className="choice-group" value={draft.tariffs[form] ?? ''} onChange={choose}>
      <Label className="choice-group-name">{texts.registration.groups[first.operator.country]}</Label>
      <div className="choice-cards">
        <Radio value="" className="choice">
          <span className="box box-round" />
          <span className="choice-name">{texts.registration.noTariff}</span>
        </Radio>
        {options.map((option) => (
          <Radio key={option.registration} value={tariffOf(option)} className="choice">
            <span className="box box-round" />
            <span className="choice-name">{texts.registration.tariffs[tariffOf(option)]}</span>
            <span className="fee">{texts.registration.tariffHints[tariffOf(option)]}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
