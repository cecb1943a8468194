import { Listeners } from './listeners.ts';
import { type Engine, type EngineOptions, SqliteEngine } from './sqlite/engine.ts';
import { SqliteThread } from './sqlite/sqlite-thread.ts';
import { MACHINE_TIME, type MachineTime } from './sqlite/store-time.ts';
import { type CallLog, requireFew, type Store, type Stores } from './store.ts';

const POLL_MS = 50;

export interface SqliteStoreOptions {
  /** A path, or ':memory:' for a store that lives and dies with the process. Several processes of one machine may share a file. */
  readonly file: string;
  /** How often to look whether another process wrote something, while anybody listens. */
  readonly pollMs?: number;
}

/** The embedded stores, at work in a thread of their own: whatever SQLite and the disk do, the event loop goes on. */
export const createSqliteStores = ({ file, pollMs = POLL_MS }: SqliteStoreOptions): Stores =>
  storesOn((onNotice) => new SqliteThread({ file, pollMs, onNotice }));

export interface LocalSqliteStoreOptions extends SqliteStoreOptions {
  readonly machine?: MachineTime;
}

/** The embedded stores in this very thread: on time that is simulated, and for short work. */
export const createLocalSqliteStores = ({ file, pollMs = POLL_MS, machine = MACHINE_TIME }: LocalSqliteStoreOptions): Stores =>
  storesOn((onNotice) => new SqliteEngine({ file, pollMs, machine, onNotice }));

function storesOn(open: (onNotice: EngineOptions['onNotice']) => Engine): Stores {
  const listeners = new Listeners();
  const engine = open((channel) => listeners.tell(channel));
  return {
    of: (account) => storeOf(account, engine, listeners),
    ping: () => engine.call('ping'),
    async close() {
      listeners.clear();
      await engine.close();
    },
  };
}

function storeOf(account: string, engine: Engine, listeners: Listeners): Store {
  const own = (key: string) => `${account} ${key}`;
  const ownLog = ({ key, group }: Pick<CallLog, 'key' | 'group'>) => ({ key: own(key), group: own(group) });
  return {
    now: () => engine.call('now'),

    get: (key) => engine.call('get', own(key)),
    put: (key, value, options = {}) => engine.call('put', own(key), value, options),
    delete: (key) => engine.call('delete', own(key)),

    acquire: (key, holder, ttlMs) => engine.call('acquire', own(key), holder, ttlMs),
    renew: (key, holder, ttlMs) => engine.call('renew', own(key), holder, ttlMs),
    release: (key, holder) => engine.call('release', own(key), holder),

    async admit({ log, concurrency, holds, leaseMs }) {
      const admission = await engine.call('admit', {
        log: log && { ...log, ...ownLog(log) },
        concurrency: { ...concurrency, key: own(concurrency.key) },
        holds: holds.map(own),
        leaseMs,
      });
      if ('refused' in admission) return { ...admission, key: admission.key.slice(own('').length) };
      const { id } = admission.granted;
      return { granted: { id, log: log && { key: log.key, group: log.group, windowMs: log.windowMs }, concurrency: concurrency.key } };
    },
    settle: ({ id, log, concurrency }, settlement) =>
      engine.call('settle', { id, log: log && { ...log, ...ownLog(log) }, concurrency: own(concurrency) }, settlement),
    hold: (key, ms) => engine.call('hold', own(key), ms),
    lift: (key) => engine.call('lift', own(key)),
    inspect: (groups, concurrency) => engine.call('inspect', groups.map(own), own(concurrency)),

    async append(stream, entries, limits) {
      requireFew(entries);
      return engine.call('append', own(stream), entries, limits);
    },
    read: (stream, options) => engine.call('read', own(stream), options),
    async putAndAppend(change) {
      requireFew(change.entries);
      return engine.call('putAndAppend', { ...change, key: own(change.key), stream: own(change.stream) });
    },

    publish: (channel) => engine.call('publish', own(channel)),
    subscribe(channel, listener) {
      const name = own(channel);
      const heard = () => listener();
      if (!listeners.has(name)) engine.watch(name);
      listeners.add(name, heard);
      return () => {
        listeners.remove(name, heard);
        if (!listeners.has(name)) engine.unwatch(name);
      };
    },
  };
}
