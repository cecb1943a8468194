import { useSpeech } from '../i18n/language.tsx';
import { REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { Sign } from '../status/Sign.tsx';
import type { Cells } from './use-cells.ts';

/** What stands for the matrix where there is no room for it: how many operators admit the name, and how many need someone. */
export function OutlookSummary({ cells }: { cells: Cells | undefined }) {
  const { texts, format } = useSpeech();
  if (cells === undefined || cells.length === 0) return null;
  const count = (outlook: string) => cells.filter(({ status }) => REGISTRATION_STATUSES[status].outlook === outlook).length;
  const [approved, pending, blocked] = [count('approved'), count('pending'), count('blocked')];
  return (
    <span className="outlook">
      <span className="visually-hidden">{texts.list.summary(format.number(approved), format.number(pending), format.number(blocked))}</span>
      <span className="outlook-part text-good" aria-hidden="true">
        <Sign name="check" size={13} />
        {format.number(approved)}
      </span>
      <span className="outlook-part text-wait" aria-hidden="true">
        <Sign name="clock" size={13} />
        {format.number(pending)}
      </span>
      <span className="outlook-part text-bad" aria-hidden="true">
        <Sign name="warning" size={13} />
        {format.number(blocked)}
      </span>
    </span>
  );
}
