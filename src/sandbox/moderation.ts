import { PAID_COLUMNS } from './columns.ts';
import { chance, weighted } from './random.ts';

const HOUR = 3600;

/** A status and the simulated seconds after which it comes, counted from the start of the track. */
export interface Step {
  readonly after: number;
  readonly status: number;
}

/** The whole course of one status, settled at its start: what it is at any instant is read from the clock, so nothing ticks. */
export interface Track {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly steps: readonly [Step, ...Step[]];
}

/** The instant at which tracks are read, and how fast simulated time runs. */
export interface Instant {
  readonly now: number;
  readonly speed: number;
}

/** A status that stays. */
export const held = (status: number, startedAt: number): Track => ({ startedAt, steps: [{ after: 0, status }] });

const between = (low: number, high: number, at: number) => low + (high - low) * at;

/** A new name awaits moderation (0) and is admitted (1) after one to four hours. */
export const moderationTrack = (seed: string, name: string, startedAt: number): Track => ({
  startedAt,
  steps: [
    { after: 0, status: 0 },
    { after: between(HOUR, 4 * HOUR, chance(seed, 'moderation', name)), status: 1 },
  ],
});

interface Outcome {
  readonly status: number;
  readonly weight: number;
  readonly paidOnly?: true;
  /** What follows by itself. */
  readonly next?: Step;
}

const OUTCOMES: readonly [Outcome, ...Outcome[]] = [
  { status: 2, weight: 58 },
  { status: 3, weight: 12 },
  { status: 8, weight: 12 },
  { status: 5, weight: 8, paidOnly: true },
  { status: 9, weight: 10, paidOnly: true, next: { after: 240 * HOUR, status: 2 } },
];

/**
 * One operator's course: awaits registration (0), is sent (1) after half an hour to two, decided after four to 72 hours more.
 * @param attempt counts the registrations of this name at this operator, so that a second one may end otherwise
 */
export function registrationTrack(seed: string, name: string, column: string, attempt: number, startedAt: number): Track {
  const key = [seed, name, column, attempt] as const;
  const sent = between(HOUR / 2, 2 * HOUR, chance(...key, 'sent'));
  const decided = sent + between(4 * HOUR, 72 * HOUR, chance(...key, 'decided'));
  const [first, ...others] = OUTCOMES;
  const possible = others.filter((outcome) => !outcome.paidOnly || PAID_COLUMNS.has(column));
  const outcome = weighted([first, ...possible], chance(...key, 'outcome'));
  const later = outcome.next === undefined ? [] : [{ after: decided + outcome.next.after, status: outcome.next.status }];
  return {
    startedAt,
    steps: [{ after: 0, status: 0 }, { after: sent, status: 1 }, { after: decided, status: outcome.status }, ...later],
  };
}

/** A document is under review (0) for two to 24 hours, then admitted (2), seldom rejected (1). */
export const reviewTrack = (seed: string, fid: number, startedAt: number): Track => ({
  startedAt,
  steps: [
    { after: 0, status: 0 },
    { after: between(2 * HOUR, 24 * HOUR, chance(seed, 'review', fid)), status: chance(seed, 'verdict', fid) < 0.75 ? 2 : 1 },
  ],
});

const REASONS = ['Документ нечитаем, загрузите скан лучшего качества', 'Истёк срок действия документа', 'Нет печати организации'];

/** What the administrator writes to a rejected document. */
export const rejectionReason = (seed: string, fid: number): string =>
  REASONS[Math.floor(chance(seed, 'reason', fid) * REASONS.length)] ?? '';

/** How many steps were taken after the first. Steps after the first never come before `notBefore`. */
function stepIndex({ startedAt, steps }: Track, { now, speed }: Instant, notBefore: number): number {
  const elapsed = ((now - Math.max(startedAt, notBefore)) / 1000) * speed;
  let index = 0;
  for (let next = 1; next < steps.length; next += 1) {
    const step = steps[next];
    if (step !== undefined && step.after <= elapsed) index = next;
  }
  return index;
}

/** @param notBefore milliseconds since 1970: an operator is asked only when the name is admitted */
export const statusAt = (track: Track, instant: Instant, notBefore = Number.NEGATIVE_INFINITY): number =>
  (track.steps[stepIndex(track, instant, notBefore)] ?? track.steps[0]).status;

/** When the status that holds at the instant came, in milliseconds since 1970. */
export function changedAt(track: Track, instant: Instant, notBefore = Number.NEGATIVE_INFINITY): number {
  const index = stepIndex(track, instant, notBefore);
  const after = track.steps[index]?.after ?? 0;
  return index === 0 ? track.startedAt : Math.max(track.startedAt, notBefore) + (after / instant.speed) * 1000;
}

/** When a track comes to a status, in milliseconds since 1970; Infinity where it never does. */
export function reachedAt({ startedAt, steps }: Track, status: number, speed: number): number {
  const step = steps.find((candidate) => candidate.status === status);
  if (step === undefined) return Number.POSITIVE_INFINITY;
  return step.after === 0 ? startedAt : startedAt + (step.after / speed) * 1000;
}
