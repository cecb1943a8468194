import { array, assert, asyncProperty, dictionary, jsonValue, oneof, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairScheduler } from '../../../src/concurrency/fair-scheduler.ts';
import { countValues } from '../../../src/graphql/price/count-values.ts';
import { stringifyInSlices } from '../../../src/http/answers/stringify-in-slices.ts';
import { ALONE, iterationsDuring } from '../../support/slices.ts';

const wide = (items: number, item: unknown) => Array.from({ length: items }, () => item);

describe('a long answer', () => {
  it('is written as JSON.stringify writes it, and counted', async () => {
    const data = oneof(dictionary(string(), jsonValue()), array(jsonValue({ maxDepth: 2 }), { minLength: 200, maxLength: 700 }));
    await assert(
      asyncProperty(data, async (some) => {
        // Doubled, so that what fits into one piece is rare.
        const long = { data: wide(20, some), more: { some, none: null, list: [] } };
        expect(await stringifyInSlices(long, ALONE)).toEqual({ text: JSON.stringify(long), values: countValues(long) });
      }),
      { numRuns: 50 },
    );
  });

  it('yields the loop between its pieces', async () => {
    let looks = 0;
    const slices = new FairScheduler({ now: () => (looks += 10) }).of('test');
    const long = wide(5_000, { name: 'Shop', operators: wide(19, { status: 'APPROVED' }) });
    expect(await iterationsDuring(stringifyInSlices(long, slices))).toBeGreaterThan(1_000);
    expect(looks).toBeGreaterThan(4_000);
  });
});
