import type { Store } from '../../store/store.ts';

const FIRST_MS = 60_000;
const LONGEST_MS = 3_600_000;
/** A block is forgotten so long after it ended; one that comes before is twice as long. */
const FORGET_MS = 3_600_000;

interface Block {
  readonly ms: number;
  readonly until: number;
}

/** The blocks of one login, which the provider answers with error 4. All instances share them. */
export class QuotaBlock {
  readonly #store: Store;
  readonly #recordKey: string;
  /** The hold that refuses everything of the login. */
  readonly key: string;

  constructor(store: Store, account: string) {
    this.#store = store;
    this.key = `${account}:blocked`;
    this.#recordKey = `${account}:block`;
  }

  /** Stops all calls: for a minute, or twice as long as the last time, an hour at the most. Many answers of one block count once. */
  async extend(): Promise<void> {
    const record = await this.#store.get(this.#recordKey);
    const now = await this.#store.now();
    const last = record === null ? null : (JSON.parse(String(record.value)) as Block);
    if (last !== null && now <= last.until) return;
    const ms = last === null ? FIRST_MS : Math.min(2 * last.ms, LONGEST_MS);
    const block: Block = { ms, until: now + ms };
    const version = await this.#store.put(this.#recordKey, JSON.stringify(block), {
      ttlMs: ms + FORGET_MS,
      ifVersion: record?.version ?? 0,
    });
    // Another instance heard of the same block and was faster.
    if (version !== null) await this.#store.hold(this.key, ms);
  }
}
