import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useWrite } from '../api/use-write.ts';
import { AddSenderDocument } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import type { AddStep } from '../i18n/text-table.ts';
import { RegionalForm } from '../registration/RegionalForm.tsx';
import { RegistrationChoices } from '../registration/RegistrationChoices.tsx';
import { chosenForms, fieldFault, fieldsOf } from '../registration/registration-draft.ts';
import { navigate } from '../routing/router.ts';
import { senderPath } from '../routing/routes.ts';
import { useCatalogue, useSubclient } from '../shell/viewer.tsx';
import { Button } from '../ui/Button.tsx';
import { DocumentField, documentFault } from '../ui/DocumentField.tsx';
import { Field } from '../ui/Field.tsx';
import { Page } from '../ui/Page.tsx';
import { type Draft, EMPTY_DRAFT, inputOf, stepsOf } from './draft.ts';
import { issuesByField } from './issues.ts';
import { NameStep, useNameFault } from './NameStep.tsx';
import { newKey } from './new-key.ts';
import { ReviewStep } from './ReviewStep.tsx';
import { StepList } from './StepList.tsx';
import { useCheck } from './use-check.ts';

/** The way to a new name, step by step. What is right and wrong, the API says. */
export function AddPage() {
  const { texts, format } = useSpeech();
  const { registrationOptions: options } = useCatalogue();
  const subclient = useSubclient();
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [step, setStep] = useState<AddStep>('name');
  const [isTried, setIsTried] = useState(false);
  // The same input with the same key is done once, however often it is sent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another input needs another key
  const idempotencyKey = useMemo(newKey, [draft, subclient]);
  const write = useWrite(
    AddSenderDocument,
    ({ addSender }) => addSender,
    ({ sender }) => navigate(senderPath(sender.id)),
  );

  const steps = stepsOf(draft);
  const forms = chosenForms(draft.registrations);
  const isNameStep = step === 'name';
  const formFault = forms.some((form) =>
    fieldsOf(form, options).some((field) => fieldFault(field, draft.registrations.values[field] ?? '', texts.registration) !== null),
  );
  const checkable = isNameStep ? draft.name.trim() !== '' : step === 'forms' && !formFault;
  const check = useCheck(checkable ? inputOf({ ...draft, document: null }, options, subclient, isNameStep ? 'name' : 'all') : null);
  const nameFault = useNameFault(draft, check);
  const refused = write.state.phase === 'refused' ? write.state.failure.issues : [];
  const faults = issuesByField([...(check.phase === 'checked' ? check.issues : []), ...refused]);
  const fileFault = draft.document === null ? null : documentFault(draft.document, texts.document, format.bytes);

  const blocked: Readonly<Record<AddStep, boolean>> = {
    name: nameFault !== null,
    operators: false,
    forms: formFault || [...faults.keys()].some((field) => /^(ukraine|belarus)\./.test(field)),
    document: fileFault !== null,
    review: false,
  };

  const change = (changed: Partial<Draft>) => {
    write.reset();
    setDraft({ ...draft, ...changed });
  };
  const go = (to: AddStep) => {
    setIsTried(refused.length > 0);
    setStep(to);
  };
  const send = () => write.send({ input: { ...inputOf(draft, options, subclient), idempotencyKey } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (blocked[step]) return;
    const next = steps[steps.indexOf(step) + 1];
    if (next === undefined) send();
    else go(next);
  };

  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step takes the focus
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [step]);
  const previous = steps[steps.indexOf(step) - 1];

  return (
    <Page title={texts.add.title} width="text">
      <StepList steps={steps} current={step} onStep={go} />
      <form className="card form wizard" noValidate onSubmit={submit}>
        <h2 ref={heading} tabIndex={-1}>
          <span className="wizard-count">{texts.add.step(format.number(steps.indexOf(step) + 1), format.number(steps.length))}</span>
          {texts.add.stepNames[step]}
        </h2>
        {step === 'name' && <NameStep draft={draft} onChange={change} check={check} isTried={isTried} faults={faults} />}
        {step === 'operators' && (
          <>
            <p>{texts.add.operatorsIntro}</p>
            <RegistrationChoices options={options} draft={draft.registrations} onChange={(registrations) => change({ registrations })} />
          </>
        )}
        {step === 'forms' &&
          forms.map((form) => (
            <RegionalForm
              key={form}
              form={form}
              options={options}
              draft={draft.registrations}
              onChange={(registrations) => change({ registrations })}
              isTried={isTried || faults.size > 0}
              faults={faults}
            />
          ))}
        {step === 'document' && (
          <>
            <p>{texts.add.document}</p>
            <DocumentField file={draft.document} onChange={(document) => change({ document })} />
            {draft.document !== null && (
              <Field
                label={texts.document.info}
                hint={texts.document.infoHint}
                value={draft.documentInfo}
                onChange={(documentInfo) => change({ documentInfo })}
                error={faults.has('documentInfo') ? texts.add.textRule : null}
              />
            )}
          </>
        )}
        {step === 'review' && <ReviewStep draft={draft} options={options} write={write} onRetry={send} onStep={go} />}
        <div className="wizard-buttons">
          {previous !== undefined && (
            <Button sign="back" isDisabled={write.isBusy} onPress={() => go(previous)}>
              {texts.add.previous}
            </Button>
          )}
          <Button type="submit" look="primary" isDisabled={write.isBusy}>
            {step === 'review' ? texts.add.submit : texts.add.next}
          </Button>
        </div>
      </form>
    </Page>
  );
}
