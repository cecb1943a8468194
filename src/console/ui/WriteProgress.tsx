import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components';
import { useNow } from '../api/use-now.ts';
import type { ShownWrite } from '../api/use-write.ts';
import { useSpeech } from '../i18n/language.tsx';
import { Button } from './Button.tsx';
import { FailureNotice } from './FailureNotice.tsx';
import { Notice } from './Notice.tsx';

interface Props {
  readonly write: ShownWrite;
  /** Whether a document is on its way: then it shows how much of it has gone out. */
  readonly hasUpload?: boolean;
  readonly onRetry?: (() => void) | undefined;
  /** Shown beside a refusal. */
  readonly children?: ReactNode;
}

/** How a write is getting on: going out, waiting for the provider's limit, or refused. */
export function WriteProgress({ write, hasUpload = false, onRetry, children }: Props) {
  const { texts, format } = useSpeech();
  const { state } = write;
  if (state.phase === 'waiting') return <Waiting until={state.until} onStop={write.reset} />;
  if (state.phase === 'refused')
    return (
      <FailureNotice failure={state.failure} onRetry={state.failure.code === 'OFFLINE' ? onRetry : undefined}>
        {children}
      </FailureNotice>
    );
  if (state.phase !== 'sending') return null;
  const percent = Math.round(state.sent * 100);
  const label = hasUpload && percent < 100 ? texts.errors.uploading(format.number(percent)) : texts.errors.sending;
  return (
    <ProgressBar className="progress" value={percent} isIndeterminate={!hasUpload || percent === 100} valueLabel={label} aria-label={label}>
      <span className="progress-label">{label}</span>
      <svg className="progress-track" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="2" className="track" />
        <rect width={hasUpload ? percent : 100} height="2" className={hasUpload && percent < 100 ? 'fill' : 'fill fill-endless'} />
      </svg>
    </ProgressBar>
  );
}

function Waiting({ until, onStop }: { until: number; onStop: () => void }) {
  const { texts, format } = useSpeech();
  const seconds = Math.max(0, Math.ceil((until - useNow()) / 1000));
  return (
    <Notice tone="wait" title={texts.errors.title.RATE_LIMITED}>
      <p>
        {texts.errors.advice.RATE_LIMITED} <strong role="timer">{texts.errors.retryIn(format.number(seconds))}</strong>
      </p>
      <Button onPress={onStop}>{texts.errors.stopWaiting}</Button>
    </Notice>
  );
}
