import {
  type Admission,
  type AdmitRequest,
  type JournalPage,
  type QuotaUsage,
  requireFew,
  type Store,
  type StoredValue,
  type Value,
} from '../store.ts';
import type { Argument, RedisConnection } from './connection.ts';
import type { RedisNotices } from './notices.ts';
import type { Presence } from './presence.ts';
import * as scripts from './scripts.ts';

export interface AccountStoreOptions {
  readonly connection: RedisConnection;
  readonly notices: RedisNotices;
  readonly presence: Presence;
  /** A key of the account's: what it is of, and its name. */
  readonly key: (kind: string, name?: string) => string;
  /** KEYS of scripts that number: run, counters, grace. */
  readonly state: readonly string[];
  /** So many replicas must have a write before it counts as done. */
  readonly waitReplicas: number;
}

/** Names the grace among holds. */
const GRACE = 'restart';

/** What one account keeps in Redis: all of it in one slot of a cluster. */
export function accountStore({ connection, notices, presence, key, state, waitReplicas }: AccountStoreOptions): Store {
  const { taken } = presence;
  const channelOf = (channel: string) => key('notice', channel);
  const number = (script: scripts.Script, keys: readonly string[], args: readonly Argument[] = []) =>
    connection.run(script, [...state, ...keys], [...presence.arguments, ...args]);
  const replicated = () => connection.replicated(state[0] ?? '', waitReplicas);
  const write = async (script: scripts.Script, keys: readonly string[], args: readonly Argument[]) => {
    const reply = await number(script, keys, args);
    await replicated();
    return reply;
  };

  async function admit({ log, concurrency, holds, leaseMs }: AdmitRequest): Promise<Admission> {
    const running = key('running', concurrency.key);
    const places = log && key('log', log.key);
    const group = log && key('logs', log.group);
    const reply = await number(
      scripts.ADMIT,
      [running, places ?? running, group ?? running, ...holds.map((hold) => key('hold', hold))],
      [leaseMs, concurrency.limit, log?.limit ?? '', log?.windowMs ?? 0],
    );
    const [now, run, ticket, kind, held, first, ...others] = listOf(reply);
    presence.heard(String(run), Number(now));
    const id = Number(ticket);
    if (id !== 0) {
      taken.add('own', running, String(id), leaseMs);
      if (log !== null && places !== null && group !== null) {
        taken.add('own', places, String(id), leaseMs + log.windowMs);
        taken.add('shared', group, places, leaseMs + log.windowMs);
      }
      presence.took();
      // Nobody goes out on a place that may be forgotten. What can't be given back lapses.
      await replicated();
      return { granted: { id, log: log && { key: log.key, group: log.group, windowMs: log.windowMs }, concurrency: concurrency.key } };
    }
    const waitsMs = [Number(first), ...others.map(Number)] as const;
    if (kind === 'log' && log !== null) return { refused: kind, key: log.key, waitsMs };
    if (kind !== 'hold') return { refused: 'concurrency', key: concurrency.key, waitsMs };
    const hold = holds[Number(held) - 1];
    if (hold === undefined) {
      void presence.check();
      return { refused: kind, key: GRACE, waitsMs };
    }
    taken.add('hold', key('hold', hold), '', waitsMs[0] - 1);
    return { refused: kind, key: hold, waitsMs };
  }

  return {
    now: async () => Number(await connection.run(scripts.NOW, state.slice(0, 1), [])),

    get: (name) =>
      connection.use(async (client) => storedValue(await client.hmgetBuffer(key('held', name), 'value', 'type', 'version', 'at'))),
    async put(name, value, { ttlMs, ifVersion } = {}) {
      const version = await write(scripts.PUT, [key('held', name)], [value, typeOf(value), ttlMs ?? '', ifVersion ?? '']);
      return version === null ? null : Number(version);
    },
    async delete(name) {
      await connection.use((client) => client.del(key('held', name)));
    },

    acquire: async (name, holder, ttlMs) => (await connection.run(scripts.ACQUIRE, [key('lock', name)], [holder, ttlMs])) === 1,
    renew: async (name, holder, ttlMs) => (await connection.run(scripts.RENEW, [key('lock', name)], [holder, ttlMs])) === 1,
    async release(name, holder) {
      await connection.run(scripts.RELEASE, [key('lock', name)], [holder]);
    },

    admit,
    async settle({ id, log, concurrency }, settlement) {
      const running = key('running', concurrency);
      const places = log && key('log', log.key);
      const group = log && key('logs', log.group);
      await connection.run(
        scripts.SETTLE,
        [running, places ?? running, group ?? running],
        [id, settlement, log?.windowMs ?? '', channelOf(concurrency)],
      );
      if (settlement === 'LOST') {
        if (places !== null) taken.rename(places, String(id), `-${id}`);
        return;
      }
      taken.remove(running, String(id));
      if (log === null || places === null || group === null) return;
      if (settlement === 'UNUSED') taken.remove(places, String(id));
      else {
        taken.add('own', places, String(id), log.windowMs);
        taken.add('shared', group, places, log.windowMs);
      }
    },
    async hold(name, ms) {
      await connection.run(scripts.HOLD, [key('hold', name)], [ms, channelOf(name)]);
      taken.add('hold', key('hold', name), '', ms);
      void presence.check();
      await replicated();
    },
    async lift(name) {
      await connection.run(scripts.LIFT, [key('hold', name)], [channelOf(name)]);
      taken.remove(key('hold', name), '');
    },
    async inspect(groups, concurrency) {
      const reply = await connection.run(scripts.INSPECT, [key('running', concurrency), ...groups.map((group) => key('logs', group))], []);
      return quotaUsage(listOf(reply).map(Number));
    },

    async append(stream, entries, { maxEntries, maxAgeMs }) {
      if (entries.length === 0) return [];
      requireFew(entries);
      const reply = await write(scripts.APPEND, [key('journal', stream)], [counterOf(stream), maxEntries, maxAgeMs, ...entries]);
      return listOf(reply).map(Number);
    },
    async read(stream, { after, before, limit, reverse = false }) {
      const reply = await number(
        scripts.READ,
        [key('journal', stream)],
        [counterOf(stream), after ?? '', before ?? '', limit, reverse ? 1 : 0],
      );
      return journalPage(listOf(reply));
    },
    async putAndAppend({ key: name, value, ttlMs, ifVersion, stream, entries, limits: { maxEntries, maxAgeMs } }) {
      requireFew(entries);
      const version = await write(
        scripts.PUT_AND_APPEND,
        [key('held', name), key('journal', stream)],
        [value, typeOf(value), ttlMs ?? '', ifVersion ?? '', channelOf(stream), counterOf(stream), maxEntries, maxAgeMs, ...entries],
      );
      return version === null ? null : Number(version);
    },

    async publish(channel) {
      await connection.use((client) => client.publish(channelOf(channel), ''));
    },
    subscribe: (channel, listener) => notices.subscribe(channelOf(channel), listener),
  };
}

const counterOf = (stream: string): string => `journal:${stream}`;

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
