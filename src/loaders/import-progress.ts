import { endingIterator } from '../concurrency/ending-iterator.ts';
import { type ImportJob, type ImportKey, isOver } from '../imports/import-job.ts';
import { type Principal, requireReach } from './principal.ts';

/**
 * A job as it is now, then after every change by any instance, until it is over. Nothing is buffered: who is slow gets the latest.
 * Ends at once where there is none. @throws GatewayError FORBIDDEN
 */
export function followImport(principal: Principal, key: ImportKey): AsyncIterableIterator<ImportJob, undefined> {
  requireReach(principal, key.subclient);
  const { imports } = principal;
  let isNews = true;
  let ended = false;
  let told = '';
  let wake = () => {};
  const unwatch = imports.watch(key, () => {
    isNews = true;
    wake();
  });
  const end = () => {
    ended = true;
    unwatch();
    wake();
    return { done: true, value: undefined } as const;
  };

  const next = async (): Promise<IteratorResult<ImportJob, undefined>> => {
    while (!ended) {
      if (!isNews) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      isNews = false;
      const job = await imports.find(key);
      if (job === null) return end();
      if (isOver(job)) end();
      const text = JSON.stringify(job);
      if (text === told) continue;
      told = text;
      return { done: false, value: job };
    }
    return { done: true, value: undefined };
  };

  return endingIterator(next, end);
}
