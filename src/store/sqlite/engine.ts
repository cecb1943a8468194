import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable } from '../store.ts';
import { SqliteDatabase } from './database.ts';
import { isBusy, unavailable } from './failures.ts';
import { SeenNotices } from './notices.ts';
import { type ArgumentsOf, OPERATIONS, type OperationName, type ResultOf, runOperation } from './operations.ts';
import type { MachineTime } from './store-time.ts';

/** What does the work of a store: here, or in a thread of its own. */
export interface Engine {
  /** @throws StoreUnavailable within a few seconds where it can't be done */
  call<Name extends OperationName>(name: Name, ...args: ArgumentsOf<Name>): Promise<ResultOf<Name>>;
  watch(channel: string): void;
  unwatch(channel: string): void;
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly file: string;
  readonly machine: MachineTime;
  /** How often to look whether another process wrote something, while anything is watched. */
  readonly pollMs: number;
  /** Told of what was said in a watched channel, by this process or another. */
  readonly onNotice: (channel: string) => void;
}

/** How long a call may wait for another process's transaction; ours take far less than a millisecond each. */
export const PATIENCE_MS = 2_000;
/** Between two tries; the last one goes on. Nothing sleeps in between: others are served meanwhile. */
const PAUSES_MS = [1, 2, 5, 10, 20] as const;

/** A store's work done here. Whoever reads waits for nobody; those who write go one after the other. */
export class SqliteEngine implements Engine {
  readonly #machine: MachineTime;
  readonly #db: SqliteDatabase;
  readonly #seen: SeenNotices;
  readonly #pollMs: number;
  readonly #onNotice: (channel: string) => void;
  #lastWrite: Promise<void> | null = null;
  #poll: NodeJS.Timeout | null = null;
  #closed = false;

  constructor({ file, machine, pollMs, onNotice }: EngineOptions) {
    this.#machine = machine;
    this.#db = new SqliteDatabase(file, machine);
    this.#seen = new SeenNotices(this.#db);
    this.#pollMs = pollMs;
    this.#onNotice = onNotice;
  }

  async call<Name extends OperationName>(name: Name, ...args: ArgumentsOf<Name>): Promise<ResultOf<Name>> {
    return this.callUntil(this.#machine.monotonic() + PATIENCE_MS, name, args) as Promise<ResultOf<Name>>;
  }

  /** @param deadline by the machine's monotonic clock */
  async callUntil(deadline: number, name: OperationName, args: readonly unknown[]): Promise<unknown> {
    const work = () => runOperation(this.#db, name, args);
    if (!OPERATIONS[name].writes) return this.#patiently(deadline, () => this.#db.read(work));
    const { result, told } = await this.#inTurn(() => this.#patiently(deadline, () => this.#db.write(work)));
    for (const channel of told) this.#onNotice(channel);
    return result;
  }

  watch(channel: string): void {
    if (this.#db.inMemory || this.#closed) return;
    this.#seen.add(channel);
    this.#tryToRead(() => this.#seen.learn(channel));
    this.#poll ??= setInterval(() => this.#look(), this.#pollMs).unref();
  }

  unwatch(channel: string): void {
    this.#seen.delete(channel);
    if (this.#seen.size === 0) this.#endPoll();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#endPoll();
    this.#db.close();
  }

  /** One after the other, in the order of the calls. */
  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#lastWrite;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#lastWrite = promise;
    if (before !== null) await before;
    try {
      return await work();
    } finally {
      if (this.#lastWrite === promise) this.#lastWrite = null;
      resolve();
    }
  }

  async #patiently<Result>(deadline: number, attempt: () => Result): Promise<Result> {
    for (let tries = 0; ; tries += 1) {
      if (this.#closed) throw new StoreUnavailable('The store is closed.');
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error) || this.#machine.monotonic() >= deadline) throw unavailable(error);
      }
      await delay(PAUSES_MS[tries] ?? PAUSES_MS.at(-1));
    }
  }

  #look(): void {
    for (const channel of this.#tryToRead(() => this.#seen.look()) ?? []) this.#onNotice(channel);
  }

  /** While the file can't be read nothing is heard; the next look that succeeds finds what came meanwhile. */
  #tryToRead<Result>(work: () => Result): Result | null {
    try {
      return this.#db.read(work);
    } catch (error) {
      if (!(unavailable(error) instanceof StoreUnavailable)) throw error;
      this.#seen.lookAnew();
      return null;
    }
  }

  #endPoll(): void {
    if (this.#poll !== null) clearInterval(this.#poll);
    this.#poll = null;
  }
}
