import type { SqliteDatabase } from './database.ts';

/** More than can come between two looks. Of a channel that is forgotten each listener is told once for nothing. */
const KEPT = 5_000;
const FORGET_EVERY = 1_000;
const UNKNOWN = -1;

/** Inside a transaction: the channel's watchers are told when it is over, those of other processes when they look. */
export function notice(db: SqliteDatabase, channel: string): void {
  db.notify(channel);
  // Nobody else reads a store in memory.
  if (db.inMemory) return;
  const number = db.advance('notice');
  db.run('INSERT INTO notices VALUES (?, ?) ON CONFLICT DO UPDATE SET number = excluded.number', channel, number);
  if (number % FORGET_EVERY === 0) db.run('DELETE FROM notices WHERE number <= ?', number - KEPT);
}

/** The channels that are watched here, and what other processes' notices were seen of each. SQLite tells cheaply whether the file changed. */
export class SeenNotices {
  readonly #db: SqliteDatabase;
  readonly #seen = new Map<string, number>();
  #dataVersion: unknown = null;

  constructor(db: SqliteDatabase) {
    this.#db = db;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Until `learn` succeeds, the next look takes whatever was said for new. */
  add(channel: string): void {
    this.#seen.set(channel, UNKNOWN);
  }

  /** Inside a transaction: what was said before is not told. */
  learn(channel: string): void {
    this.#seen.set(channel, this.#numberOf(channel));
  }

  delete(channel: string): void {
    this.#seen.delete(channel);
  }

  /** Inside a transaction. @returns channels of which something new was said */
  look(): string[] {
    const dataVersion = this.#db.row('PRAGMA data_version')?.data_version;
    if (dataVersion === this.#dataVersion) return [];
    this.#dataVersion = dataVersion;
    return [...this.#seen].flatMap(([channel, seen]) => {
      const number = this.#numberOf(channel);
      this.#seen.set(channel, number);
      return number === seen ? [] : [channel];
    });
  }

  /** What comes until the next look is found by it. */
  lookAnew(): void {
    this.#dataVersion = null;
  }

  #numberOf(channel: string): number {
    return Number(this.#db.row('SELECT number FROM notices WHERE channel = ?', channel)?.number ?? 0);
  }
}
