import type { Tone } from './registration-statuses.ts';
import { Sign, type SignName } from './Sign.tsx';

/** A status in colour, sign and word. */
export function StatusChip({ tone, sign, label }: { tone: Tone; sign: SignName; label: string }) {
  return (
    <span className={`chip tone-${tone}`}>
      <Sign name={sign} size={14} />
      {label}
    </span>
  );
}
