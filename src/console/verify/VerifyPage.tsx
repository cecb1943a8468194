import { useState } from 'react';
import { useWrite } from '../api/use-write.ts';
import { VerifySenderDocument } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { Link } from '../routing/Link.tsx';
import { navigate, useSearch } from '../routing/router.ts';
import { PATHS, senderPath } from '../routing/routes.ts';
import { useSubclient } from '../shell/viewer.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { WriteProgress } from '../ui/WriteProgress.tsx';
import { digitsOf } from './code-locks.ts';
import { SendCode } from './SendCode.tsx';

/** Confirms a digital name: a code goes to the number, and is entered here. */
export function VerifyPage() {
  const { texts } = useSpeech();
  const subclient = useSubclient();
  const asked = new URLSearchParams(useSearch()).get('number') ?? '';
  const [number, setNumber] = useState(asked);
  const [code, setCode] = useState('');
  const [isTried, setIsTried] = useState(false);
  const write = useWrite(VerifySenderDocument, ({ verifySender }) => verifySender);
  const confirm = () => {
    setIsTried(true);
    if (digitsOf(number) !== '' && code.trim() !== '') write.send({ input: { number, code: code.trim(), subclient } });
  };
  const startAgain = () => {
    write.reset();
    setNumber('');
    setCode('');
    setIsTried(false);
    navigate(PATHS.verify, 'replace');
  };

  if (write.state.phase === 'done') {
    const { number: confirmed, sender } = write.state.result;
    return (
      <Page title={texts.verify.title} width="text">
        <Notice tone="good" title={texts.verify.done(confirmed)} isAnswer>
          <p>{texts.verify.doneText}</p>
          <div className="wizard-buttons">
            {sender !== null && (
              <Link href={senderPath(sender.id)} className="button button-primary">
                {texts.verify.openSender}
              </Link>
            )}
            <Button onPress={startAgain}>{texts.verify.another}</Button>
          </div>
        </Notice>
      </Page>
    );
  }

  return (
    <Page title={texts.verify.title} width="text">
      <p className="lead">{texts.verify.intro}</p>
      <SendCode number={number} onNumber={setNumber} />
      <form
        className="card form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <h2>{texts.verify.stepEnter}</h2>
        <Field
          label={texts.verify.code}
          value={code}
          onChange={setCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          error={
            isTried && code.trim() === '' ? texts.verify.codeEmpty : isTried && digitsOf(number) === '' ? texts.verify.numberEmpty : null
          }
          isRequired
        />
        <WriteProgress write={write} onRetry={confirm} />
        <Button type="submit" look="primary" isDisabled={write.isBusy}>
          {texts.verify.confirm}
        </Button>
      </form>
    </Page>
  );
}
