import { useSpeech } from '../i18n/language.tsx';

export function Logo() {
  const { texts } = useSpeech();
  return (
    <span className="logo">
      <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" className="logo-ground" />
        <path d="M9 11.5h14M9 16h9M9 20.5h11" className="logo-lines" />
        <circle cx="23" cy="16" r="1.9" className="logo-dot" />
      </svg>
      <span className="logo-name">{texts.product}</span>
    </span>
  );
}
