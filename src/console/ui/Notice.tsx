import type { ReactNode } from 'react';
import type { Tone } from '../status/registration-statuses.ts';
import { Sign, type SignName } from '../status/Sign.tsx';

interface Props {
  readonly tone: Tone;
  readonly sign?: SignName;
  readonly title: string;
  readonly children?: ReactNode;
  /** Read out at once, as it comes in answer to what someone did. */
  readonly isAnswer?: boolean;
}

const SIGNS: Readonly<Record<Tone, SignName>> = { good: 'check', wait: 'clock', bad: 'warning', warn: 'warning', off: 'info' };

export function Notice({ tone, sign = SIGNS[tone], title, children, isAnswer = false }: Props) {
  return (
    <div className={`notice tone-${tone}`} {...(isAnswer ? { role: 'alert' } : {})}>
      <Sign name={sign} size={20} />
      <div className="notice-text">
        <p className="notice-title">{title}</p>
        {children}
      </div>
    </div>
  );
}
