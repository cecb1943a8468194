import { hasRedis, NO_REDIS } from '../support/redis-server.ts';
import { type Storm, stormOnRedis, stormOnSqlite, stormOnWorkers } from '../support/storm.ts';

function report(title: string, { traffic, counters, held, restarts }: Storm): void {
  const kept = [...traffic.added].filter((name) => !traffic.deleted.has(name));
  console.log(title, {
    answers: traffic.answers,
    outcomes: traffic.outcomes,
    foul: traffic.foul.length,
    added: traffic.added.size,
    deleted: traffic.deleted.size,
    keptButNotThereOnce: kept.filter((name) => held.get(name) !== 1).length,
    restarts,
    provider: {
      requests: counters.requests,
      byCommand: counters.byCommand,
      byError: counters.byError,
      violations: counters.violations,
      maxConcurrent: counters.maxConcurrent,
    },
  });
}

/** Three minutes of 64 clients against three instances on Redis, then one on SQLite: what the provider counted. */
export async function run([seconds = '180']: readonly string[]): Promise<void> {
  const options = { seconds: Number(seconds), clients: 64 };
  if (hasRedis) report('three instances on Redis, one killed, Redis restarted', await stormOnRedis(options));
  else console.log(NO_REDIS);
  report('one instance on SQLite, restarted five times', await stormOnSqlite(options));
  report('two workers on SQLite, one of them killed', await stormOnWorkers(options));
}
