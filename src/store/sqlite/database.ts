import { mkdirSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { StoreUnavailable } from '../store.ts';
import { isOfTheDisk, isPassing } from './failures.ts';
import { isPrepared, prepareSchema } from './schema.ts';
import { type MachineTime, StoreTime } from './store-time.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

const IN_MEMORY = ':memory:';
/** With less left on the disk than a few lists take, it counts as full. */
const LEAST_FREE_BYTES = 4 * 2 ** 20;

/** One SQLite file, opened at the first use and again after a failure. Whatever another process keeps locked fails at once as busy. */
export class SqliteDatabase {
  readonly inMemory: boolean;
  readonly #file: string;
  readonly #time: StoreTime;
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync | null = null;
  #now: number | null = null;
  #told: string[] = [];
  #isDoubted = false;

  constructor(file: string, machine: MachineTime) {
    this.inMemory = file === IN_MEMORY;
    this.#file = file;
    this.#time = new StoreTime(this, machine);
  }

  /** True where the disk failed a transaction since the last time that this was asked. */
  takeDoubt(): boolean {
    const isDoubted = this.#isDoubted;
    this.#isDoubted = false;
    return isDoubted;
  }

  /** The store's time, the same throughout a transaction. */
  now(): number {
    this.#now ??= this.#time.now();
    return this.#now;
  }

  /** The wall clock's time, for people. */
  wall(): number {
    return this.#time.wall();
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

  /** Moves a counter on. It starts at the time, so that it grows even over a lost file. @returns its new value */
  advance(counter: string, by = 1): number {
    const row = this.row(
      'INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + ? RETURNING value',
      counter,
      this.wall() * 1_000 + by,
      by,
    );
    return Number(row?.value);
  }

  /** Tells all who watch a channel, once the transaction is over. */
  notify(channel: string): void {
    this.#told.push(channel);
  }

  /** Runs work in one transaction that no other process's transaction interleaves. @returns its result and the channels to tell */
  write<Result>(work: () => Result): { readonly result: Result; readonly told: readonly string[] } {
    this.#told = [];
    const result = this.#transact('BEGIN IMMEDIATE', () => {
      const done = work();
      this.#time.note();
      return done;
    });
    return { result, told: this.#told };
  }

  /** Runs statements that only read, all of one moment. Waits for no writer. */
  read<Result>(work: () => Result): Result {
    return this.#transact('BEGIN', work);
  }

  /** @throws StoreUnavailable where the disk is about to be full */
  requireSpace(): void {
    if (this.inMemory) return;
    const { bavail, bsize } = statfsSync(dirname(this.#file));
    if (bavail * bsize < LEAST_FREE_BYTES) throw new StoreUnavailable('The store can’t be used: the disk is full.');
  }

  close(): void {
    this.#statements.clear();
    const database = this.#database;
    this.#database = null;
    if (database?.isOpen) database.close();
  }

  #transact<Result>(begin: string, work: () => Result): Result {
    const database = this.#open();
    this.#now = null;
    this.#time.forget();
    try {
      this.#statement(begin).run();
      const result = work();
      this.#statement('COMMIT').run();
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      if (isOfTheDisk(error)) this.#isDoubted = true;
      // What is in memory is nowhere else.
      if (!this.inMemory && !isPassing(error)) this.close();
      throw error;
    }
  }

  #open(): DatabaseSync {
    if (this.#database !== null) return this.#database;
    if (!this.inMemory) makeFolder(dirname(this.#file));
    const database = new DatabaseSync(this.#file, { timeout: 0 });
    this.#database = database;
    try {
      // In a write-ahead log readers wait for nobody; it reaches the disk for sure when it is moved into the file.
      if (!this.inMemory) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216');
      this.#time.forget();
      // Nothing is written where nothing has to be: on a full disk, or beside a writer, what is held can still be read.
      if (!isPrepared(database) || !this.#time.isSet) {
        database.exec('BEGIN IMMEDIATE');
        prepareSchema(database);
        this.#time.set();
        database.exec('COMMIT');
      }
    } catch (error) {
      this.close();
      throw error;
    }
    return database;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#open().prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreUnavailable('The store’s folder can’t be made.', { cause: error });
  }
}
