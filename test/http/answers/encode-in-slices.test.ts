import { createHash } from 'node:crypto';
import { assert, asyncProperty, constantFrom, integer, string } from 'fast-check';
import { expect, it } from 'vitest';
import { encodeInSlices } from '../../../src/http/answers/encode-in-slices.ts';
import { ALONE } from '../../support/slices.ts';

it('encodes a long text as Buffer.from does, letters of any length and wherever they fall', async () => {
  await assert(
    asyncProperty(
      constantFrom('a', 'я', '€', '😀', '\ud800'),
      integer({ min: 0, max: 3 }),
      integer({ min: 100_000, max: 300_000 }),
      string(),
      async (letter, shift, count, tail) => {
        const text = `${'x'.repeat(shift)}${letter.repeat(count)}${tail}`;
        const { body, etag } = await encodeInSlices(text, ALONE);
        expect(body.equals(Buffer.from(text))).toBe(true);
        expect(etag).toBe(`"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`);
      },
    ),
    { numRuns: 30 },
  );
});
