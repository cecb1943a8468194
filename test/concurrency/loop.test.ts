import { expect, it } from 'vitest';
import { Loop } from '../../src/concurrency/loop.ts';
import { TIMER } from '../../src/concurrency/timer.ts';
import { ALONE } from '../support/slices.ts';

it('lets timers run between steps that follow each other at once, though none of them waits for anything', async () => {
  let steps = 0;
  let isOver = false;
  setTimeout(() => (isOver = true), 20);
  const step = async () => {
    steps += 1;
    // Without a yield this would never end.
    if (steps > 5_000_000) throw new Error('nothing else had the loop');
    return isOver ? 60_000 : 0;
  };
  const loop = new Loop(step, TIMER, ALONE);
  while (!isOver) await new Promise((resolve) => setTimeout(resolve, 5));
  await loop.close();
  expect(steps).toBeGreaterThan(100);
});
