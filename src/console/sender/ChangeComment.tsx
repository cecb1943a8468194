import { useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { WriteProgress } from '../ui/WriteProgress.tsx';
import type { Sender } from './sender.ts';
import { Tool } from './Tool.tsx';
import { useChange } from './use-change.ts';

export function ChangeComment({ sender, onChanged }: { sender: Sender; onChanged: () => void }) {
  const { texts } = useSpeech();
  const [comment, setComment] = useState('');
  const [isTried, setIsTried] = useState(false);
  const write = useChange(() => {
    setComment('');
    setIsTried(false);
    onChanged();
  });
  const submit = () => {
    setIsTried(true);
    if (comment.trim() !== '') write.send({ input: { sender: { id: sender.id }, comment } });
  };
  return (
    <Tool title={texts.sender.comment} sign="list">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label={texts.sender.comment}
          hint={texts.sender.commentHint}
          rows={3}
          value={comment}
          onChange={setComment}
          error={isTried && comment.trim() === '' ? texts.registration.required : null}
        />
        <WriteProgress write={write} onRetry={submit} />
        {write.state.phase === 'done' && <Notice tone="good" title={texts.sender.commentSaved} isAnswer />}
        <Button type="submit" look="primary" isDisabled={write.isBusy}>
          {texts.sender.saveComment}
        </Button>
      </form>
    </Tool>
  );
}
