import { useSpeech } from '../i18n/language.tsx';
import { listPath } from '../list/filters.ts';
import { Link } from '../routing/Link.tsx';
import { Sign } from '../status/Sign.tsx';
import { SignButton } from '../ui/Button.tsx';
import { useChanges } from './changes.tsx';
import { useEventWords } from './use-event-words.ts';

const SHOWN = 3;

/** What changed while one looked. It stands aside, waits until it is put away, and is read out when nothing else is. */
export function ChangesNote() {
  const { texts, format } = useSpeech();
  const { newest, count, putAway } = useChanges();
  const words = useEventWords();
  return (
    <section className="changes" aria-label={texts.changes.title} role="log">
      {count > 0 && (
        <>
          <div className="changes-head">
            <h2>{texts.changes.title}</h2>
            <SignButton sign="cross" label={texts.changes.putAway} onPress={putAway} />
          </div>
          <ul>
            {newest.slice(0, SHOWN).map((event) => {
              const { subject, label, tone, sign } = words(event);
              return (
                <li key={event.cursor} className={`change tone-${tone}`}>
                  <Sign name={sign} size={14} />
                  <Link href={listPath({ search: event.name })} className="change-name">
                    {event.name}
                  </Link>
                  <span className="change-what">
                    {subject}: {label}
                  </span>
                </li>
              );
            })}
          </ul>
          {count > SHOWN && <p className="changes-more">{texts.overview.more(format.number(count - SHOWN))}</p>}
        </>
      )}
    </section>
  );
}
