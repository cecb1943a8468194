import { useState } from 'react';
import { useQuery } from 'urql';
import { useNow } from '../api/use-now.ts';
import { useWrite } from '../api/use-write.ts';
import { SenderNamesDocument, SendVerificationCodeDocument } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useSubclient } from '../shell/viewer.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { WriteProgress } from '../ui/WriteProgress.tsx';
import { digitsOf, lockOf, rememberLock } from './code-locks.ts';

interface Props {
  readonly number: string;
  readonly onNumber: (number: string) => void;
}

/** Sends a code to a number, once in 8 hours. */
export function SendCode({ number, onNumber }: Props) {
  const { texts } = useSpeech();
  const subclient = useSubclient();
  const [from, setFrom] = useState('');
  const [siteName, setSiteName] = useState('');
  const [isTried, setIsTried] = useState(false);
  const write = useWrite(
    SendVerificationCodeDocument,
    ({ sendVerificationCode }) => sendVerificationCode,
    ({ number: reached, resendAllowedAt }) => rememberLock(reached, resendAllowedAt),
  );
  const { state } = write;
  const refusal = state.phase === 'refused' ? state.failure : null;
  const isLocked = refusal?.code === 'CODE_ALREADY_SENT';
  const lockedUntil = refusal?.lockedUntil ?? lockOf(number);
  const choose = (next: string) => {
    write.reset();
    onNumber(next);
  };
  const send = () => {
    setIsTried(true);
    if (digitsOf(number) === '') return;
    const optional = {
      ...(from.trim() === '' ? {} : { from: from.trim() }),
      ...(siteName.trim() === '' ? {} : { siteName: siteName.trim() }),
    };
    write.send({ input: { number, subclient, ...optional } });
  };
  return (
    <form
      className="card form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h2>{texts.verify.stepSend}</h2>
      <Field
        label={texts.verify.number}
        hint={texts.verify.numberHint}
        type="tel"
        value={number}
        onChange={choose}
        error={isTried && digitsOf(number) === '' ? texts.verify.numberEmpty : null}
        isRequired
      />
      <OwnNumbers onChoose={choose} />
      <details className="more">
        <summary>{texts.verify.more}</summary>
        <div className="form">
          <Field label={texts.verify.from} hint={texts.verify.fromHint} value={from} onChange={setFrom} />
          <Field label={texts.verify.siteName} value={siteName} onChange={setSiteName} />
        </div>
      </details>
      {state.phase === 'done' && <Notice tone="good" title={texts.verify.sent(state.result.number)} isAnswer />}
      {lockedUntil !== null && <Lock until={lockedUntil} />}
      {isLocked && lockedUntil === null && (
        <Notice tone="wait" title={texts.errors.title.CODE_ALREADY_SENT}>
          {texts.verify.lockedUnknown}
        </Notice>
      )}
      {!isLocked && <WriteProgress write={write} onRetry={send} />}
      <Button type="submit" look="primary" isDisabled={write.isBusy}>
        {texts.verify.send}
      </Button>
    </form>
  );
}

/** The lock as a time of the clock, and as time that is left; nothing once it is over. */
function Lock({ until }: { until: string }) {
  const { texts, format } = useSpeech();
  const at = new Date(until);
  const seconds = Math.ceil((at.getTime() - useNow()) / 1000);
  if (seconds <= 0) return null;
  return (
    <Notice tone="wait" title={texts.verify.lockedTitle(format.time(at))}>
      <p>{texts.verify.lockedFor(format.duration(seconds))}</p>
    </Notice>
  );
}

function OwnNumbers({ onChoose }: { onChoose: (number: string) => void }) {
  const { texts } = useSpeech();
  const subclient = useSubclient();
  const [{ data }] = useQuery({ query: SenderNamesDocument, variables: { first: 20, subclient, filter: { kind: ['DIGITAL'] } } });
  const numbers = data?.senders.nodes ?? [];
  if (numbers.length === 0) return null;
  return (
    <div className="own-numbers" role="group" aria-label={texts.verify.yours}>
      <span className="field-hint">{texts.verify.yours}</span>
      {numbers.map(({ id, name }) => (
        <Button key={id} look="quiet" onPress={() => onChoose(name)}>
          {name}
        </Button>
      ))}
    </div>
  );
}
