import { useSpeech } from '../i18n/language.tsx';
import type { Outlook } from '../i18n/text-table.ts';
import { REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { Sign, type SignName } from '../status/Sign.tsx';
import type { Cells } from './use-cells.ts';

const PARTS: readonly { readonly outlook: Outlook; readonly tone: string; readonly sign: SignName }[] = [
  { outlook: 'approved', tone: 'good', sign: 'check' },
  { outlook: 'pending', tone: 'wait', sign: 'clock' },
  { outlook: 'blocked', tone: 'bad', sign: 'warning' },
];

/** What stands for the matrix where there is no room for it: how many operators admit the name, and how many need someone. */
export function OutlookSummary({ cells }: { cells: Cells | undefined }) {
  const { texts, format } = useSpeech();
  if (cells === undefined || cells.length === 0) return null;
  const count = (outlook: Outlook) => cells.filter(({ status }) => REGISTRATION_STATUSES[status].outlook === outlook).length;
  return (
    <span className="outlook">
      <span className="visually-hidden">
        {texts.list.summary(format.number(count('approved')), format.number(count('pending')), format.number(count('blocked')))}
      </span>
      {PARTS.map(
        ({ outlook, tone, sign }) =>
          count(outlook) > 0 && (
            <span key={outlook} className={`outlook-part text-${tone}`} aria-hidden="true">
              <Sign name={sign} size={13} />
              {format.number(count(outlook))}
            </span>
          ),
      )}
    </span>
  );
}
