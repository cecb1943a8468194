import type { Timer } from '../concurrency/timer.ts';
import type { RightEnd } from '../domain/right-ends.ts';
import type { TokenCheck } from '../http/access/auth.ts';
import type { Claims } from '../http/access/jwt.ts';
import type { JwtSettings } from '../http/access/jwt-settings.ts';
import { Grant } from '../loaders/grant.ts';
import type { Principal } from '../loaders/principal.ts';
import { workOf } from './principals.ts';
import { endOfRights, type Rights } from './rights.ts';
import type { Tenants } from './tenants.ts';

export interface IssuerOptions {
  readonly tenants: Tenants;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly timer: Timer;
}

/** What the tokens of the issuer can reach of one account, at most. */
interface Trust {
  readonly rights: Rights;
  /** The right of each token is within it. */
  readonly grant: Grant;
}

/** Whoever signs tokens for the accounts of a file. */
export class Issuer {
  readonly settings: JwtSettings;
  readonly #options: IssuerOptions;
  readonly #trusts = new Map<string, Trust>();
  #check: Promise<TokenCheck> | null = null;
  #isClosed = false;

  constructor(settings: JwtSettings, options: IssuerOptions) {
    this.settings = settings;
    this.#options = options;
  }

  /** Loads its check, and the library that it needs, for the first token that comes. */
  readonly check: TokenCheck = async (token) => {
    this.#check ??= this.#load();
    return (await this.#check)(token);
  };

  /** The accounts at work are others than before: ends the rights to those that are gone or changed. */
  review(): void {
    for (const [name, { rights, grant }] of [...this.#trusts]) {
      const now = this.#rightsTo(name);
      const end = now === null ? 'REVOKED' : endOfRights(rights, now);
      if (end !== null) this.#end(name, grant, end);
    }
  }

  /** It is trusted no longer. */
  close(): void {
    this.#isClosed = true;
    for (const [name, { grant }] of [...this.#trusts]) this.#end(name, grant, 'REVOKED');
  }

  #end(name: string, grant: Grant, end: RightEnd): void {
    this.#trusts.delete(name);
    grant.end(end);
  }

  async #load(): Promise<TokenCheck> {
    const { jwtCheck } = await import('../http/access/jwt.ts');
    return jwtCheck({ settings: this.settings, clock: this.#options.clock, principalOf: (claims) => this.#bearerOf(claims) });
  }

  #bearerOf({ subject, account: name, access, subclients: confinedTo, until }: Claims): Principal | null {
    const found = this.#options.tenants.find(name);
    const trust = this.#trustIn(name);
    // A reload may come while a signature is checked.
    if (found === null || trust === null || this.#isClosed) return null;
    const { tenant, settings } = found;
    if (confinedTo?.some((subclient) => !settings.subclients.includes(subclient))) return null;
    const { clock, timer } = this.#options;
    return {
      // No token of the file can have this name: a colon is no part of one.
      name: `jwt:${subject ?? ''}`,
      grant: new Grant({ until, within: trust.grant, clock, timer }),
      ...workOf(tenant),
      access,
      subclients: settings.subclients,
      anySubclient: false,
      confinedTo,
    };
  }

  #trustIn(name: string): Trust | null {
    const known = this.#trusts.get(name);
    if (known !== undefined) return known;
    const rights = this.#rightsTo(name);
    if (rights === null) return null;
    const trust = { rights, grant: new Grant() };
    this.#trusts.set(name, trust);
    return trust;
  }

  #rightsTo(name: string): Rights | null {
    const found = this.#options.tenants.find(name);
    return found && { account: found.tenant.account, access: 'write', subclients: found.settings.subclients, confinedTo: null };
  }
}
