import { useSpeech } from '../i18n/language.tsx';
import { listPath } from '../list/filters.ts';
import { Link } from '../routing/Link.tsx';
import { Sign } from '../status/Sign.tsx';
import { ALL_SENDER_STATUSES, SENDER_STATUSES } from '../status/sender-statuses.ts';
import type { Tally } from './tally.ts';

const RADIUS = 54;
const LENGTH = 2 * Math.PI * RADIUS;
/** Between two parts of the ring. */
const GAP = 2.5;

/** A ring of the moderation statuses with all names in its middle; the list beside it says the same in words. */
export function ModerationPlot({ tally }: { tally: Tally }) {
  const { texts, format } = useSpeech();
  const shown = ALL_SENDER_STATUSES.filter((status) => tally.byStatus[status] > 0);
  const share = (count: number) => (tally.counted === 0 ? 0 : count / tally.counted);
  let start = 0;
  return (
    <div className="ring">
      <svg viewBox="0 0 140 140" className="ring-plot" role="img" aria-label={`${texts.overview.total}: ${format.number(tally.total)}`}>
        <circle cx="70" cy="70" r={RADIUS} className="ring-track" />
        {shown.map((status) => {
          const length = share(tally.byStatus[status]) * LENGTH;
          const offset = start;
          start += length;
          return (
            <circle
              key={status}
              cx="70"
              cy="70"
              r={RADIUS}
              className={`ring-part stroke-${SENDER_STATUSES[status].tone}`}
              strokeDasharray={`${Math.max(1, length - (shown.length > 1 ? GAP : 0))} ${LENGTH}`}
              strokeDashoffset={-offset}
              transform="rotate(-90 70 70)"
            />
          );
        })}
        <text x="70" y="72" className="ring-number">
          {format.number(tally.total)}
        </text>
        <text x="70" y="90" className="ring-caption">
          {texts.overview.total}
        </text>
      </svg>
      <ul className="ring-list">
        {shown.map((status) => (
          <li key={status}>
            <Link href={listPath({ status: [status] })} className="ring-item">
              <span className={`square square-small tone-${SENDER_STATUSES[status].tone}`}>
                <Sign name={SENDER_STATUSES[status].sign} size={12} />
              </span>
              <span className="ring-label">{texts.senderStatus[status].label}</span>
              <strong>{format.number(tally.byStatus[status])}</strong>
              <span className="ring-share">{format.percent(share(tally.byStatus[status]))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
