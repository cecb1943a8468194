import { type ReactNode, useEffect } from 'react';
import { useLiveQuery } from '../api/use-live-query.ts';
import { SenderDocument } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { Link } from '../routing/Link.tsx';
import { PATHS } from '../routing/routes.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Sign } from '../status/Sign.tsx';
import { StatusChip } from '../status/StatusChip.tsx';
import { SENDER_STATUSES } from '../status/sender-statuses.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Page } from '../ui/Page.tsx';
import { ChangeComment } from './ChangeComment.tsx';
import { DeleteSender } from './DeleteSender.tsx';
import { Files } from './Files.tsx';
import { History } from './History.tsx';
import { OperatorTable } from './OperatorTable.tsx';
import { RegisterFurther } from './RegisterFurther.tsx';
import type { Sender } from './sender.ts';
import { UploadDocument } from './UploadDocument.tsx';

const STALE_MS = 2_000;

export function SenderPage({ id }: { id: string }) {
  const { texts } = useSpeech();
  const { data, failure, reload } = useLiveQuery(SenderDocument, { by: { id } });
  useReloadWhileStale(data?.sender ?? null, reload);
  const back = (
    <Link href={PATHS.list} className="back">
      <Sign name="back" size={14} />
      {texts.sender.back}
    </Link>
  );
  if (data === undefined)
    return (
      <Page title={failure === null ? texts.loading : texts.errors.title[failure.code]} before={back} width="text">
        {failure !== null && <FailureNotice failure={failure} onRetry={reload} />}
      </Page>
    );
  if (data.sender === null)
    return (
      <Page title={texts.sender.notFound} before={back} width="text">
        <p>{texts.sender.notFoundText}</p>
      </Page>
    );
  return <OneSender sender={data.sender} back={back} onChanged={reload} />;
}

/** What a write changed is held as stale until the gateway has fetched it anew. */
function useReloadWhileStale(sender: Sender | null, reload: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer that is stale asks once more
  useEffect(() => {
    if (sender === null || !(sender.operatorsFreshness.stale || sender.filesFreshness.stale)) return;
    const timer = window.setTimeout(reload, STALE_MS);
    return () => window.clearTimeout(timer);
  }, [sender]);
}

function OneSender({ sender, back, onChanged }: { sender: Sender; back: ReactNode; onChanged: () => void }) {
  const { texts, format } = useSpeech();
  const { tone, sign } = SENDER_STATUSES[sender.status];
  const canWrite = useViewer()?.canWrite ?? false;
  const raw = sender.status === 'UNKNOWN' && sender.rawStatus !== null ? ` (${texts.rawStatus(format.number(sender.rawStatus))})` : '';
  return (
    <Page
      title={sender.name}
      before={back}
      aside={
        <p className="sender-head">
          <StatusChip tone={tone} sign={sign} label={texts.senderStatus[sender.status].label + raw} />
          <span>{texts.kinds[sender.kind]}</span>
          <span>
            {texts.sender.providerId} {sender.smscId}
          </span>
          {sender.subclient !== null && (
            <span>
              {texts.sender.subclient} {sender.subclient}
            </span>
          )}
        </p>
      }
    >
      <p className="sender-next">{texts.senderStatus[sender.status].next}</p>
      <div className="sender-columns">
        <div className="sender-facts">
          <OperatorTable sender={sender} />
          <Files files={sender.files} />
          <History senderId={sender.id} />
        </div>
        {canWrite && (
          <aside className="sender-tools" aria-label={texts.sender.tools}>
            {sender.kind === 'DIGITAL' && (
              <section className="card tool-row">
                <p>{texts.sender.verifyText}</p>
                <Link href={`${PATHS.verify}?number=${sender.name}`} className="button button-primary">
                  {texts.sender.verify}
                </Link>
              </section>
            )}
            <UploadDocument sender={sender} onChanged={onChanged} />
            <RegisterFurther sender={sender} onChanged={onChanged} />
            <ChangeComment sender={sender} onChanged={onChanged} />
            <DeleteSender sender={sender} />
          </aside>
        )}
      </div>
    </Page>
  );
}
