import type { Profiler } from 'node:inspector';

/** One iteration of an event loop. */
export interface Iteration {
  /** By the monotonic clock, in ns. */
  readonly from: bigint;
  readonly to: bigint;
  /** Processor time, in µs. */
  readonly usedUs: number;
}

const SHOWN = 25;

/** The functions that were on the stack for the most of an iteration, with what they call, as `60% name file:line`. */
export function heaviestOf({ nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile, { from, to }: Iteration): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const labelOf = ({ callFrame: { functionName, url, lineNumber } }: Profiler.ProfileNode) =>
    `${functionName || '(anonymous)'} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`;
  const stackOf = (id: number | undefined): string[] => {
    const node = id === undefined ? undefined : byId.get(id);
    return node === undefined ? [] : [labelOf(node), ...stackOf(parents.get(node.id))];
  };
  const counts = new Map<string, number>();
  let time = startTime;
  let total = 0;
  for (const [index, id] of samples.entries()) {
    time += timeDeltas[index] ?? 0;
    if (time < Number(from / 1_000n) || time > Number(to / 1_000n)) continue;
    total += 1;
    for (const label of new Set(stackOf(id))) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([label, count]) => `${Math.round((100 * count) / total)}% ${label}`);
}
