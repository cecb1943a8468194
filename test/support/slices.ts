import { FairScheduler } from '../../src/concurrency/fair-scheduler.ts';

/** The event loop of a tenant that has it alone. */
export const ALONE = new FairScheduler().of('test');
