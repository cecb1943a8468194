/** How much of something there is, by whose it is. A key with nothing is not kept. */
export class Counts {
  readonly #byKey = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  of(key: string): number {
    return this.#byKey.get(key) ?? 0;
  }

  /** @returns takes it off again, once */
  add(key: string, amount = 1): () => void {
    this.#change(key, amount);
    let isCounted = true;
    return () => {
      if (isCounted) this.#change(key, -amount);
      isCounted = false;
    };
  }

  #change(key: string, by: number): void {
    const count = this.of(key) + by;
    if (count > 0) this.#byKey.set(key, count);
    else this.#byKey.delete(key);
    this.#total += by;
  }
}
