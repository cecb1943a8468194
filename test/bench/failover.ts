// npm run bench -- failover [--clients 64] [--only TEXT]: whatever happens to a Redis, on real servers, with callers on three instances: how long
// until all is well, and what was lost, doubled or refused meanwhile.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { REDIS_FAULTS } from '../support/redis-faults.ts';
import { hasRedis, NO_REDIS } from '../support/redis-server.ts';
import { StoreTraffic } from '../support/store-traffic.ts';
import { redisStore } from '../support/stores.ts';

const INSTANCES = 3;

export async function run(args: readonly string[]): Promise<void> {
  if (!hasRedis) return console.log(NO_REDIS);
  const { values } = parseArgs({
    args: [...args],
    options: { clients: { type: 'string', default: '64' }, only: { type: 'string', default: '' } },
  });
  const callers = Math.ceil(Number(values.clients) / INSTANCES);
  console.log(
    '| Redis | well after | calls over the limit | events lost, of | numbers given twice | calls of the store refused | other failures |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const { what, start } of REDIS_FAULTS.filter((fault) => fault.what.includes(values.only))) {
    const world = await start();
    try {
      const stores = Array.from({ length: INSTANCES }, () => redisStore({ topology: world.topology }));
      const traffic = new StoreTraffic(stores, callers);
      await traffic.wellAgain();
      await traffic.busy();
      await delay(1_000);
      await world.happen();
      const wellMs = await traffic.wellAgain();
      await traffic.askAgain();
      const { overLimit, lost, told, numbersTwice, refusedByStore, faults } = await traffic.end();
      const figures = [`${(wellMs / 1_000).toFixed(1)} s`, overLimit, `${lost} of ${told}`, numbersTwice, refusedByStore, faults.length];
      console.log(`| ${[what, ...figures].join(' | ')} |`);
    } finally {
      await world.remove();
    }
  }
}
