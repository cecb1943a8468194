import { useLive } from '../api/live.tsx';
import type { PulseQuery } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';

type Bucket = PulseQuery['upstreamQuota']['buckets'][number];

const RADIUS = 8;
const LENGTH = 2 * Math.PI * RADIUS;

/** What is left of the provider's limits: a ring each, with its number. */
export function QuotaGauges() {
  const { texts } = useSpeech();
  const buckets = useLive().pulse?.upstreamQuota.buckets ?? [];
  return (
    <ul className="quota" aria-label={texts.quota.label}>
      {buckets.map((bucket) => (
        <li key={bucket.name}>
          <Gauge bucket={bucket} />
        </li>
      ))}
    </ul>
  );
}

function Gauge({ bucket: { name, limit, remaining, windowSeconds } }: { bucket: Bucket }) {
  const { texts, format } = useSpeech();
  const words = texts.quota.left(format.number(remaining), format.number(limit), format.number(windowSeconds));
  const share = limit === 0 ? 0 : remaining / limit;
  return (
    <span className={remaining === 0 ? 'gauge gauge-empty' : 'gauge'} title={`${texts.quota[name]}: ${words}`}>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <circle cx="11" cy="11" r={RADIUS} className="track" />
        <circle cx="11" cy="11" r={RADIUS} className="fill" strokeDasharray={`${share * LENGTH} ${LENGTH}`} transform="rotate(-90 11 11)" />
      </svg>
      <span className="gauge-name">{texts.quota[name]}</span>
      <span className="gauge-value" aria-hidden="true">
        {format.number(remaining)}/{format.number(limit)}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
