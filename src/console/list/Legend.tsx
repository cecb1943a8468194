import { useSpeech } from '../i18n/language.tsx';
import { ALL_REGISTRATION_STATUSES, REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { Sign } from '../status/Sign.tsx';

/**
 * Every sign of the statuses with its word.
 * @param isOfMatrix adds the dot on a cell whose operator shows another name
 */
export function Legend({ isOfMatrix = false }: { isOfMatrix?: boolean }) {
  const { texts } = useSpeech();
  return (
    <ul className="legend" aria-label={texts.list.legend}>
      {ALL_REGISTRATION_STATUSES.map((status) => (
        <li key={status} title={texts.registrationStatus[status].next}>
          <span
            className={`square square-small tone-${REGISTRATION_STATUSES[status].tone}${REGISTRATION_STATUSES[status].outlook === 'idle' ? ' square-idle' : ''}`}
          >
            <Sign name={REGISTRATION_STATUSES[status].sign} size={12} />
          </span>
          {texts.registrationStatus[status].label}
        </li>
      ))}
      {isOfMatrix && (
        <li>
          <span className="square square-small tone-off">
            <span className="square-replaced" />
          </span>
          {texts.list.replaced}
        </li>
      )}
    </ul>
  );
}
