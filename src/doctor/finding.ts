/** What a check comes to. A note is worth knowing and stops nothing; a fault must be mended before the gateway serves anybody. */
export type FindingState = 'ok' | 'note' | 'fault';

export interface Finding {
  /** What was looked at: `credentials`, `flags together`. */
  readonly check: string;
  readonly state: FindingState;
  /** Holds no secret. */
  readonly seen: string;
  /** What to do; null where there is nothing. */
  readonly advice: string | null;
}

export const ok = (check: string, seen: string): Finding => ({ check, state: 'ok', seen, advice: null });
export const note = (check: string, seen: string, advice: string | null = null): Finding => ({ check, state: 'note', seen, advice });
export const fault = (check: string, seen: string, advice: string): Finding => ({ check, state: 'fault', seen, advice });

const MARKS: Readonly<Record<FindingState, string>> = { ok: '✓', note: '•', fault: '✗' };
const COLORS: Readonly<Record<FindingState, number>> = { ok: 32, note: 33, fault: 31 };
const CHECK_WIDTH = 22;

/** A line a finding, and what to do under it. @param colored for a terminal */
export function findingText({ check, state, seen, advice }: Finding, colored: boolean): string {
  const mark = colored ? `\u001b[${COLORS[state]}m${MARKS[state]}\u001b[0m` : MARKS[state];
  const line = `${mark} ${check.padEnd(CHECK_WIDTH)} ${seen}`;
  return advice === null ? line : `${line}\n${' '.repeat(CHECK_WIDTH + 3)}→ ${advice}`;
}
