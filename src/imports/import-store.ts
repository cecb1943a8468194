import { reaching } from '../account/stored-state.ts';
import { KEEP_IMPORT_DAYS } from '../domain/imports.ts';
import type { Store } from '../store/store.ts';
import type { ImportJob, ImportKey, ImportRow, RowResult } from './import-job.ts';

/** A value together with the number of its last change. */
export interface Held<Value> {
  readonly value: Value;
  /** Never 0. */
  readonly version: number;
}

const KEEP_MS = KEEP_IMPORT_DAYS * 86_400_000;

/**
 * The import jobs of an account in the store. A job is three values: itself, its rows, which never change, and their results, which only
 * whoever has the account's turn writes. All are gone 30 days after it was made.
 */
export class ImportStore {
  readonly #store: Store;
  readonly #account: string;

  /** @param account what begins all keys of the account */
  constructor(store: Store, account: string) {
    this.#store = store;
    this.#account = account;
  }

  now(): Promise<number> {
    return reaching(this.#store.now());
  }

  /** @returns false where there is a job of this id already; nothing changed then */
  async create(job: ImportJob, rows: readonly ImportRow[], results: readonly RowResult[]): Promise<boolean> {
    const { createdAt: now } = job;
    // The job itself comes last: who sees it finds the rest.
    await this.#put(this.#key(job, 'rows', job.inputHash), rows, job, now);
    await this.#put(this.#key(job, 'results', job.inputHash), results, job, now, 0);
    return (await this.#put(this.#key(job, 'job'), job, job, now, 0)) !== null;
  }

  async find(key: ImportKey): Promise<ImportJob | null> {
    return (await this.#get<ImportJob>(this.#key(key, 'job')))?.value ?? null;
  }

  /** Null where the job was kept long enough. */
  async rows(job: ImportJob): Promise<readonly ImportRow[] | null> {
    return (await this.#get<readonly ImportRow[]>(this.#key(job, 'rows', job.inputHash)))?.value ?? null;
  }

  results(job: ImportJob): Promise<Held<readonly RowResult[]> | null> {
    return this.#get(this.#key(job, 'results', job.inputHash));
  }

  /** @returns the new version; null where another wrote them meanwhile */
  async writeResults(job: ImportJob, results: readonly RowResult[], expected: number): Promise<number | null> {
    return this.#put(this.#key(job, 'results', job.inputHash), results, job, await this.now(), expected);
  }

  /**
   * Changes a job, over what others change meanwhile, and tells all who watch it.
   * @param change null leaves it as it is
   * @returns the job after it; null where there is none
   */
  async change(key: ImportKey, change: (job: ImportJob, now: number) => ImportJob | null): Promise<ImportJob | null> {
    for (;;) {
      const held = await this.#get<ImportJob>(this.#key(key, 'job'));
      if (held === null) return null;
      const now = await this.now();
      const changed = change(held.value, now);
      if (changed === null) return held.value;
      if ((await this.#put(this.#key(key, 'job'), changed, changed, now, held.version)) !== null) {
        await this.#store.publish(this.#key(key, 'job')).catch(() => {});
        return changed;
      }
    }
  }

  /** Jobs that may not be over yet, the oldest first. */
  async active(): Promise<readonly ImportKey[]> {
    return (await this.#get<readonly ImportKey[]>(this.#listKey))?.value ?? [];
  }

  /** Notes a job among the active ones. */
  enlist({ id, subclient }: ImportKey): Promise<void> {
    return this.#changeList((keys) => (keys.some((key) => key.id === id) ? null : [...keys, { id, subclient }]));
  }

  delist({ id }: ImportKey): Promise<void> {
    return this.#changeList((keys) => keys.filter((key) => key.id !== id));
  }

  /** The listener hears of every change of the job by any instance. @returns ends it */
  watch(key: ImportKey, listener: () => void): () => void {
    return this.#store.subscribe(this.#key(key, 'job'), listener);
  }

  async #changeList(change: (keys: readonly ImportKey[]) => readonly ImportKey[] | null): Promise<void> {
    for (;;) {
      const held = await this.#get<readonly ImportKey[]>(this.#listKey);
      const changed = change(held?.value ?? []);
      if (changed === null) return;
      const options = { ifVersion: held?.version ?? 0 };
      if ((await reaching(this.#store.put(this.#listKey, JSON.stringify(changed), options))) !== null) return;
    }
  }

  async #get<Value>(key: string): Promise<Held<Value> | null> {
    const found = await reaching(this.#store.get(key));
    return found && { value: JSON.parse(String(found.value)) as Value, version: found.version };
  }

  #put(key: string, value: unknown, { createdAt }: ImportJob, now: number, ifVersion?: number): Promise<number | null> {
    const ttlMs = Math.max(1, createdAt + KEEP_MS - now);
    return reaching(this.#store.put(key, JSON.stringify(value), ifVersion === undefined ? { ttlMs } : { ttlMs, ifVersion }));
  }

  /** Rows and results stand under the input's hash: another input under the same id leaves those of the first alone. */
  #key({ id, subclient }: ImportKey, ...part: string[]): string {
    return JSON.stringify([this.#account, subclient, 'import', id, ...part]);
  }

  get #listKey(): string {
    return JSON.stringify([this.#account, null, 'imports']);
  }
}
