import type { PutOptions, StoredValue, Value } from '../store.ts';
import type { SqliteDatabase } from './database.ts';

export function get(db: SqliteDatabase, key: string): StoredValue | null {
  const row = db.row('SELECT value, version, stored_at FROM held WHERE key = ? AND (ends_at IS NULL OR ends_at >= ?)', key, db.now());
  if (row === null) return null;
  const { value, version, stored_at } = row;
  return { value: value instanceof Uint8Array ? value : String(value), version: Number(version), storedAt: Number(stored_at) };
}

/** Inside a transaction. */
export function put(db: SqliteDatabase, key: string, value: Value, { ttlMs, ifVersion }: PutOptions): number | null {
  const now = db.now();
  db.run('DELETE FROM held WHERE ends_at < ?', now);
  if (ifVersion !== undefined) {
    const held = db.row('SELECT version FROM held WHERE key = ?', key);
    if ((held?.version ?? 0) !== ifVersion) return null;
  }
  const version = db.advance('version');
  db.run('INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?)', key, value, version, now, ttlMs === undefined ? null : now + ttlMs);
  return version;
}

/** Inside a transaction. */
export function acquire(db: SqliteDatabase, key: string, holder: string, ttlMs: number): boolean {
  const now = db.now();
  db.run('DELETE FROM locks WHERE ends_at < ?', now);
  const changed = db.run(
    'INSERT INTO locks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET ends_at = excluded.ends_at WHERE holder = excluded.holder',
    key,
    holder,
    now + ttlMs,
  );
  return changed > 0;
}

/** Inside a transaction. */
export function renew(db: SqliteDatabase, key: string, holder: string, ttlMs: number): boolean {
  const now = db.now();
  return db.run('UPDATE locks SET ends_at = ? WHERE key = ? AND holder = ? AND ends_at >= ?', now + ttlMs, key, holder, now) > 0;
}

/** Inside a transaction. */
export function release(db: SqliteDatabase, key: string, holder: string): void {
  db.run('DELETE FROM locks WHERE key = ? AND holder = ?', key, holder);
}
