import { LimitExceededError } from '../../errors.ts';
import type { Principal } from '../../loaders/principal.ts';
import type { Refusal } from '../request/refusal.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { Counts } from './counts.ts';
import { OVERLOADED, type Overload } from './overload.ts';
import { ownerOf } from './owner.ts';

/** Shorter bodies and answers are not counted: the limits of connections bound them. */
const LONG_BYTES = 65_536;

/**
 * The bytes that long bodies and long answers take while they are read and until they are taken, by token. A request that is alone may be of
 * any size that other limits let through.
 */
export class BytesUnderWay {
  readonly #max: number;
  readonly #overload: Overload;
  readonly #counts = new Counts();

  constructor(max: number, overload: Overload) {
    this.#max = max;
    this.#overload = overload;
  }

  get total(): number {
    return this.#counts.total;
  }

  /** Looks whether a token has so much under way that nothing more is begun for it. */
  refusalOf(principal: Principal | null): Refusal | null {
    if (this.#counts.total === 0 || principal === null) return null;
    const held = this.#counts.of(ownerOf(principal));
    return held >= this.#max ? tooMuch(this.#max, held) : null;
  }

  /** Counts a message, unless it is short. @returns counts it off; or why it is not sent */
  hold(principal: Principal | null, bytes: number): (() => void) | Refusal {
    if (bytes <= LONG_BYTES || principal === null) return nothing;
    const owner = ownerOf(principal);
    const held = this.#counts.of(owner);
    return held > 0 && held + bytes > this.#max ? tooMuch(this.#max, held + bytes) : this.#counts.add(owner, bytes);
  }

  /** Counts the answer of a request until it is taken. What a write did is told in any case. @returns why another answer is given */
  holdAnswer({ principal, response, operations }: Asked, bytes: number): Refusal | null {
    if (bytes <= LONG_BYTES || principal === null) return null;
    const held = this.hold(principal, bytes);
    if (typeof held === 'function') response.once('close', held);
    else if (operations.some(({ kind }) => kind === 'mutation')) response.once('close', this.#counts.add(ownerOf(principal), bytes));
    else return held;
    return null;
  }

  /** Counts the body of a request until that has its answer; an instance that is short of memory reads no long one. @returns why it is not read */
  holdBody({ principal, response }: Asked, bytes: number): Refusal | null {
    if (bytes <= LONG_BYTES) return null;
    if (!this.#overload.takesAll) return OVERLOADED;
    const held = this.hold(principal, bytes);
    if (typeof held !== 'function') return held;
    response.once('close', held);
    return null;
  }
}

type Asked = Pick<RequestScope, 'principal' | 'response' | 'operations'>;

const nothing = () => {};

const tooMuch = (max: number, asked: number): Refusal => ({ status: 429, error: new LimitExceededError('tokenBytes', max, asked) });
