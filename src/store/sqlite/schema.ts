import type { DatabaseSync } from 'node:sqlite';
import { CLOCK_SCHEMA } from './store-time.ts';

/**
 * Times are milliseconds by the store's clock, but for `journal.at`, which is for people and by the wall clock. A lease, a place or a hold counts
 * up to and with its last millisecond.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
${CLOCK_SCHEMA}
CREATE TABLE IF NOT EXISTS held (key TEXT PRIMARY KEY, value ANY NOT NULL, version INTEGER NOT NULL, stored_at INTEGER NOT NULL, ends_at INTEGER);
CREATE INDEX IF NOT EXISTS held_by_end ON held (ends_at) WHERE ends_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS locks (key TEXT PRIMARY KEY, holder TEXT NOT NULL, ends_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS holds (key TEXT PRIMARY KEY, ends_at INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS running (ticket INTEGER PRIMARY KEY, key TEXT NOT NULL, ends_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS running_by_key ON running (key, ends_at);

CREATE TABLE IF NOT EXISTS places (ticket INTEGER PRIMARY KEY, log TEXT NOT NULL, log_group TEXT NOT NULL, ends_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS places_by_log ON places (log, ends_at);
CREATE INDEX IF NOT EXISTS places_by_group ON places (log_group, ends_at);
CREATE INDEX IF NOT EXISTS places_by_end ON places (ends_at);

CREATE TABLE IF NOT EXISTS journal (
  stream TEXT NOT NULL, cursor INTEGER NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL, stored_at INTEGER NOT NULL, PRIMARY KEY (stream, cursor)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS notices (channel TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Grows with every change of the schema. */
const VERSION = 1;

export const isPrepared = (database: DatabaseSync): boolean => database.prepare('PRAGMA user_version').get()?.user_version === VERSION;

/** Inside a transaction that writes. */
export function prepareSchema(database: DatabaseSync): void {
  if (isPrepared(database)) return;
  const isOlder = database.prepare("SELECT 1 FROM pragma_table_info('journal') WHERE name = 'data'").get() !== undefined;
  if (isOlder) database.exec('ALTER TABLE journal ADD COLUMN stored_at INTEGER NOT NULL DEFAULT 0; UPDATE journal SET stored_at = at');
  database.exec(`${SCHEMA} PRAGMA user_version = ${VERSION}`);
}
