import type { RegistrationStatus } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { Link } from '../routing/Link.tsx';
import { senderPath } from '../routing/routes.ts';
import { REGISTRATION_STATUSES, statusesOf } from '../status/registration-statuses.ts';
import { Sign } from '../status/Sign.tsx';
import { useColumnNames } from '../status/use-column-names.ts';
import type { Attention, Tally } from './tally.ts';

/** What someone must do something about: a card a reason, with its share of all that waits and the first names. */
export function AttentionPlot({ tally }: { tally: Tally }) {
  const { texts } = useSpeech();
  const reasons = statusesOf('blocked').flatMap((status) => {
    const attention = tally.attention.get(status);
    return attention === undefined ? [] : [{ status, attention }];
  });
  const most = Math.max(1, ...reasons.map(({ attention }) => attention.count));
  if (reasons.length === 0) return <p className="empty-text">{texts.overview.attentionNone}</p>;
  return (
    <ul className="reasons">
      {reasons.map(({ status, attention }) => (
        <Reason key={status} status={status} attention={attention} most={most} />
      ))}
    </ul>
  );
}

function Reason({ status, attention, most }: { status: RegistrationStatus; attention: Attention; most: number }) {
  const { texts, format } = useSpeech();
  const names = useColumnNames();
  const { tone, sign } = REGISTRATION_STATUSES[status];
  const rest = attention.senderCount - attention.senders.length;
  return (
    <li className="reason card">
      <p className="reason-head">
        <span className={`square tone-${tone}`}>
          <Sign name={sign} />
        </span>
        <span className="reason-count">{format.number(attention.count)}</span>
        <span className="reason-name">
          {texts.registrationStatus[status].label}
          <span className="reason-unit">{texts.overview.attentionCount(format.number(attention.count)).replace(/^\S+\s/, '')}</span>
        </span>
      </p>
      <svg className="reason-bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="3" className="track" />
        <rect width={(attention.count / most) * 100} height="3" className={`fill-${tone}`} />
      </svg>
      <p className="reason-next">{texts.registrationStatus[status].next}</p>
      <ul className="reason-senders">
        {attention.senders.map(({ id, name, columns }) => (
          <li key={id}>
            <Link href={senderPath(id)}>{name}</Link>
            <span>{columns.map((column) => names.get(column)?.brand ?? column).join(', ')}</span>
          </li>
        ))}
        {rest > 0 && <li className="reason-rest">{texts.overview.more(format.number(rest))}</li>}
      </ul>
    </li>
  );
}
