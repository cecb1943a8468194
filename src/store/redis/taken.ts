/** own: this instance's ticket alone. shared: others stand behind it too. hold: refuses everything. */
type Kind = 'own' | 'shared' | 'hold';

interface Entry {
  readonly kind: Kind;
  readonly key: string;
  readonly member: string;
  /** By this instance's monotonic clock: the server's may be set, and another server has another. */
  readonly until: number;
}

/**
 * What this instance knows to be taken of one account's limits and may still count. Redis may lose the last second, or everything, when it is
 * started anew or a replica takes over; with it put back, no call goes through that the provider would refuse.
 */
export class Taken {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: () => number;

  /** @param clock monotonic, in ms */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  add(kind: Kind, key: string, member: string, forMs: number): void {
    this.#entries.set(nameOf(key, member), { kind, key, member, until: this.#clock() + forMs });
  }

  remove(key: string, member: string): void {
    this.#entries.delete(nameOf(key, member));
  }

  rename(key: string, before: string, member: string): void {
    const entry = this.#entries.get(nameOf(key, before));
    if (entry === undefined) return;
    this.remove(key, before);
    this.#entries.set(nameOf(key, member), { ...entry, member });
  }

  /** Drops what counts no more. @returns true where nothing is left */
  isEmpty(): boolean {
    const now = this.#clock();
    for (const [name, { until }] of this.#entries) if (until < now) this.#entries.delete(name);
    return this.#entries.size === 0;
  }

  toJson(): string {
    const now = this.#clock();
    const left = [...this.#entries.values()].filter(({ until }) => until >= now);
    return JSON.stringify(left.map(({ kind, key, member, until }) => [kind, key, member, Math.ceil(until - now)]));
  }
}

const nameOf = (key: string, member: string): string => `${member} ${key}`;
