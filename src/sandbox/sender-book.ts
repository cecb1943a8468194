import { changedAt, type Instant, reachedAt, statusAt, type Track } from './moderation.ts';

export interface StoredFile {
  readonly fid: number;
  readonly name: string;
  readonly bytes: number;
  /** doc_info. */
  readonly info: string;
  readonly review: Track;
  /** What the administrator wrote. */
  readonly comment: string;
  /** What he writes where the review ends in a rejection and he has not written anything yet. */
  readonly rejection: string;
}

export interface StoredSender {
  readonly id: number;
  readonly name: string;
  comment: string;
  status: Track;
  /** From when operators are asked; null: from when `status` comes to 1. Fixed where the status was moved by hand. */
  operatorsFrom: number | null;
  /** In the order of COLUMNS; null where nothing was registered. Shared by many senders: replaced, never written to. */
  operators: readonly (Track | null)[];
  /** How often each column was registered. */
  attempts: ReadonlyMap<string, number>;
  replacements: ReadonlyMap<string, string>;
  files: readonly StoredFile[];
  /** The parameters of the last add or chg that say what is registered, for a look at what arrived. */
  details: Readonly<Record<string, string>>;
}

/** The administrator's comment at the instant. */
export const fileComment = ({ review, comment, rejection }: StoredFile, instant: Instant): string =>
  comment === '' && statusAt(review, instant) === 1 ? rejection : comment;

export const admittedAt = (sender: StoredSender, { speed }: Instant): number => sender.operatorsFrom ?? reachedAt(sender.status, 1, speed);

export const senderStatus = (sender: StoredSender, instant: Instant): number => statusAt(sender.status, instant);

/** Writes every operator's status into `statuses`, in the order of COLUMNS; 0 where nothing was registered. */
export function readOperators(sender: StoredSender, instant: Instant, statuses: Int32Array): Int32Array {
  const from = admittedAt(sender, instant);
  for (let index = 0; index < statuses.length; index += 1) {
    const track = sender.operators[index];
    statuses[index] = track == null ? 0 : statusAt(track, instant, from);
  }
  return statuses;
}

/** When any operator's status last changed, in milliseconds since 1970; null where nothing was registered. */
export function operatorsChangedAt(sender: StoredSender, instant: Instant): number | null {
  const from = admittedAt(sender, instant);
  let last: number | null = null;
  for (const track of sender.operators) {
    if (track !== null) last = Math.max(last ?? Number.NEGATIVE_INFINITY, changedAt(track, instant, from));
  }
  return last;
}

/** The senders of one account or subclient. */
export class SenderBook {
  readonly #byId = new Map<number, StoredSender>();
  readonly #byName = new Map<string, StoredSender>();
  /** Ascending by id, as ids only grow. */
  readonly #oldestFirst: StoredSender[] = [];

  get size(): number {
    return this.#oldestFirst.length;
  }

  /** @param sender its id is higher than any before, its name is new */
  add(sender: StoredSender): void {
    this.#byId.set(sender.id, sender);
    this.#byName.set(sender.name, sender);
    this.#oldestFirst.push(sender);
  }

  byId(id: number): StoredSender | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): StoredSender | undefined {
    return this.#byName.get(name);
  }

  remove(sender: StoredSender): void {
    this.#byId.delete(sender.id);
    this.#byName.delete(sender.name);
    this.#oldestFirst.splice(this.#countBefore(sender.id), 1);
  }

  /** @param before only senders with a lower id */
  *newestFirst(before = Number.POSITIVE_INFINITY): Generator<StoredSender> {
    for (let index = this.#countBefore(before) - 1; index >= 0; index -= 1) {
      const sender = this.#oldestFirst[index];
      if (sender !== undefined) yield sender;
    }
  }

  #countBefore(id: number): number {
    let low = 0;
    let high = this.#oldestFirst.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#oldestFirst[middle]?.id ?? Number.POSITIVE_INFINITY) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
