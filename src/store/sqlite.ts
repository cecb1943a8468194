import { type Row, SqliteConnection } from './sqlite/database.ts';
import { append, read } from './sqlite/journal.ts';
import { SqliteNotices } from './sqlite/notices.ts';
import { admit, hold, inspect, settle } from './sqlite/quota.ts';
import type { PutOptions, Store, StoredValue, Value } from './store.ts';

export interface SqliteStoreOptions {
  /** A path, or ':memory:' for a store that lives and dies with the process. Several processes of one machine may share a file. */
  readonly file: string;
  /** Milliseconds since 1970; the same clock for all who share the file. */
  readonly now?: () => number;
  /** How often to look whether another process wrote something, while anybody listens. */
  readonly pollMs?: number;
}

/** The embedded store. */
export function createSqliteStore({ file, now = Date.now, pollMs = 50 }: SqliteStoreOptions): Store {
  const db = new SqliteConnection(file, now);
  const notices = new SqliteNotices(db, pollMs);

  return {
    now: () => db.read(() => db.now()),

    get: (key) =>
      db.read(() => {
        const row = db.row('SELECT * FROM held WHERE key = ? AND (ends_at IS NULL OR ends_at >= ?)', key, db.now());
        return row === null ? null : storedValue(row);
      }),
    put: (key, value, options = {}) => db.write(() => put(db, key, value, options)),
    async delete(key) {
      await db.write(() => db.run('DELETE FROM held WHERE key = ?', key));
    },

    acquire: (key, holder, ttlMs) =>
      db.write(() => {
        const time = db.now();
        const changed = db.run(
          'INSERT INTO locks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at WHERE holder = excluded.holder OR ends_at < ?',
          key,
          holder,
          time + ttlMs,
          time,
        );
        return changed > 0;
      }),
    renew: (key, holder, ttlMs) =>
      db.write(() => {
        const time = db.now();
        return db.run('UPDATE locks SET ends_at = ? WHERE key = ? AND holder = ? AND ends_at >= ?', time + ttlMs, key, holder, time) > 0;
      }),
    async release(key, holder) {
      await db.write(() => db.run('DELETE FROM locks WHERE key = ? AND holder = ?', key, holder));
    },

    admit: (request) => db.write(() => admit(db, request)),
    async settle(ticket, settlement) {
      await db.write(() => {
        settle(db, ticket, settlement);
        notices.record(ticket.concurrency);
      });
      notices.tell(ticket.concurrency);
    },
    async hold(key, ms) {
      await db.write(() => {
        hold(db, key, ms);
        notices.record(key);
      });
      notices.tell(key);
    },
    inspect: (groups, concurrency) => db.write(() => inspect(db, groups, concurrency)),

    append: (stream, entries, limits) => db.write(() => append(db, stream, entries, limits)),
    read: (stream, options) => db.write(() => read(db, stream, options)),
    async putAndAppend({ key, value, stream, entries, limits, ...options }) {
      const version = await db.write(() => {
        const version = put(db, key, value, options);
        if (version === null) return null;
        append(db, stream, entries, limits);
        notices.record(stream);
        return version;
      });
      if (version !== null) notices.tell(stream);
      return version;
    },

    async publish(channel) {
      await db.write(() => notices.record(channel));
      notices.tell(channel);
    },
    subscribe: (channel, listener) => notices.subscribe(channel, listener),

    async ping() {
      await db.read(() => db.row('SELECT 1'));
    },
    async close() {
      notices.close();
      db.close();
    },
  };
}

/** Inside a transaction. */
function put(db: SqliteConnection, key: string, value: Value, { ttlMs, ifVersion }: PutOptions): number | null {
  const now = db.now();
  db.run('DELETE FROM held WHERE ends_at < ?', now);
  if (ifVersion !== undefined) {
    const held = db.row('SELECT version FROM held WHERE key = ?', key);
    if ((held?.version ?? 0) !== ifVersion) return null;
  }
  const version = db.next('version');
  db.run('INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?)', key, value, version, now, ttlMs === undefined ? null : now + ttlMs);
  return version;
}

const storedValue = ({ value, version, stored_at }: Row): StoredValue => ({
  value: value instanceof Uint8Array ? value : String(value),
  version: Number(version),
  storedAt: Number(stored_at),
});
