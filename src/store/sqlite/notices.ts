import { Listeners } from '../listeners.ts';
import type { SqliteConnection } from './database.ts';

/** More than can come between two looks. Of a channel that is forgotten each listener is told once for nothing. */
const KEPT = 5_000;
const FORGET_EVERY = 1_000;

/** Notices reach this process at once; those of others are found by looking at the file, of which SQLite tells cheaply whether it changed. */
export class SqliteNotices {
  readonly #db: SqliteConnection;
  readonly #pollMs: number;
  readonly #listeners = new Listeners();
  readonly #seen = new Map<string, number>();
  #dataVersion: unknown = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(db: SqliteConnection, pollMs: number) {
    this.#db = db;
    this.#pollMs = pollMs;
  }

  /** Inside a transaction. Nobody else reads a store in memory. */
  record(channel: string): void {
    if (this.#db.inMemory) return;
    const number = this.#db.next('notice');
    this.#db.run('INSERT INTO notices VALUES (?, ?) ON CONFLICT DO UPDATE SET number = excluded.number', channel, number);
    if (number % FORGET_EVERY === 0) this.#db.run('DELETE FROM notices WHERE number <= ?', number - KEPT);
  }

  tell(channel: string): void {
    this.#listeners.tell(channel);
  }

  subscribe(channel: string, listener: () => void): () => void {
    const own = () => listener();
    if (!this.#listeners.has(channel) && !this.#db.inMemory) this.#db.read(() => this.#isNew(channel)).catch(() => {});
    this.#listeners.add(channel, own);
    if (this.#timer === null && !this.#db.inMemory) this.#timer = setInterval(() => void this.#poll(), this.#pollMs).unref();
    return () => {
      this.#listeners.remove(channel, own);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#stop();
  }

  async #poll(): Promise<void> {
    try {
      const changed = await this.#db.read(() => this.#changedChannels());
      for (const channel of changed) this.#listeners.tell(channel);
    } catch {
      // While the file can't be read nothing is heard; the next look that succeeds finds what came meanwhile.
      this.#dataVersion = null;
    }
  }

  #changedChannels(): string[] {
    const dataVersion = this.#db.row('PRAGMA data_version')?.data_version;
    if (dataVersion === this.#dataVersion) return [];
    this.#dataVersion = dataVersion;
    return this.#listeners.channels().filter((channel) => this.#isNew(channel));
  }

  #isNew(channel: string): boolean {
    const number = Number(this.#db.row('SELECT number FROM notices WHERE channel = ?', channel)?.number ?? 0);
    const isNew = number !== this.#seen.get(channel);
    this.#seen.set(channel, number);
    return isNew;
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
