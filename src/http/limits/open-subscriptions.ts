import { LimitExceededError } from '../../errors.ts';

/** Counts the open subscriptions of this instance by whose they are. */
export class OpenSubscriptions {
  readonly #max: number;
  readonly #byOwner = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return [...this.#byOwner.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * @returns counts it out again
   * @throws LimitExceededError where the owner has too many
   */
  open(owner: string): () => void {
    const count = this.#byOwner.get(owner) ?? 0;
    if (count >= this.#max) throw new LimitExceededError('subscriptions', this.#max, count + 1);
    this.#byOwner.set(owner, count + 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.#close(owner);
      isOpen = false;
    };
  }

  #close(owner: string): void {
    const count = this.#byOwner.get(owner) ?? 0;
    if (count > 1) this.#byOwner.set(owner, count - 1);
    else this.#byOwner.delete(owner);
  }
}
