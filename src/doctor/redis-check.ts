import type { RedisClient } from '../store/redis/clients.ts';
import { type Finding, fault, note, ok } from './finding.ts';

const CHECK = 'Redis';
/** Scripts with `redis.pcall` and key lists as the store needs them, and expiry times as it sets them. */
const OLDEST_MAJOR = 6;

const fieldsOf = (info: string): ReadonlyMap<string, string> =>
  new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );

/** Whether Redis answers, takes writes, forgets nothing by itself, and finds its data again after a restart. */
export async function checkRedis(redis: Pick<RedisClient, 'info' | 'set' | 'del'>): Promise<readonly Finding[]> {
  let info: ReadonlyMap<string, string>;
  try {
    info = fieldsOf(await redis.info());
  } catch {
    return [fault(CHECK, 'it does not answer', 'start it, or mend REDIS_URL: address, port, password, TLS (rediss://)')];
  }
  const version = info.get('redis_version') ?? 'unknown';
  const findings: Finding[] = [];
  if (Number(version.split('.')[0]) < OLDEST_MAJOR)
    findings.push(fault(CHECK, `version ${version}`, `the gateway needs Redis ${OLDEST_MAJOR} or Valkey, or later`));
  else findings.push(ok(CHECK, `version ${version} answers as ${info.get('role') ?? 'unknown'}`));

  const writable = await redis.set('smsc-sender-gateway:doctor', '1', 'PX', 1_000).then(
    () => redis.del('smsc-sender-gateway:doctor'),
    () => null,
  );
  if (writable === null)
    findings.push(
      fault('Redis takes writes', 'it refused one', 'lead REDIS_URL to the primary, not a replica, and see that maxmemory is not reached'),
    );

  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (policy !== 'noeviction' && info.get('maxmemory') !== '0')
    findings.push(
      fault(
        'Redis eviction',
        `maxmemory-policy is ${policy}: counts of the provider’s limits could be thrown away`,
        'set maxmemory-policy to noeviction, or give the gateway a Redis of its own',
      ),
    );
  else findings.push(ok('Redis eviction', policy === 'noeviction' ? 'noeviction' : `${policy}, with no maxmemory`));

  const persists = info.get('aof_enabled') === '1';
  findings.push(
    persists
      ? ok('Redis persistence', 'the append-only file is on')
      : note(
          'Redis persistence',
          'the append-only file is off: a restart of Redis forgets events and imports, and the gateway asks the provider nothing for a minute',
          'set appendonly yes',
        ),
  );
  return findings;
}
