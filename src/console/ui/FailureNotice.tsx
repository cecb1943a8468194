import type { ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { useSpeech } from '../i18n/language.tsx';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

interface Props {
  readonly failure: Failure;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** Why it did not work, what to do about it, and the numbers that someone else may ask for. */
export function FailureNotice({ failure, onRetry, children }: Props) {
  const { texts, format } = useSpeech();
  const { code, message, upstreamCode, requestId, issues } = failure;
  const references = [
    upstreamCode === null ? null : texts.errors.upstreamCode(format.number(upstreamCode)),
    requestId === null ? null : texts.errors.requestId(requestId),
  ].filter((reference) => reference !== null);
  return (
    <Notice tone={code === 'RATE_LIMITED' ? 'wait' : 'bad'} title={texts.errors.title[code]} isAnswer>
      <p>{texts.errors.advice[code]}</p>
      {issues.length > 0 && (
        <ul className="notice-issues" lang="en">
          {issues.map(({ path, message: issue }) => (
            <li key={`${path.join('.')} ${issue}`}>
              <code>{path.slice(1).join('.') || path.join('.')}</code> {issue}
            </li>
          ))}
        </ul>
      )}
      {['FORBIDDEN', 'UPSTREAM_ERROR', 'BAD_REQUEST', 'FILE_REJECTED'].includes(code) && (
        <p className="notice-detail" lang="en">
          {message}
        </p>
      )}
      {references.length > 0 && <p className="notice-detail">{references.join(' · ')}</p>}
      {children}
      {onRetry !== undefined && <Button onPress={onRetry}>{texts.tryAgain}</Button>}
    </Notice>
  );
}
