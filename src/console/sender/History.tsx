import { useState } from 'react';
import { useLiveQuery } from '../api/use-live-query.ts';
import { useEventWords } from '../changes/use-event-words.ts';
import { SenderHistoryDocument } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { StatusChip } from '../status/StatusChip.tsx';
import { Button } from '../ui/Button.tsx';

const FEW = 8;
/** As many as the gateway gives at once. */
const MANY = 500;

/** What happened to a sender since the gateway has watched it, newest first. */
export function History({ senderId }: { senderId: string }) {
  const { texts, format } = useSpeech();
  const [first, setFirst] = useState(FEW);
  const { data, isLoading } = useLiveQuery(SenderHistoryDocument, { by: { id: senderId }, first });
  const words = useEventWords();
  const history = data?.sender?.history;
  return (
    <section className="card" aria-labelledby="history-title">
      <h2 id="history-title">{texts.sender.history}</h2>
      {history?.nodes.length === 0 && <p className="empty-text">{texts.sender.historyEmpty}</p>}
      <ol className="history">
        {history?.nodes.map((event) => {
          const { subject, label, tone, sign } = words(event);
          return (
            <li key={event.cursor}>
              <time dateTime={event.at}>{format.time(new Date(event.at))}</time>
              <span className="history-subject">{subject}</span>
              <StatusChip tone={tone} sign={sign} label={label} />
            </li>
          );
        })}
      </ol>
      {history?.pageInfo.hasNextPage === true && first === FEW && (
        <Button look="quiet" onPress={() => setFirst(MANY)} isDisabled={isLoading}>
          {texts.sender.historyMore}
        </Button>
      )}
    </section>
  );
}
