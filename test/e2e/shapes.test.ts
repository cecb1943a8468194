import { expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { fuzzShapes, summaryOf } from '../support/shapes/fuzz.ts';
import { randomBy } from '../support/shapes/random.ts';
import { sentBy } from '../support/shapes/sends.ts';

const SEED = 20_261_125;
/** `npm run bench -- shapes` sends a million. */
const COUNT = 2_000;

it('no shape of variables or of a document takes long, breaks anything or goes without an answer', { timeout: 240_000 }, async () => {
  await using gateway = await startGateway({
    sandbox: { senders: 20 },
    env: { LIMIT_TOKEN_RATE: '0', LIMIT_ADDRESS_RATE: '0', LIMIT_TOKEN_POINTS: '0', LIMIT_ACCOUNT_POINTS: '0' },
  });
  const { failed, outcomes } = await fuzzShapes({ url: gateway.url, pid: null, count: COUNT, seed: SEED });
  expect(failed.map((failure) => `${failure} ${summaryOf(SEED, Number(/\d+/.exec(failure)?.[0]))}`)).toEqual([]);
  expect(gateway.faults).toEqual([]);
  // They came to every gate, and through.
  expect([...outcomes.keys()]).toEqual(
    expect.arrayContaining([
      '200',
      '200 BAD_REQUEST',
      '200 INVALID_INPUT',
      '400 BAD_REQUEST',
      '413 BAD_REQUEST',
      'next',
      'next BAD_REQUEST',
      'closed 4400',
    ]),
  );
});

it('a case is the same for the same seed and number', () => {
  expect(sentBy(SEED, 7)).toEqual(sentBy(SEED, 7));
  expect(Array.from({ length: 50 }, (_, index) => String(sentBy(SEED, index).bytes)).toSorted()).not.toEqual(
    Array.from({ length: 50 }, (_, index) => String(sentBy(SEED + 1, index).bytes)).toSorted(),
  );
  const values = Array.from({ length: 1_000 }, randomBy(1));
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
});
