import type { Admission, AdmitRequest, QuotaUsage, Settlement, Ticket } from '../store.ts';
import type { Row, SqliteDatabase } from './database.ts';

/** Inside a transaction. */
export function admit(db: SqliteDatabase, { log, concurrency, holds, leaseMs }: AdmitRequest): Admission {
  const now = db.now();
  db.run('DELETE FROM places WHERE ends_at < ?', now);
  db.run('DELETE FROM running WHERE key = ? AND ends_at < ?', concurrency.key, now);

  const hold = db.row(
    'SELECT key, ends_at FROM holds WHERE ends_at >= ? AND key IN (SELECT value FROM json_each(?)) ORDER BY ends_at DESC',
    now,
    JSON.stringify(holds),
  );
  if (hold !== null) return { refused: 'hold', key: String(hold.key), waitsMs: [endOf(hold) - now + 1] };

  if (log !== null) {
    const places = db.rows('SELECT ticket, ends_at FROM places WHERE log = ? ORDER BY ends_at', log.key);
    const waitsMs = waits(
      places,
      log.limit,
      (place) => (isLost(place) ? endOf(place) - now : Math.min(endOf(place) - now, log.windowMs)) + 1,
    );
    if (waitsMs !== null) return { refused: 'log', key: log.key, waitsMs };
  }

  const running = db.rows('SELECT ends_at FROM running WHERE key = ? ORDER BY ends_at', concurrency.key);
  const waitsMs = waits(running, concurrency.limit, (place) => endOf(place) - now + 1);
  if (waitsMs !== null) return { refused: 'concurrency', key: concurrency.key, waitsMs };

  const id = db.advance('ticket');
  db.run('INSERT INTO running VALUES (?, ?, ?)', id, concurrency.key, now + leaseMs);
  if (log === null) return { granted: { id, log, concurrency: concurrency.key } };
  const { key, group, windowMs } = log;
  db.run('INSERT INTO places VALUES (?, ?, ?, ?)', id, key, group, now + leaseMs + windowMs);
  return { granted: { id, log: { key, group, windowMs }, concurrency: concurrency.key } };
}

/** Inside a transaction. */
export function settle(db: SqliteDatabase, { id, log }: Ticket, settlement: Settlement): void {
  if (settlement === 'LOST') {
    if (log !== null) db.run('UPDATE places SET ticket = -ticket WHERE ticket = ?', id);
    return;
  }
  db.run('DELETE FROM running WHERE ticket = ?', id);
  if (log === null) return;
  if (settlement === 'UNUSED') db.run('DELETE FROM places WHERE ticket = ?', id);
  else db.run('INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)', id, log.key, log.group, db.now() + log.windowMs);
}

/** Inside a transaction. */
export function hold(db: SqliteDatabase, key: string, ms: number): void {
  const now = db.now();
  db.run('DELETE FROM holds WHERE ends_at < ?', now);
  db.run('INSERT INTO holds VALUES (?, ?) ON CONFLICT DO UPDATE SET ends_at = max(ends_at, excluded.ends_at)', key, now + ms);
}

/** Inside a transaction. */
export function lift(db: SqliteDatabase, key: string): void {
  db.run('DELETE FROM holds WHERE key = ?', key);
}

/** Inside a transaction. */
export function inspect(db: SqliteDatabase, groups: readonly string[], concurrency: string): QuotaUsage {
  const now = db.now();
  const logs = groups.map((group) => {
    const fullest = db.row(
      'SELECT count(*) taken, min(ends_at) ends_at FROM places WHERE log_group = ? AND ends_at >= ? GROUP BY log ORDER BY taken DESC, ends_at DESC',
      group,
      now,
    );
    return fullest === null ? { taken: 0, freeAt: null } : { taken: Number(fullest.taken), freeAt: endOf(fullest) + 1 };
  });
  const running = db.row('SELECT count(*) running FROM running WHERE key = ? AND ends_at >= ?', concurrency, now);
  return { logs, concurrent: Number(running?.running) };
}

const endOf = (row: Row): number => Number(row.ends_at);
/** The place of a lost ticket stands under its negative number. */
const isLost = (row: Row): boolean => Number(row.ticket) < 0;

/** How long until each place is free, where all are taken; null where one is free. */
function waits(taken: readonly Row[], limit: number, waitMs: (place: Row) => number): readonly [number, ...number[]] | null {
  if (taken.length < limit) return null;
  const [first, ...others] = taken
    .slice(taken.length - limit)
    .map(waitMs)
    .sort((a, b) => a - b);
  return first === undefined ? null : [first, ...others];
}
