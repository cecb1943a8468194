import type { IncomingMessage } from 'node:http';
import type { Account } from '../../account/account.ts';
import type { Principal } from '../../loaders/principal.ts';

/** Longer requests are not remembered: a frontend's own are shorter, and each distinct one is held. */
const MAX_REQUEST_BYTES = 16_384;

/** Tells requests apart by what is asked and how far its caller reaches; never by the token. */
export class RequestKeys {
  readonly #accountNumbers = new WeakMap<Account, number>();
  #accounts = 0;

  /** Two requests with one key have one answer, at one time. Null for what is not worth remembering. */
  keyOf({ account, access, confinedTo }: Principal, mediaType: string, { url = '' }: IncomingMessage, body: Buffer): string | null {
    if (body.length + url.length > MAX_REQUEST_BYTES) return null;
    const number = this.#accountNumbers.get(account) ?? this.#number(account);
    return `${number} ${access} ${confinedTo === null ? '' : JSON.stringify(confinedTo)} ${mediaType} ${url}\n${body.toString('latin1')}`;
  }

  #number(account: Account): number {
    this.#accounts += 1;
    this.#accountNumbers.set(account, this.#accounts);
    return this.#accounts;
  }
}
