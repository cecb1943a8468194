import type { JournalLimits, JournalPage, ReadOptions } from '../store.ts';
import type { SqliteDatabase } from './database.ts';

const counterOf = (stream: string): string => `journal:${stream}`;

/** Inside a transaction. */
export function append(
  db: SqliteDatabase,
  stream: string,
  entries: readonly string[],
  { maxEntries, maxAgeMs }: JournalLimits,
): readonly number[] {
  if (entries.length === 0) return [];
  const now = db.now();
  const wall = db.wall();
  const last = db.advance(counterOf(stream), entries.length);
  const cursors = entries.map((data, index) => {
    const cursor = last - entries.length + 1 + index;
    db.run('INSERT INTO journal (stream, cursor, at, data, stored_at) VALUES (?, ?, ?, ?, ?)', stream, cursor, wall, data, now);
    return cursor;
  });
  const firstYoung = firstAfter(db, stream, now - maxAgeMs) ?? last + 1;
  db.run('DELETE FROM journal WHERE stream = ? AND cursor < ?', stream, Math.max(firstYoung, last - maxEntries + 1));
  return cursors;
}

/** Looks from the oldest entry on, no further than to the first that stays: a million of them would take 0.3 s at every append. */
const firstAfter = (db: SqliteDatabase, stream: string, at: number): number | null =>
  numberOrNull(db.row('SELECT cursor FROM journal WHERE stream = ? AND stored_at > ? ORDER BY cursor LIMIT 1', stream, at)?.cursor);

/** Inside a transaction. */
export function read(db: SqliteDatabase, stream: string, { after, before, limit, reverse = false }: ReadOptions): JournalPage {
  const newest = numberOrNull(db.row('SELECT value FROM counters WHERE name = ?', counterOf(stream))?.value);
  const first = numberOrNull(db.row('SELECT min(cursor) first FROM journal WHERE stream = ?', stream)?.first);
  const rows = db.rows(
    `SELECT cursor, at, data FROM journal WHERE stream = ? AND cursor > ? AND cursor < ? ORDER BY cursor ${reverse ? 'DESC' : 'ASC'} LIMIT ?`,
    stream,
    after ?? 0,
    before ?? Number.MAX_SAFE_INTEGER,
    limit,
  );
  return {
    entries: rows.map(({ cursor, at, data }) => ({ cursor: Number(cursor), at: Number(at), data: String(data) })),
    oldest: first ?? (newest === null ? null : newest + 1),
    newest,
  };
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);
