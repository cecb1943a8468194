import type { IncomingMessage } from 'node:http';
import type { Principal } from '../../loaders/principal.ts';

/** Longer requests are not remembered: a frontend's own are shorter, and each distinct one is held. */
const MAX_REQUEST_BYTES = 16_384;

/** Tells requests apart by what is asked and how far its caller reaches; never by the token. */
export class RequestKeys {
  readonly #reaches = new WeakMap<Principal, string>();
  readonly #numbers = new WeakMap<object, number>();
  #given = 0;

  /** Two requests with one key have one answer, at one time. Null for what is not worth remembering. */
  keyOf(principal: Principal, mediaType: string, { url = '' }: IncomingMessage, body: Buffer): string | null {
    if (body.length + url.length > MAX_REQUEST_BYTES) return null;
    const reach = this.#reaches.get(principal) ?? this.#reachOf(principal);
    return `${reach} ${mediaType} ${url}\n${body.toString('latin1')}`;
  }

  /** All of a principal that an answer may depend on. */
  #reachOf(principal: Principal): string {
    const { account, access, confinedTo, subclients } = principal;
    // A reload that changes what can be named brings another list.
    const places = confinedTo === null ? this.#numberOf(subclients) : JSON.stringify(confinedTo);
    const reach = `${this.#numberOf(account)} ${access} ${places}`;
    this.#reaches.set(principal, reach);
    return reach;
  }

  #numberOf(thing: object): number {
    const known = this.#numbers.get(thing);
    if (known !== undefined) return known;
    this.#given += 1;
    this.#numbers.set(thing, this.#given);
    return this.#given;
  }
}
