import { Listeners } from './listeners.ts';
import { type Engine, type EngineOptions, SqliteEngine } from './sqlite/engine.ts';
import { SqliteThread } from './sqlite/sqlite-thread.ts';
import { MACHINE_TIME, type MachineTime } from './sqlite/store-time.ts';
import type { Store } from './store.ts';

const POLL_MS = 50;

export interface SqliteStoreOptions {
  /** A path, or ':memory:' for a store that lives and dies with the process. Several processes of one machine may share a file. */
  readonly file: string;
  /** How often to look whether another process wrote something, while anybody listens. */
  readonly pollMs?: number;
}

/** The embedded store, at work in a thread of its own: whatever SQLite and the disk do, the event loop goes on. */
export const createSqliteStore = ({ file, pollMs = POLL_MS }: SqliteStoreOptions): Store =>
  storeOn((onNotice) => new SqliteThread({ file, pollMs, onNotice }));

export interface LocalSqliteStoreOptions extends SqliteStoreOptions {
  readonly machine?: MachineTime;
}

/** The embedded store in this very thread: on time that is simulated, and for short work. */
export const createLocalSqliteStore = ({ file, pollMs = POLL_MS, machine = MACHINE_TIME }: LocalSqliteStoreOptions): Store =>
  storeOn((onNotice) => new SqliteEngine({ file, pollMs, machine, onNotice }));

function storeOn(open: (onNotice: EngineOptions['onNotice']) => Engine): Store {
  const listeners = new Listeners();
  const engine = open((channel) => listeners.tell(channel));
  return {
    now: () => engine.call('now'),

    get: (key) => engine.call('get', key),
    put: (key, value, options = {}) => engine.call('put', key, value, options),
    delete: (key) => engine.call('delete', key),

    acquire: (key, holder, ttlMs) => engine.call('acquire', key, holder, ttlMs),
    renew: (key, holder, ttlMs) => engine.call('renew', key, holder, ttlMs),
    release: (key, holder) => engine.call('release', key, holder),

    admit: (request) => engine.call('admit', request),
    settle: (ticket, settlement) => engine.call('settle', ticket, settlement),
    hold: (key, ms) => engine.call('hold', key, ms),
    lift: (key) => engine.call('lift', key),
    inspect: (groups, concurrency) => engine.call('inspect', groups, concurrency),

    append: (stream, entries, limits) => engine.call('append', stream, entries, limits),
    read: (stream, options) => engine.call('read', stream, options),
    putAndAppend: (change) => engine.call('putAndAppend', change),

    publish: (channel) => engine.call('publish', channel),
    subscribe(channel, listener) {
      const own = () => listener();
      if (!listeners.has(channel)) engine.watch(channel);
      listeners.add(channel, own);
      return () => {
        listeners.remove(channel, own);
        if (!listeners.has(channel)) engine.unwatch(channel);
      };
    },

    ping: () => engine.call('ping'),
    async close() {
      listeners.clear();
      await engine.close();
    },
  };
}
