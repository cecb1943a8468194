import { StoreUnavailable } from '../store.ts';

/** SQLite's primary result codes of a wrong statement: a fault of ours, not of the engine. */
const OUR_FAULTS: ReadonlySet<number> = new Set([1, 18, 19, 20, 21, 25]);
const BUSY = 5;
const FAILS = 10;
const FULL = 13;

/** What the administrator can do something about. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [BUSY, 'another process keeps its file locked'],
  [8, 'its file is read-only'],
  [FAILS, 'the disk fails to read or write'],
  [11, 'its file is damaged'],
  [FULL, 'the disk is full'],
  [14, 'its file can’t be opened'],
  [26, 'its file is no database'],
]);

/** True where another process is at it: worth another try in a moment. */
export const isBusy = (error: unknown): boolean => primaryCode(error) === BUSY;

/** True where what is open serves on: nothing is wrong with the connection itself. */
export const isPassing = (error: unknown): boolean => [BUSY, FULL].includes(primaryCode(error) ?? -1);

/** True where the disk took or gave less than it was asked for. */
export const isOfTheDisk = (error: unknown): boolean => [FAILS, FULL].includes(primaryCode(error) ?? -1);

/** What the callers of the store get. A fault of ours stays what it is. */
export function unavailable(error: unknown): unknown {
  const code = primaryCode(error);
  if (code === null || OUR_FAULTS.has(code)) return error;
  return new StoreUnavailable(`The store can’t be used: ${REASONS.get(code) ?? `SQLite reports error ${code}`}.`, { cause: error });
}

function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return null;
  // The low byte of an extended code is the primary one.
  return error.errcode & 0xff;
}
