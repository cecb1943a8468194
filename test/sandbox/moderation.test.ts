import { describe, expect, it } from 'vitest';
import { COLUMNS } from '../../src/sandbox/columns.ts';
import {
  changedAt,
  held,
  type Instant,
  moderationTrack,
  reachedAt,
  registrationTrack,
  reviewTrack,
  statusAt,
  type Track,
} from '../../src/sandbox/moderation.ts';

const START = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;
const at = (hours: number, speed = 1): Instant => ({ now: START + hours * HOUR, speed });

const TRACK: Track = {
  startedAt: START,
  steps: [
    { after: 0, status: 0 },
    { after: 3600, status: 1 },
    { after: 7200, status: 2 },
  ],
};

describe('a track', () => {
  it('is read from the clock, in any order', () => {
    expect([5, 0, 1, 0.99, 2, 1.99, -1].map((hours) => statusAt(TRACK, at(hours)))).toEqual([2, 0, 1, 0, 2, 1, 0]);
  });

  it('runs with the speed of simulated time, and stands still at 0', () => {
    expect(statusAt(TRACK, at(0.02, 100))).toBe(2);
    expect(statusAt(TRACK, at(1000, 0))).toBe(0);
  });

  it('starts no earlier than it may', () => {
    const admitted = START + 5 * HOUR;
    expect([5.5, 6, 7].map((hours) => statusAt(TRACK, at(hours), admitted))).toEqual([0, 1, 2]);
    expect(statusAt(TRACK, at(100), Number.POSITIVE_INFINITY)).toBe(0);
  });

  it('knows when its status came', () => {
    expect(changedAt(TRACK, at(0.5))).toBe(START);
    expect(changedAt(TRACK, at(1.5))).toBe(START + HOUR);
    expect(changedAt(TRACK, at(9, 2))).toBe(START + HOUR);
    expect(changedAt(TRACK, at(9), START + 5 * HOUR)).toBe(START + 7 * HOUR);
    expect(reachedAt(TRACK, 1, 2)).toBe(START + HOUR / 2);
    expect(reachedAt(TRACK, 1, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(reachedAt(TRACK, 7, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('that is held stays', () => {
    expect(statusAt(held(255, START), at(10_000))).toBe(255);
    expect(changedAt(held(255, START), at(10_000), START + HOUR)).toBe(START);
  });
});

describe('the course of a name', () => {
  const names = Array.from({ length: 200 }, (_, index) => `name${index}`);
  const statuses = (track: Track) => track.steps.map(({ status }) => status);
  const registrations = (seed: string) =>
    names.flatMap((name) => COLUMNS.map((column) => ({ column, track: registrationTrack(seed, name, column, 1, START) })));

  it('is settled by the seed, the name, the operator and the attempt', () => {
    expect(registrations('a')).toEqual(registrations('a'));
    expect(registrations('a')).not.toEqual(registrations('b'));
    const [first, second] = [1, 2].map((attempt) => registrationTrack('a', 'name', 'mts_step', attempt, START));
    expect(first).not.toEqual(second);
  });

  it('leads every name to admission within four hours', () => {
    for (const name of names) {
      const track = moderationTrack('seed', name, START);
      expect(statuses(track)).toEqual([0, 1]);
      expect(statusAt(track, at(1))).toBe(0);
      expect(statusAt(track, at(4))).toBe(1);
    }
  });

  it('goes 0, 1 and then every way that an operator may decide', () => {
    const courses = new Set(registrations('seed').map(({ track }) => statuses(track).join(' ')));
    expect([...courses].sort()).toEqual(['0 1 2', '0 1 3', '0 1 5', '0 1 8', '0 1 9 2']);
  });

  it('ends most often in approval', () => {
    const all = registrations('seed');
    const approved = all.filter(({ track }) => statuses(track)[2] === 2).length;
    expect(approved / all.length).toBeGreaterThan(0.5);
    expect(approved / all.length).toBeLessThan(0.8);
  });

  it('lacks money only where a fee is asked', () => {
    const short = registrations('seed').filter(({ track }) => track.steps.some(({ status }) => status === 5 || status === 9));
    const columns = new Set(short.map(({ column }) => column));
    expect(columns).toContain('mts_step');
    expect(columns).not.toContain('tele2');
    expect(columns).not.toContain('sber_step');
  });

  it('reviews documents within a day, to either verdict', () => {
    const verdicts = Array.from({ length: 100 }, (_, fid) => statusAt(reviewTrack('seed', fid, START), at(24)));
    expect(new Set(verdicts)).toEqual(new Set([1, 2]));
  });
});
