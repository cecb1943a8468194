import { useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { Button } from '../ui/Button.tsx';
import { DocumentField, documentFault } from '../ui/DocumentField.tsx';
import { Field } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { WriteProgress } from '../ui/WriteProgress.tsx';
import type { Sender } from './sender.ts';
import { Tool } from './Tool.tsx';
import { useChange } from './use-change.ts';

export function UploadDocument({ sender, onChanged }: { sender: Sender; onChanged: () => void }) {
  const { texts, format } = useSpeech();
  const [file, setFile] = useState<File | null>(null);
  const [info, setInfo] = useState('');
  const [isTried, setIsTried] = useState(false);
  const write = useChange(() => {
    setFile(null);
    setInfo('');
    setIsTried(false);
    onChanged();
  });
  const needsDocuments = sender.operators.some(({ status }) => status === 'DOCUMENTS_REQUIRED');
  const submit = () => {
    setIsTried(true);
    if (file === null || documentFault(file, texts.document, format.bytes) !== null) return;
    const documentInfo = info.trim();
    write.send({ input: { sender: { id: sender.id }, document: file, ...(documentInfo === '' ? {} : { documentInfo }) } });
  };
  return (
    <Tool title={texts.sender.upload} sign="upload" isOpen={needsDocuments}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <DocumentField
          file={file}
          onChange={(chosen) => {
            write.reset();
            setFile(chosen);
          }}
          error={isTried && file === null ? texts.document.missing : null}
        />
        <Field label={texts.document.info} hint={texts.document.infoHint} value={info} onChange={setInfo} />
        <WriteProgress write={write} hasUpload onRetry={submit} />
        {write.state.phase === 'done' && <Notice tone="good" title={texts.sender.uploaded} isAnswer />}
        <Button type="submit" look="primary" isDisabled={write.isBusy}>
          {texts.sender.uploadSubmit}
        </Button>
      </form>
    </Tool>
  );
}
