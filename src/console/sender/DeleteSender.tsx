import { useState } from 'react';
import { useWrite } from '../api/use-write.ts';
import { DeleteSenderDocument } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { navigate } from '../routing/router.ts';
import { PATHS } from '../routing/routes.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { WriteProgress } from '../ui/WriteProgress.tsx';
import type { Sender } from './sender.ts';

export function DeleteSender({ sender }: { sender: Sender }) {
  const { texts } = useSpeech();
  const [isOpen, setIsOpen] = useState(false);
  const write = useWrite(
    DeleteSenderDocument,
    ({ deleteSender }) => deleteSender,
    () => navigate(PATHS.list),
  );
  const close = () => {
    write.reset();
    setIsOpen(false);
  };
  const remove = () => write.send({ input: { sender: { id: sender.id } } });
  return (
    <>
      <Button look="danger" sign="trash" onPress={() => setIsOpen(true)}>
        {texts.sender.remove}
      </Button>
      <ConfirmDialog title={texts.sender.removeTitle(sender.name)} isOpen={isOpen} onClose={close}>
        <p>{texts.sender.removeText}</p>
        <WriteProgress write={write} onRetry={remove} />
        <div className="dialog-buttons">
          <Button onPress={close} autoFocus>
            {texts.cancel}
          </Button>
          <Button look="danger" isDisabled={write.isBusy} onPress={remove}>
            {texts.sender.removeConfirm}
          </Button>
        </div>
      </ConfirmDialog>
    </>
  );
}
