import type { SqliteDatabase } from './database.ts';

interface ClockRow {
  readonly base: number;
  readonly seen: number;
  readonly wall: number;
}

/** The clocks of a machine, in milliseconds. */
export interface MachineTime {
  /** Since the machine started, the same for all its processes; never goes back, whatever is done to the wall clock. */
  monotonic(): number;
  /** Since 1970, as far as anybody knows. */
  wall(): number;
}

export const MACHINE_TIME: MachineTime = {
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  wall: Date.now,
};

/** More than a wall clock is corrected by while nobody looks: a difference beyond it is a machine that was off, or a clock that was set. */
const SET_MS = 10_000;
const NOTE_EVERY_MS = 1_000;

export const CLOCK_SCHEMA = `
CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), base REAL NOT NULL, seen REAL NOT NULL, wall REAL NOT NULL);
`;

/**
 * The clock of a file, for all processes that share it: `base` and the machine's monotonic clock. It starts at the wall clock's time and never
 * follows it again, so that no jump of that one frees a place of the limits or keeps a lease. Only when the file is opened after the machine
 * was off is the wall clock asked how long that was: data ages by it, but no place of the limits, since it may be wrong.
 */
export class StoreTime {
  readonly #db: SqliteDatabase;
  readonly #machine: MachineTime;
  /** As this transaction found it. */
  #row: ClockRow | null = null;

  constructor(db: SqliteDatabase, machine: MachineTime) {
    this.#db = db;
    this.#machine = machine;
  }

  wall(): number {
    return Math.floor(this.#machine.wall());
  }

  /** A transaction begins: another process may have opened the file anew meanwhile. */
  forget(): void {
    this.#row = null;
  }

  /** Inside a transaction. */
  now(): number {
    return Math.floor(this.#read().base + this.#machine.monotonic());
  }

  /** Inside a transaction. */
  get isSet(): boolean {
    return this.#db.row('SELECT 1 FROM clock') !== null && this.#sinceSeen().unproven === null;
  }

  /** Inside a transaction that writes: where it is not set. */
  set(): void {
    const machine = { monotonic: this.#machine.monotonic(), wall: this.#machine.wall() };
    const begun = 'INSERT OR IGNORE INTO clock VALUES (1, ?, ?, ?)';
    if (this.#db.run(begun, machine.wall - machine.monotonic, machine.monotonic, machine.wall) > 0) return;
    const { base, seen } = this.#read();
    const { monotonic, wall, proven, unproven } = this.#sinceSeen();
    const elapsed = proven + (unproven ?? 0);
    this.#db.run('UPDATE clock SET base = ?, seen = ?, wall = ?', base + seen + elapsed - monotonic, monotonic, wall);
    for (const table of ['running', 'places', 'holds', 'locks'])
      this.#db.run(`UPDATE ${table} SET ends_at = ends_at + ?`, Math.ceil(unproven ?? 0));
    this.forget();
  }

  /** Inside a transaction that writes: notes now and then that the time was such. */
  note(): void {
    const monotonic = this.#machine.monotonic();
    if (monotonic - this.#read().seen >= NOTE_EVERY_MS)
      this.#db.run('UPDATE clock SET seen = ?, wall = ?', monotonic, this.#machine.wall());
  }

  /**
   * What has passed since the time was noted last: `proven` by the monotonic clock, and what the wall clock claims beyond it; null: nothing
   * worth a word. A machine that was started anew proves nothing.
   */
  #sinceSeen(): { readonly monotonic: number; readonly wall: number; readonly proven: number; readonly unproven: number | null } {
    const { seen, wall: wallSeen } = this.#read();
    const [monotonic, wall] = [this.#machine.monotonic(), this.#machine.wall()];
    const proven = Math.max(0, monotonic - seen);
    const claimed = wall - wallSeen - proven;
    if (claimed > SET_MS) return { monotonic, wall, proven, unproven: claimed };
    return { monotonic, wall, proven, unproven: monotonic < seen ? 0 : null };
  }

  #read(): ClockRow {
    const { base, seen, wall } = this.#row ?? { ...this.#db.row('SELECT base, seen, wall FROM clock') };
    this.#row = { base: Number(base), seen: Number(seen), wall: Number(wall) };
    return this.#row;
  }
}
