import type { Timer } from '../../src/concurrency/timer.ts';

/** Time that runs so many times as fast as it does, for clocks, waits and the sandbox alike. */
export function fastTime(factor: number): { readonly now: () => number; readonly timer: Timer } {
  const since = Date.now();
  const start = performance.now();
  return {
    now: () => Math.floor(since + (performance.now() - start) * factor),
    timer: {
      now: () => performance.now() * factor,
      after(ms, work) {
        const timeout = setTimeout(work, ms / factor);
        return () => clearTimeout(timeout);
      },
    },
  };
}
