import { useSpeech } from '../i18n/language.tsx';
import { Sign } from '../status/Sign.tsx';
import { StatusChip } from '../status/StatusChip.tsx';
import { FILE_STATUSES } from '../status/sender-statuses.ts';
import type { Sender } from './sender.ts';

/** The documents of a sender, with what the provider's administrator wrote to each. */
export function Files({ files }: { files: Sender['files'] }) {
  const { texts } = useSpeech();
  return (
    <section className="card" aria-labelledby="files-title">
      <h2 id="files-title">{texts.sender.files}</h2>
      {files.length === 0 && <p className="empty-text">{texts.sender.filesEmpty}</p>}
      <ul className="files">
        {files.map(({ id, name, status, comment }) => (
          <li key={id} className="file">
            <Sign name="document" size={20} />
            <span className="file-name">{name}</span>
            <StatusChip tone={FILE_STATUSES[status].tone} sign={FILE_STATUSES[status].sign} label={texts.fileStatus[status]} />
            {comment !== null && (
              <p className="file-comment">
                <span className="file-author">{texts.sender.administrator}:</span> {comment}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
