import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeldRow } from '../../../src/account/replica/held-part.ts';
import { diffOf } from '../../../src/account/replica/part-diff.ts';
import { portionsOf } from '../../../src/account/replica/portions.ts';
import { ALONE } from '../../support/slices.ts';

const COLUMNS = ['mts_step', 'tele2', 'motiv'];

const row = fc.record({ id: fc.nat(12), statuses: fc.array(fc.nat(2), { minLength: COLUMNS.length, maxLength: COLUMNS.length }) });
const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 10 }).map((some) =>
  some.map(
    ({ id, statuses }): HeldRow => ({
      sender: { smscId: String(id), name: `S${id}`, subclient: null, status: statuses[0] ?? null },
      operators: COLUMNS.map((column, index) => ({ column, status: statuses[index] ?? 0, replacementName: null })),
      files: [],
    }),
  ),
);
const part = fc.constantFrom('names' as const, 'operators' as const);

describe('portions of what happened', () => {
  it('leave after each of them exactly the rest to be told, and all of them together the state after', async () => {
    await fc.assert(
      fc.asyncProperty(part, rows, rows, fc.integer({ min: 1, max: 9 }), async (part, before, after, most) => {
        const events = await diffOf(part, before, after, ALONE);
        let untold = events;
        for (const portion of portionsOf(before, after, events, most)) {
          expect(portion.events).toEqual(untold.slice(0, portion.events.length));
          // No more than asked for, but for what belongs to one sender.
          expect(portion.events.length <= most || new Set(portion.events.map(({ smscId }) => smscId)).size === 1).toBe(true);
          untold = untold.slice(portion.events.length);
          expect((await diffOf(part, portion.rows, after, ALONE)).toSorted(byText)).toEqual(untold.toSorted(byText));
        }
        expect(untold).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
