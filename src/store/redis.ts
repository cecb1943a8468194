import type { Redis } from 'ioredis';
import { RedisConnection, runScript, type Session } from './redis/connection.ts';
import { RedisNotices } from './redis/notices.ts';
import * as scripts from './redis/scripts.ts';
import { Taken } from './redis/taken.ts';
import type { Admission, AdmitRequest, JournalPage, QuotaUsage, Store, StoredValue, Value } from './store.ts';

export interface RedisStoreOptions {
  /** May hold a password: it shows in no error. One server, or one primary; not a cluster. */
  readonly url: string;
  /** What all keys and channels begin with. */
  readonly prefix?: string;
}

/** After a restart of Redis nobody is admitted for so long: the time in which every instance comes back and puts its places in again. */
const GRACE_MS = 2_000;

/** The store of several instances. Connects at the first use. */
export function createRedisStore({ url, prefix = 'smsc:' }: RedisStoreOptions): Store {
  const key = (kind: string, name = '') => `${prefix}${kind}:${name}`;
  const channelOf = (channel: string) => key('notice', channel);
  const taken = new Taken();
  const notices = new RedisNotices(url, channelOf(''));
  const restart = [key('run'), key('hold', 'restart')];

  const putBack = async (redis: Redis, { run }: Session) => {
    await runScript(redis, scripts.RESTORE, restart, [run, GRACE_MS, taken.toJson()]);
  };
  const connection = new RedisConnection(url, putBack);
  const run = (script: scripts.Script, keys: readonly string[], args: readonly (string | number | Uint8Array)[] = []) =>
    connection.use((redis) => runScript(redis, script, keys, args));

  async function admit({ log, concurrency, holds, leaseMs }: AdmitRequest): Promise<Admission> {
    const running = key('running', concurrency.key);
    const places = log && key('log', log.key);
    const reply = await connection.use((redis, session) =>
      runScript(
        redis,
        scripts.ADMIT,
        [
          key('run'),
          key('counter', 'ticket'),
          running,
          places ?? '',
          log ? key('logs', log.group) : '',
          key('hold', 'restart'),
          ...holds.map((hold) => key('hold', hold)),
        ],
        [session.run, GRACE_MS, leaseMs, concurrency.limit, log?.limit ?? '', log?.windowMs ?? 0],
      ),
    );
    const [granted, ...rest] = listOf(reply);
    if (granted === 1) {
      const [id, now] = rest.map(Number);
      if (id === undefined || now === undefined) throw new TypeError('Redis answered an admission without a ticket.');
      taken.forget(now);
      taken.add(running, String(id), now + leaseMs);
      if (log === null || places === null) return { granted: { id, log: null, concurrency: concurrency.key } };
      taken.add(places, String(id), now + leaseMs + log.windowMs);
      taken.add(key('logs', log.group), places, now + leaseMs + log.windowMs);
      return { granted: { id, log: { key: log.key, group: log.group, windowMs: log.windowMs }, concurrency: concurrency.key } };
    }
    const [kind, held, first, ...others] = rest;
    const waitsMs = [Number(first), ...others.map(Number)] as const;
    if (kind === 'hold') return { refused: kind, key: ['restart', ...holds][Number(held)] ?? 'restart', waitsMs };
    if (kind === 'log' && log !== null) return { refused: kind, key: log.key, waitsMs };
    return { refused: 'concurrency', key: concurrency.key, waitsMs };
  }

  return {
    now: async () => Number(await run(scripts.NOW, [])),

    get: (name) =>
      connection.use(async (redis) => storedValue(await redis.hmgetBuffer(key('held', name), 'value', 'type', 'version', 'at'))),
    async put(name, value, { ttlMs, ifVersion } = {}) {
      const keys = [key('held', name), key('counter', 'version')];
      const version = await run(scripts.PUT, keys, [value, typeOf(value), ttlMs ?? '', ifVersion ?? '']);
      return version === null ? null : Number(version);
    },
    async delete(name) {
      await connection.use((redis) => redis.del(key('held', name)));
    },

    acquire: async (name, holder, ttlMs) => (await run(scripts.ACQUIRE, [key('lock', name)], [holder, ttlMs])) === 1,
    renew: async (name, holder, ttlMs) => (await run(scripts.RENEW, [key('lock', name)], [holder, ttlMs])) === 1,
    async release(name, holder) {
      await run(scripts.RELEASE, [key('lock', name)], [holder]);
    },

    admit,
    async settle({ id, log, concurrency }, settlement) {
      const running = key('running', concurrency);
      const places = log && key('log', log.key);
      const now = await run(
        scripts.SETTLE,
        [running, places ?? '', log ? key('logs', log.group) : ''],
        [id, settlement, log?.windowMs ?? '', channelOf(concurrency)],
      );
      if (settlement === 'LOST') {
        if (places !== null) taken.rename(places, String(id), `-${id}`);
        return;
      }
      taken.remove(running, String(id));
      if (log === null || places === null) return;
      if (settlement === 'UNUSED') taken.remove(places, String(id));
      else taken.add(places, String(id), Number(now) + log.windowMs);
    },
    async hold(name, ms) {
      await run(scripts.HOLD, [key('hold', name)], [ms, channelOf(name)]);
    },
    async lift(name) {
      await run(scripts.LIFT, [key('hold', name)], [channelOf(name)]);
    },
    async inspect(groups, concurrency) {
      const reply = await run(scripts.INSPECT, [key('running', concurrency), ...groups.map((group) => key('logs', group))]);
      return quotaUsage(listOf(reply).map(Number));
    },

    async append(stream, entries, { maxEntries, maxAgeMs }) {
      if (entries.length === 0) return [];
      const reply = await run(
        scripts.APPEND,
        [key('journal', stream), key('counter', `journal:${stream}`)],
        [maxEntries, maxAgeMs, ...entries],
      );
      return listOf(reply).map(Number);
    },
    async read(stream, { after, before, limit, reverse = false }) {
      const reply = await run(
        scripts.READ,
        [key('journal', stream), key('counter', `journal:${stream}`)],
        [after ?? '', before ?? '', limit, reverse ? 1 : 0],
      );
      return journalPage(listOf(reply));
    },
    async putAndAppend({ key: name, value, ttlMs, ifVersion, stream, entries, limits: { maxEntries, maxAgeMs } }) {
      const version = await run(
        scripts.PUT_AND_APPEND,
        [key('held', name), key('counter', 'version'), key('journal', stream), key('counter', `journal:${stream}`)],
        [value, typeOf(value), ttlMs ?? '', ifVersion ?? '', channelOf(stream), maxEntries, maxAgeMs, ...entries],
      );
      return version === null ? null : Number(version);
    },

    async publish(channel) {
      await connection.use((redis) => redis.publish(channelOf(channel), ''));
    },
    subscribe: (channel, listener) => notices.subscribe(channel, listener),

    async ping() {
      await connection.use((redis) => redis.ping());
    },
    async close() {
      notices.close();
      connection.close();
    },
  };
}

const typeOf = (value: Value): string => (typeof value === 'string' ? 'text' : 'bytes');

const listOf = (reply: unknown): readonly unknown[] => (Array.isArray(reply) ? reply : []);

function storedValue([value, type, version, at]: readonly (Buffer | null)[]): StoredValue | null {
  if (!value) return null;
  return { value: String(type) === 'text' ? String(value) : value, version: Number(version), storedAt: Number(at) };
}

function quotaUsage([concurrent = 0, ...numbers]: readonly number[]): QuotaUsage {
  const logs = [];
  for (let index = 0; index < numbers.length; index += 2) {
    const taken = numbers[index] ?? 0;
    logs.push({ taken, freeAt: taken === 0 ? null : (numbers[index + 1] ?? null) });
  }
  return { logs, concurrent };
}

/** A stream's id is `<cursor>-0`. */
const cursorOf = (id: unknown): number => Number.parseInt(String(id), 10);

function journalPage([last, first, ...rows]: readonly unknown[]): JournalPage {
  const newest = last === '' ? null : Number(last);
  return {
    entries: rows.map(listOf).map(([id, at, data]) => ({ cursor: cursorOf(id), at: Number(at), data: String(data) })),
    oldest: first === '' ? newest && newest + 1 : cursorOf(first),
    newest,
  };
}
