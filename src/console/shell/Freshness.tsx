import { useLive } from '../api/live.tsx';
import { useNow } from '../api/use-now.ts';
import { useSpeech } from '../i18n/language.tsx';

/** How old the data is, in words, second by second. */
export function Freshness() {
  const { texts, format } = useSpeech();
  const { pulse, receivedAt } = useLive();
  const now = useNow();
  const freshness = pulse?.senders.freshness;
  if (freshness === undefined) return <p className="freshness">{texts.freshness.waiting}</p>;
  const seconds = Math.max(0, Math.round(freshness.ageSeconds + (now - receivedAt) / 1000));
  const age = format.age(seconds);
  const words = freshness.stale ? texts.freshness.stale(age) : seconds === 0 ? texts.freshness.now : texts.freshness.asOf(age);
  return (
    <p className={freshness.stale ? 'freshness freshness-stale' : 'freshness'} title={texts.freshness.explain}>
      <span className="freshness-dot" aria-hidden="true" />
      {words}
    </p>
  );
}
