import { useLive } from '../api/live.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Says that the gateway, or the provider behind it, is lost, for as long as it is. */
export function ConnectionNotice() {
  const { texts } = useSpeech();
  const { failure } = useLive();
  return (
    <div className="connection" role="status">
      {failure?.code === 'OFFLINE' && (
        <Notice tone="warn" title={texts.connection.lost}>
          <p>{texts.connection.lostText}</p>
        </Notice>
      )}
      {failure !== null && failure.code !== 'OFFLINE' && (
        <Notice tone="warn" title={texts.connection.failing}>
          <p>
            {texts.errors.title[failure.code]}. {texts.errors.advice[failure.code]}
          </p>
        </Notice>
      )}
    </div>
  );
}
