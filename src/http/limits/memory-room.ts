import type { Work } from '../../domain/prices.ts';
import type { GatewayError } from '../../errors.ts';
import type { RequestScope } from '../request/request-scope.ts';
import type { BytesUnderWay } from './bytes-under-way.ts';
import { OVERLOADED, type Overload } from './overload.ts';

/** What a value of an answer takes while the answer is made: its place in the result, then its text. */
const BYTES_A_VALUE = 100;
/** Operations with fewer values take so little that nothing is set aside for them. */
const LEAST_VALUES = 1_000;

/**
 * Sets memory aside for operations before they begin, by what they may answer at the most. The state of the memory alone is told too late:
 * a hundred long answers that are begun within a second all see that there is room.
 */
export class MemoryRoom {
  readonly #overload: Overload;
  readonly #bytes: BytesUnderWay;
  #setAside = 0;

  constructor(overload: Overload, bytes: BytesUnderWay) {
    this.#overload = overload;
    this.#bytes = bytes;
  }

  get setAside(): number {
    return this.#setAside;
  }

  /** Looks whether there is room for an operation of a request, and sets it aside until the request ends. @returns why it is not begun */
  take(scope: RequestScope, { values }: Work): GatewayError | null {
    if (scope.points > this.#overload.mostPoints) return OVERLOADED.error;
    const refusal = this.#bytes.refusalOf(scope.principal);
    if (refusal !== null) return refusal.error;
    if (values < LEAST_VALUES) return null;
    const needed = values * BYTES_A_VALUE;
    if (!this.#overload.hasRoomFor(this.#setAside + needed)) return OVERLOADED.error;
    this.#setAside += needed;
    scope.setAside += needed;
    return null;
  }

  /** A request has its answer, or went away. Also for one that nothing was set aside for. */
  release(scope: RequestScope): void {
    this.#setAside -= scope.setAside;
    scope.setAside = 0;
  }
}
