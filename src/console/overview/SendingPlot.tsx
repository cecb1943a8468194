import type { RegistrationStatus } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import type { Outlook } from '../i18n/text-table.ts';
import { REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { Sign, type SignName } from '../status/Sign.tsx';
import type { Tally } from './tally.ts';

const OUTLOOKS: readonly { readonly outlook: Outlook; readonly tone: string; readonly sign: SignName }[] = [
  { outlook: 'approved', tone: 'good', sign: 'check' },
  { outlook: 'pending', tone: 'wait', sign: 'clock' },
  { outlook: 'blocked', tone: 'bad', sign: 'warning' },
];

/** The registrations that went to operators, as columns by what they mean for sending. */
export function SendingPlot({ tally }: { tally: Tally }) {
  const { texts, format } = useSpeech();
  const counts = outlookCounts(tally);
  const most = Math.max(1, ...OUTLOOKS.map(({ outlook }) => counts[outlook]));
  return (
    <section className="card" aria-labelledby="sending-title">
      <h2 id="sending-title">{texts.overview.sending}</h2>
      <p className="sending-number">
        <strong>{format.number(tally.sending)}</strong>{' '}
        {texts.overview.share(format.percent(tally.total === 0 ? 0 : tally.sending / Math.max(1, tally.counted)))}
      </p>
      <p className="field-hint">{texts.overview.sendingHint}</p>
      <ul className="columns">
        {OUTLOOKS.map(({ outlook, tone, sign }) => (
          <li key={outlook}>
            <span className="column-number">{format.number(counts[outlook])}</span>
            <svg viewBox="0 0 40 80" className="column-plot" preserveAspectRatio="none" aria-hidden="true">
              <rect y={80 - Math.max(2, (counts[outlook] / most) * 80)} width="40" height="80" className={`fill-${tone}`} />
            </svg>
            <span className="column-name">
              <Sign name={sign} size={13} />
              {texts.overview.outlooks[outlook]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function outlookCounts({ byOperator }: Tally): Record<Outlook, number> {
  const counts = { approved: 0, pending: 0, blocked: 0, idle: 0, unknown: 0 };
  for (const row of byOperator.values())
    for (const [status, count] of Object.entries(row)) counts[REGISTRATION_STATUSES[status as RegistrationStatus].outlook] += count;
  return counts;
}
