import { FairScheduler } from '../../src/concurrency/fair-scheduler.ts';

/** The event loop of a tenant that has it alone. */
export const ALONE = new FairScheduler().of('test');

/** Does some work. @returns how many iterations the event loop made meanwhile */
export async function iterationsDuring(work: Promise<unknown>): Promise<number> {
  let iterations = 0;
  let isOver = false;
  const count = () => {
    iterations += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isOver = true;
  return iterations;
}
