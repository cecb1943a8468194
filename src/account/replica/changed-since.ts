import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import type { Leases } from '../../concurrency/lease.ts';
import { once } from '../../concurrency/once.ts';
import type { ListQuestion, SmscClient } from '../../smsc/api.ts';
import type { HeldSender, ReadOptions } from '../account.ts';
import type { Lister } from '../lists/lister.ts';
import type { SharedState } from '../shared-state.ts';
import { rowsFrom } from './held-part.ts';
import type { Held, Revalidation } from './revalidation.ts';

/** Answers that are held at once; the one that was fetched first goes first. */
const MAX_ANSWERS = 200;

interface ChangedIds extends Held {
  readonly ids: ReadonlySet<string>;
}

export interface ChangedSinceOptions {
  readonly account: string;
  readonly client: SmscClient;
  readonly lister: Lister;
  /** What is held of the names; null where nothing is. */
  readonly names: (subclient: string | null) => readonly HeldSender[] | null;
  readonly shared: SharedState;
  readonly leases: Leases;
  readonly now: () => number;
  readonly revalidation: Revalidation;
  readonly slices: TimeSlices;
  /** How long the shared state keeps an answer. */
  readonly keepMs: number;
}

/** Which senders an operator decided on lately: a question of its own, never paged, with answers held like the parts. */
export class ChangedSince {
  readonly #options: ChangedSinceOptions;
  readonly #answers = new Map<string, ChangedIds>();

  constructor(options: ChangedSinceOptions) {
    this.#options = options;
  }

  async read(subclient: string | null, day: string, options: ReadOptions): Promise<ReadonlySet<string>> {
    const key = JSON.stringify([this.#options.account, subclient, 'changed since', day]);
    // With nothing held, what another instance or the last run held is a beginning.
    if (!this.#answers.has(key)) await this.#learn(key).catch(() => {});
    const { held } = await this.#options.revalidation.read(
      {
        key,
        held: () => this.#answers.get(key) ?? null,
        mayBeBehind: () => false,
        fetch: (call) => this.#fetchOnce(key, subclient, day, call),
      },
      options,
    );
    return held.ids;
  }

  #fetchOnce(key: string, subclient: string | null, day: string, options: ReadOptions): Promise<void> {
    return once(this.#options.leases, {
      key: JSON.stringify([key, 'fetch']),
      isDone: async () => {
        const answer = await this.#learn(key);
        return answer !== null && this.#options.revalidation.isFresh(answer);
      },
      work: () => this.#fetch(key, subclient, day, options),
      signal: options.signal,
    });
  }

  async #learn(key: string): Promise<ChangedIds | null> {
    const found = await this.#options.shared.read(key);
    const answer = found && decode(found.value);
    if (answer !== null) this.#hold(key, answer);
    return answer;
  }

  async #fetch(
    key: string,
    subclient: string | null,
    day: string,
    { signal, onDeparture: onLeave, priority, tenant, traceparent, cost }: ReadOptions,
  ): Promise<void> {
    const { client, lister, names, shared, now, keepMs, slices } = this.#options;
    const onDeparture = () => {
      onLeave?.();
      if (cost !== undefined) cost.calls += 1;
    };
    const ask = (question: ListQuestion) => client.list(question, { signal, priority, tenant, traceparent, onDeparture });
    const { rows } = await lister.changedSince({ subclient, day: dayBefore(day), ask, names: names(subclient) });
    const listed = (await rowsFrom(rows, subclient, slices)).map(({ sender }) => sender.smscId);
    // From one day on it only grows, so what a later list lacks is the list's fault.
    const ids = new Set([...(this.#answers.get(key)?.ids ?? []), ...listed]);
    const answer = { fetchedAt: now(), outdated: false, ids };
    this.#hold(key, answer);
    // Others ask for themselves where it can't be stored.
    await shared.write(key, encode(answer), keepMs).catch(() => {});
  }

  #hold(key: string, answer: ChangedIds): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const oldest = this.#answers.keys().next();
    if (this.#answers.size > MAX_ANSWERS && !oldest.done) this.#answers.delete(oldest.value);
  }
}

/** The provider's days have no time zone: asked from the day before, the answer misses nothing that any zone counts to the day. */
function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

const encode = ({ fetchedAt, ids }: ChangedIds): Uint8Array => Buffer.from(JSON.stringify({ fetchedAt, ids: [...ids] }));

function decode(bytes: Uint8Array): ChangedIds {
  const { fetchedAt, ids } = JSON.parse(Buffer.from(bytes).toString()) as { fetchedAt: number; ids: string[] };
  return { fetchedAt, outdated: false, ids: new Set(ids) };
}
