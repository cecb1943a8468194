import { LIST_PAGE } from '../domain/commands.ts';
import type { SmscClient } from '../smsc/api.ts';
import type { ReadOptions } from './account.ts';
import { rowsFrom } from './held-part.ts';
import type { Held, Revalidation } from './revalidation.ts';

/** Answers that are held at once; the one that was fetched first goes first. */
const MAX_ANSWERS = 200;

interface ChangedIds extends Held {
  readonly ids: ReadonlySet<string>;
}

export interface ChangedSinceOptions {
  readonly client: SmscClient;
  readonly now: () => number;
  readonly revalidation: Revalidation;
}

/** Which senders an operator decided on lately: a question of its own, never paged, with answers held like the parts. */
export class ChangedSince {
  readonly #client: SmscClient;
  readonly #now: () => number;
  readonly #revalidation: Revalidation;
  readonly #answers = new Map<string, ChangedIds>();

  constructor({ client, now, revalidation }: ChangedSinceOptions) {
    this.#client = client;
    this.#now = now;
    this.#revalidation = revalidation;
  }

  async read(subclient: string | null, day: string, options: ReadOptions): Promise<ReadonlySet<string>> {
    const key = JSON.stringify([subclient, 'changed since', day]);
    const { held } = await this.#revalidation.read(
      { key, held: () => this.#answers.get(key) ?? null, fetch: (call) => this.#fetch(key, subclient, day, call) },
      options,
    );
    return held.ids;
  }

  async #fetch(key: string, subclient: string | null, day: string, { signal, priority, cost }: ReadOptions): Promise<void> {
    if (cost !== undefined) cost.calls += 1;
    const question = { all: true, operators: false, files: false, changedSince: dayBefore(day), before: null, count: LIST_PAGE, subclient };
    const readings = await this.#client.list(question, { signal, priority });
    const ids = new Set(rowsFrom(readings, subclient).map(({ sender }) => sender.smscId));
    this.#answers.delete(key);
    this.#answers.set(key, { fetchedAt: this.#now(), outdated: false, ids });
    const oldest = this.#answers.keys().next();
    if (this.#answers.size > MAX_ANSWERS && !oldest.done) this.#answers.delete(oldest.value);
  }
}

/** The provider's days have no time zone: asked from the day before, the answer misses nothing that any zone counts to the day. */
function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
