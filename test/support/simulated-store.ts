import { createLocalSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';

/** A store in memory whose time, and that of its machine, is the one given. */
export const simulatedStore = (now: () => number): Store =>
  createLocalSqliteStore({ file: ':memory:', machine: { monotonic: now, wall: now } });
