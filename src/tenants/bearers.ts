import { isDeepStrictEqual } from 'node:util';
import type { Timer } from '../concurrency/timer.ts';
import type { RightEnd } from '../domain/right-ends.ts';
import { type Authenticate, byToken } from '../http/access/auth.ts';
import { hashedTokens } from '../http/access/bearer-tokens.ts';
import { Grant } from '../loaders/grant.ts';
import type { Principal } from '../loaders/principal.ts';
import type { AccountSettings, AccountsFile } from './accounts-file.ts';
import { Issuer } from './issuer.ts';
import { workOf } from './principals.ts';
import { endOfRights } from './rights.ts';
import type { Tenants } from './tenants.ts';

export interface BearersOptions {
  readonly tenants: Tenants;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly timer: Timer;
}

/**
 * Those whom an accounts file lets in: the bearers of its tokens, and of those that its issuer signs. When another file takes its place, a right
 * that is the same goes on undisturbed; every other one ends, with all that is held by it.
 */
export class Bearers {
  readonly #options: BearersOptions;
  #byHash: ReadonlyMap<string, Principal> = new Map();
  #issuer: Issuer | null = null;

  constructor(options: BearersOptions) {
    this.#options = options;
  }

  /** Puts these in place of those before. Their accounts are at work already. */
  replace({ accounts, jwt }: AccountsFile): Authenticate {
    const before = this.#byHash;
    const now = new Map(accounts.flatMap((settings) => this.#tokensOf(settings)));
    const ends = [...before].map(([sha256, principal]) => ({ sha256, principal, end: endOfToken(principal, now.get(sha256)) }));
    for (const { sha256, principal, end } of ends) if (end === null) now.set(sha256, principal);
    this.#byHash = now;

    const issuerBefore = this.#issuer;
    const isSameIssuer = issuerBefore !== null && isDeepStrictEqual(issuerBefore.settings, jwt);
    if (!isSameIssuer) this.#issuer = jwt === null ? null : new Issuer(jwt, this.#options);

    // Last: what ends may look at once whether its token still lets it in.
    for (const { principal, end } of ends) if (end !== null) principal.grant.end(end);
    if (isSameIssuer) issuerBefore.review();
    else issuerBefore?.close();
    const tokens = hashedTokens([...now].map(([sha256, principal]) => ({ sha256, principal })));
    return byToken(this.#issuer === null ? [tokens] : [tokens, this.#issuer.check]);
  }

  #tokensOf({ name, subclients, tokens }: AccountSettings): [sha256: string, principal: Principal][] {
    const { tenant } = this.#options.tenants.find(name) ?? {};
    if (tenant === undefined) throw new Error(`The account ${name} is not at work.`);
    return tokens.map(({ sha256, name, access, subclients: confinedTo }) => [
      sha256,
      { name, grant: new Grant(), ...workOf(tenant), access, subclients, anySubclient: false, confinedTo },
    ]);
  }
}

/** How the right of a token ends by a reload; null where it goes on. */
function endOfToken(before: Principal, now: Principal | undefined): RightEnd | null {
  if (now === undefined) return 'REVOKED';
  return endOfRights(before, now) ?? (before.name === now.name ? null : 'RENEWED');
}
