import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOf, rowsOf } from '../../../src/domain/table.ts';
import type { MemoryKind } from '../../../src/ops/overload/memory.ts';
import { MemoryOverload, OVERLOAD_STATES, type OverloadState } from '../../../src/ops/overload/overload.ts';

function world() {
  let shares: Partial<Record<MemoryKind, number>> = {};
  const changes: OverloadState[] = [];
  const overload = new MemoryOverload({
    memory: () => Object.fromEntries(Object.entries(shares).map(([kind, share]) => [kind, { used: share * 1_000, limit: 1_000 }])),
    onChange: (state) => changes.push(state),
  });
  return {
    overload,
    changes,
    at(now: typeof shares) {
      shares = now;
      overload.look();
      return overload.state;
    },
  };
}

describe('the state of an instance', () => {
  it('rises at a mark, and falls only well under it', () => {
    const { at, changes } = world();
    expect([0.5, 0.79, 0.8, 0.75, 0.79, 0.71, 0.79, 0.95, 0.85, 0.81, 0.75, 0.5].map((share) => at({ process: share }))).toEqual([
      'NORMAL',
      'NORMAL',
      'STRAINED',
      'STRAINED',
      'STRAINED',
      'NORMAL',
      'NORMAL',
      'CRITICAL',
      'CRITICAL',
      'STRAINED',
      'STRAINED',
      'NORMAL',
    ]);
    expect(changes).toEqual(['STRAINED', 'NORMAL', 'CRITICAL', 'STRAINED', 'NORMAL']);
  });

  it('is that of the fullest kind of memory, and tells which', () => {
    const { at, overload } = world();
    expect(at({ process: 0.1, heap: 0.2, container: 0.83 })).toBe('STRAINED');
    expect(overload.reason).toBe('83 % of the memory of the container are used: large requests are refused.');
    expect(at({ process: 0.1 })).toBe('NORMAL');
    expect(overload.reason).toBeNull();
  });

  it('never comes and goes between its two marks, whatever the memory does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { maxLength: 100 }), (shares) => {
        const { at } = world();
        const order = keysOf(OVERLOAD_STATES);
        let before: OverloadState = 'NORMAL';
        for (const share of shares) {
          const state = at({ process: share });
          const { until } = OVERLOAD_STATES[state];
          expect(share).toBeGreaterThanOrEqual(until);
          // It rose past each mark between, or fell under the lower one of what it left.
          for (const [other, { from, until: lower }] of rowsOf(OVERLOAD_STATES)) {
            const [was, is] = [order.indexOf(before) >= order.indexOf(other), order.indexOf(state) >= order.indexOf(other)];
            if (!was && is) expect(share).toBeGreaterThanOrEqual(from);
            if (was && !is) expect(share).toBeLessThan(lower);
          }
          before = state;
        }
      }),
    );
  });

  it('takes less the higher it is', () => {
    const rows = Object.values(OVERLOAD_STATES);
    for (const [index, row] of rows.entries()) {
      const below = rows[index - 1];
      if (below === undefined) continue;
      expect(row.mostPoints).toBeLessThan(below.mostPoints);
      expect(row.patience).toBeLessThan(below.patience);
      expect(row.until).toBeLessThan(row.from);
      expect(row.until).toBeLessThan(rows[index + 1]?.until ?? 1);
    }
  });
});
