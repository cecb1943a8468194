import { LimitExceededError } from '../../errors.ts';
import { Counts } from './counts.ts';

/** Counts the open subscriptions of this instance by whose they are. */
export class OpenSubscriptions {
  readonly #max: number;
  readonly #counts = new Counts();

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#counts.total;
  }

  /**
   * @returns counts it out again
   * @throws LimitExceededError where the owner has too many
   */
  open(owner: string): () => void {
    const asked = this.#counts.of(owner) + 1;
    if (asked > this.#max) throw new LimitExceededError('subscriptions', this.#max, asked);
    return this.#counts.add(owner);
  }
}
