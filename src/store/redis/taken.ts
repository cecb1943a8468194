/**
 * What this instance has taken of the limits and may still count. Redis may lose the last second, or everything, when it is started anew; with
 * it put back, a restart lets no call through that the provider would refuse.
 */
export class Taken {
  readonly #ends = new Map<string, { readonly set: string; readonly member: string; readonly end: number }>();

  /** @param end the last millisecond that counts, by the store's clock */
  add(set: string, member: string, end: number): void {
    this.#ends.set(`${member} ${set}`, { set, member, end });
  }

  remove(set: string, member: string): void {
    this.#ends.delete(`${member} ${set}`);
  }

  rename(set: string, before: string, member: string): void {
    const known = this.#ends.get(`${before} ${set}`);
    if (known === undefined) return;
    this.remove(set, before);
    this.add(set, member, known.end);
  }

  /** Drops what counts no more. */
  forget(now: number): void {
    for (const [name, { end }] of this.#ends) if (end < now) this.#ends.delete(name);
  }

  toJson(): string {
    return JSON.stringify([...this.#ends.values()].map(({ set, member, end }) => [set, member, end]));
  }
}
