import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { StoreUnavailable } from '../store.ts';
import { SQLITE_SCHEMA } from './schema.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

const IN_MEMORY = ':memory:';
/** How long a statement waits for another process's transaction; ours take far less than a millisecond each. */
const BUSY_MS = 2_000;
/** SQLite's primary result codes of a wrong statement: a fault of ours, not of the engine. */
const OUR_FAULTS: ReadonlySet<number> = new Set([1, 18, 19, 20, 21, 25]);
const BUSY = 5;

/** One SQLite file, opened at the first use and again after a failure. */
export class SqliteConnection {
  readonly inMemory: boolean;
  readonly #file: string;
  readonly #now: () => number;
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync | null = null;
  #closed = false;

  constructor(file: string, now: () => number) {
    this.inMemory = file === IN_MEMORY;
    this.#file = file;
    this.#now = now;
  }

  now(): number {
    return Math.floor(this.#now());
  }

  row(sql: string, ...values: SQLInputValue[]): Row | null {
    return this.#statement(sql).get(...values) ?? null;
  }

  rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  /** @returns how many rows it changed */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /** The next number of a counter. It starts at the time, so that it grows even over a lost file. */
  next(counter: string): number {
    const row = this.row(
      'INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value',
      counter,
      this.now() * 1_000 + 1,
    );
    return Number(row?.value);
  }

  /** Runs work in one transaction that no other process's transaction interleaves. */
  async write<Result>(work: () => Result): Promise<Result> {
    return this.#guard((database) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** Runs statements that only read. */
  async read<Result>(work: () => Result): Promise<Result> {
    return this.#guard(work);
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #guard<Result>(work: (database: DatabaseSync) => Result): Result {
    if (this.#closed) throw new StoreUnavailable('The store is closed.');
    try {
      return work(this.#open());
    } catch (error) {
      const code = primaryCode(error);
      if (code === null || OUR_FAULTS.has(code)) throw error;
      if (code !== BUSY && !this.inMemory) this.#drop();
      throw new StoreUnavailable('The store’s file can’t be used now.', { cause: error });
    }
  }

  #open(): DatabaseSync {
    if (this.#database !== null) return this.#database;
    if (!this.inMemory) makeFolder(dirname(this.#file));
    const database = new DatabaseSync(this.#file, { timeout: BUSY_MS });
    try {
      if (!this.inMemory) switchToWriteAheadLog(database);
      database.exec(`BEGIN IMMEDIATE; ${SQLITE_SCHEMA} COMMIT`);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#database = database;
    return database;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#open().prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #drop(): void {
    this.#statements.clear();
    const database = this.#database;
    this.#database = null;
    if (database?.isOpen) database.close();
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreUnavailable('The store’s folder can’t be made.', { cause: error });
  }
}

/** Another process that opens the file at the same time makes the switch fail at once, whatever the busy timeout: that one did it then. */
function switchToWriteAheadLog(database: DatabaseSync): void {
  for (let tries = 1; ; tries += 1) {
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      return;
    } catch (error) {
      if (primaryCode(error) !== BUSY || tries === 50) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return null;
  // The low byte of an extended code is the primary one.
  return error.errcode & 0xff;
}
