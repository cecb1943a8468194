import { useState } from 'react';
import { issuesByField } from '../add/issues.ts';
import { useSpeech } from '../i18n/language.tsx';
import { RegionalForm } from '../registration/RegionalForm.tsx';
import { RegistrationChoices } from '../registration/RegistrationChoices.tsx';
import {
  chosenForms,
  fieldFault,
  fieldsOf,
  isEmpty,
  NO_REGISTRATIONS,
  type RegistrationDraft,
  registrationInput,
} from '../registration/registration-draft.ts';
import { useCatalogue } from '../shell/viewer.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { WriteProgress } from '../ui/WriteProgress.tsx';
import type { Sender } from './sender.ts';
import { Tool } from './Tool.tsx';
import { useChange } from './use-change.ts';

export function RegisterFurther({ sender, onChanged }: { sender: Sender; onChanged: () => void }) {
  const { texts } = useSpeech();
  const { registrationOptions } = useCatalogue();
  const [draft, setDraft] = useState<RegistrationDraft>(NO_REGISTRATIONS);
  const [isTried, setIsTried] = useState(false);
  const write = useChange(() => {
    setDraft(NO_REGISTRATIONS);
    setIsTried(false);
    onChanged();
  });
  const admitted = new Set(sender.operators.filter(({ status }) => status === 'APPROVED').map(({ operator }) => operator.code));
  const options = registrationOptions.filter(({ operator }) => !admitted.has(operator.code));
  const forms = chosenForms(draft);
  const submit = () => {
    setIsTried(true);
    const hasFault = forms.some((form) =>
      fieldsOf(form, options).some((field) => fieldFault(field, draft.values[field] ?? '', texts.registration) !== null),
    );
    if (!isEmpty(draft) && !hasFault) write.send({ input: { sender: { id: sender.id }, ...registrationInput(draft, options) } });
  };
  const faults = write.state.phase === 'refused' ? issuesByField(write.state.failure.issues) : new Map<string, string>();

  return (
    <Tool title={texts.sender.register} sign="plus">
      {options.length === 0 ? (
        <p>{texts.sender.nothingToRegister}</p>
      ) : (
        <form
          className="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <p>{texts.sender.registerIntro}</p>
          <RegistrationChoices options={options} draft={draft} onChange={setDraft} />
          {forms.map((form) => (
            <RegionalForm key={form} form={form} options={options} draft={draft} onChange={setDraft} isTried={isTried} faults={faults} />
          ))}
          {isTried && isEmpty(draft) && (
            <p className="field-error" role="alert">
              {texts.sender.chooseOne}
            </p>
          )}
          <WriteProgress write={write} onRetry={submit} />
          {write.state.phase === 'done' && <Notice tone="good" title={texts.sender.registered} isAnswer />}
          <Button type="submit" look="primary" isDisabled={write.isBusy}>
            {texts.sender.registerSubmit}
          </Button>
        </form>
      )}
    </Tool>
  );
}
