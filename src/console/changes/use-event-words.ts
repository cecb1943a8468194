import type { SenderEvent } from '../api/follow-events.ts';
import { useSpeech } from '../i18n/language.tsx';
import { REGISTRATION_STATUSES, type Tone } from '../status/registration-statuses.ts';
import type { SignName } from '../status/Sign.tsx';
import { FILE_STATUSES, SENDER_STATUSES } from '../status/sender-statuses.ts';
import { useColumnNames } from '../status/use-column-names.ts';

/** What the live events and the history of one sender have in common. */
export type EventFacts = Pick<SenderEvent, 'kind' | 'operator' | 'statusAfter' | 'senderStatusAfter' | 'fileName' | 'fileStatusAfter'>;

export interface EventWords {
  /** What changed: the name itself, an operator, a document. */
  readonly subject: string;
  /** How it is since. */
  readonly label: string;
  readonly tone: Tone;
  readonly sign: SignName;
}

/** An event in words, with the colour and sign of what is now. */
export function useEventWords(): (event: EventFacts) => EventWords {
  const { texts } = useSpeech();
  const columns = [...useColumnNames().values()];
  const { changes } = texts;
  const moderated = (status: EventFacts['senderStatusAfter']) => {
    const known = status ?? 'UNKNOWN';
    return { ...SENDER_STATUSES[known], label: texts.senderStatus[known].label };
  };
  return ({ kind, operator, statusAfter, senderStatusAfter, fileName, fileStatusAfter }) => {
    switch (kind) {
      case 'SENDER_ADDED':
        return { subject: changes.name, label: changes.added, tone: 'wait', sign: 'plus' };
      case 'SENDER_REMOVED':
        return { subject: changes.name, label: changes.removed, tone: 'off', sign: 'trash' };
      case 'SENDER_STATUS_CHANGED':
        return { subject: texts.sender.moderation, ...moderated(senderStatusAfter) };
      case 'FILE_ADDED':
        return { subject: fileName ?? texts.document.label, label: changes.attached, tone: 'wait', sign: 'upload' };
      case 'FILE_STATUS_CHANGED': {
        const known = fileStatusAfter ?? 'UNKNOWN';
        return { subject: fileName ?? texts.document.label, ...FILE_STATUSES[known], label: texts.fileStatus[known] };
      }
      case 'OPERATOR_STATUS_CHANGED': {
        const subject = columns.find(({ code }) => code === operator?.code)?.name ?? operator?.name ?? texts.brands.UNKNOWN;
        if (statusAfter === null) return { subject, label: changes.gone, tone: 'off', sign: 'cross' };
        const { tone, sign } = REGISTRATION_STATUSES[statusAfter];
        return { subject, label: texts.registrationStatus[statusAfter].label, tone, sign };
      }
    }
  };
}
