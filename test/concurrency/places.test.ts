import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Places } from '../../src/concurrency/places.ts';

it('are never overfull, are taken in order, and are free in the end, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ ms: fc.nat({ max: 3 }), fails: fc.boolean() }), { maxLength: 30 }),
      async (count, works) => {
        const places = new Places(count);
        const begun: number[] = [];
        let running = 0;
        const ends = works.map(({ ms, fails }, index) =>
          places.run(async () => {
            begun.push(index);
            running += 1;
            expect(running).toBeLessThanOrEqual(count);
            for (let tick = 0; tick < ms; tick += 1) await Promise.resolve();
            running -= 1;
            if (fails) throw new Error('failed');
            return index;
          }),
        );
        const settled = await Promise.allSettled(ends);
        expect(settled.map(({ status }) => status)).toEqual(works.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')));
        expect(begun).toEqual(works.map((_, index) => index));
        expect(running).toBe(0);
        // All places are there again.
        let together = 0;
        await Promise.all(
          Array.from({ length: count }, () =>
            places.run(async () => {
              together += 1;
              await new Promise((resolve) => setImmediate(resolve));
              expect(together).toBe(count);
            }),
          ),
        );
      },
    ),
    { numRuns: 50 },
  );
});
