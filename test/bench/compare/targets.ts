import { type Figures, rateOf } from './figures.ts';
import { SIZES } from './sizes.ts';

/** What is to be reached, and what was. */
export interface Target {
  readonly text: string;
  readonly wanted: string;
  readonly figure: string;
  readonly met: boolean;
}

const HOT = 'this gateway';
const EXECUTED = 'this gateway, executed each time';
const BYTES = 'node:http, the same bytes';

/** Left out are those whose other side could not be measured. */
export function targetsOf(figures: Figures): readonly Target[] {
  const ratio = (text: string, ours: string, other: string, operation: string, least: number): Target[] => {
    const theirs = rateOf(figures, other, operation);
    if (theirs === 0) return [];
    const reached = rateOf(figures, ours, operation) / theirs;
    return [{ text: `${operation} ${text}, to ${other}`, wanted: `≥ ${least}`, figure: reached.toFixed(2), met: reached >= least }];
  };
  const below = (text: string, value: number, limit: number, unit: string): Target => ({
    text,
    wanted: `< ${limit}${unit}`,
    figure: `${limit < 10 ? value.toFixed(2) : Math.round(value)}${unit}`,
    met: value < limit,
  });
  const [small, , large] = SIZES.map((senders) => figures.sizes.find((size) => size.senders === senders));
  const [ours, floor] = figures.workers.map(({ one, two }) => two / one);
  return [
    ...ratio('hot', HOT, BYTES, 'Q20', 0.85),
    ...ratio('hot', HOT, BYTES, 'T1', 0.85),
    ...ratio('hot', HOT, 'mercurius with jit', 'Q20', 5),
    ...ratio('hot', HOT, 'Tailcall, @cache', 'Q20', 10),
    ...ratio('hot', HOT, 'Tailcall, dedupe in flight', 'Q20', 1.4),
    ...['mercurius with jit', 'Tailcall, @cache', 'Tailcall, dedupe in flight'].flatMap((other) => ratio('hot', HOT, other, 'T1', 1)),
    ...ratio('executed', EXECUTED, 'mercurius with jit', 'Q20', 1.8),
    ...ratio('executed', EXECUTED, 'node:http, JSON.stringify', 'Q20', 1.5),
    ...ratio('executed', EXECUTED, BYTES, 'T1', 0.3),
    ...figures.halfLoad
      .filter(({ server }) => server === HOT)
      .map(({ operation, p50, p99 }) => below(`${operation} hot at half load, p99 to p50`, p99 / p50, 3, '')),
    ...(small === undefined || large === undefined
      ? []
      : [
          {
            text: 'First page of 15,000 senders, warm, to that of 50',
            wanted: '≥ 0.9',
            figure: (large.hot / small.hot).toFixed(2),
            met: large.hot >= 0.9 * small.hot,
          },
          below('Memory with 15,000 senders', large.memory, 250, ' MB'),
          below('Memory with 50 senders', small.memory, 120, ' MB'),
          below('Start to first answer', small.emptyStartMs / 1000, 0.6, ' s'),
          below('Start to first answer with 15,000 senders stored', large.storedStartMs / 1000, 1, ' s'),
          below('Longest standstill while 15,000 senders are refreshed under load', large.stallMs, 20, ' ms'),
        ]),
    ...(ours === undefined || floor === undefined
      ? []
      : [
          {
            text: 'What a second worker gains, to what it gains node:http',
            wanted: '≥ 0.9',
            figure: (ours / floor).toFixed(2),
            met: ours >= 0.9 * floor,
          },
        ]),
  ];
}
