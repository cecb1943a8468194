import type { AdmitRequest, JournalLimits, PutAndAppend, PutOptions, ReadOptions, Settlement, Ticket, Value } from '../store.ts';
import type { SqliteDatabase } from './database.ts';
import { append, read } from './journal.ts';
import { notice } from './notices.ts';
import { admit, hold, inspect, lift, settle } from './quota.ts';
import { acquire, get, put, release, renew } from './values.ts';

const reads = <Args extends unknown[], Result>(work: (db: SqliteDatabase, ...args: Args) => Result) => ({ writes: false, work });
const writes = <Args extends unknown[], Result>(work: (db: SqliteDatabase, ...args: Args) => Result) => ({ writes: true, work });

/** As much as many senders take. */
const PROBE_BYTES = 2 ** 18;

/** What is asked of a file: each runs whole in one transaction. Arguments and results can be sent to another thread. */
export const OPERATIONS = {
  now: reads((db) => db.now()),
  get: reads(get),
  inspect: reads(inspect),
  read: reads((db, stream: string, options: ReadOptions) => read(db, stream, options)),

  put: writes((db, key: string, value: Value, options: PutOptions) => put(db, key, value, options)),
  delete: writes((db, key: string) => {
    db.run('DELETE FROM held WHERE key = ?', key);
  }),
  acquire: writes(acquire),
  renew: writes(renew),
  release: writes(release),
  admit: writes((db, request: AdmitRequest) => admit(db, request)),
  settle: writes((db, ticket: Ticket, settlement: Settlement) => {
    settle(db, ticket, settlement);
    notice(db, ticket.concurrency);
  }),
  hold: writes((db, key: string, ms: number) => {
    hold(db, key, ms);
    notice(db, key);
  }),
  lift: writes((db, key: string) => {
    lift(db, key);
    notice(db, key);
  }),
  append: writes((db, stream: string, entries: readonly string[], limits: JournalLimits) => append(db, stream, entries, limits)),
  putAndAppend: writes((db, { key, value, stream, entries, limits, ...options }: PutAndAppend) => {
    const version = put(db, key, value, options);
    if (version === null) return null;
    append(db, stream, entries, limits);
    notice(db, stream);
    return version;
  }),
  publish: writes((db, channel: string) => notice(db, channel)),
  ping: writes((db) => {
    db.requireSpace();
    // Small writes find room where a list does not.
    const bytes = db.takeDoubt() ? PROBE_BYTES : 0;
    put(db, 'ping', new Uint8Array(bytes), { ttlMs: 1 });
  }),
} as const;

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
type Work<Name extends OperationName> = Operations[Name]['work'];
export type ArgumentsOf<Name extends OperationName> = Parameters<Work<Name>> extends [SqliteDatabase, ...infer Args] ? Args : never;
export type ResultOf<Name extends OperationName> = ReturnType<Work<Name>>;

/** Inside a transaction. The table's types hold for what `ArgumentsOf` let in. */
export const runOperation = (db: SqliteDatabase, name: OperationName, args: readonly unknown[]): unknown =>
  (OPERATIONS[name].work as (db: SqliteDatabase, ...args: readonly unknown[]) => unknown)(db, ...args);
