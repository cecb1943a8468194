import { LimitExceededError } from '../../errors.ts';
import { Counts } from './counts.ts';
import { OVERLOADED, type Overload } from './overload.ts';

/** Counts the open subscriptions of this instance by whose they are. */
export class OpenSubscriptions {
  readonly #max: number;
  readonly #overload: Pick<Overload, 'takesListeners'>;
  readonly #counts = new Counts();

  constructor(max: number, overload: Pick<Overload, 'takesListeners'>) {
    this.#max = max;
    this.#overload = overload;
  }

  get size(): number {
    return this.#counts.total;
  }

  /**
   * @returns counts it out again
   * @throws LimitExceededError where the owner has too many, GatewayError OVERLOADED where nobody may come
   */
  open(owner: string): () => void {
    if (!this.#overload.takesListeners) throw OVERLOADED.error;
    const asked = this.#counts.of(owner) + 1;
    if (asked > this.#max) throw new LimitExceededError('subscriptions', this.#max, asked);
    return this.#counts.add(owner);
  }
}
