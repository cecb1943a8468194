import type { Account } from './account/account.ts';
import type { AccountSettings, AccountsFile } from './accounts-file.ts';
import { type Authenticate, byToken } from './http/auth.ts';
import { hashedTokens } from './http/bearer-tokens.ts';
import { type Claims, jwtCheck } from './http/jwt.ts';
import type { Principal } from './loaders/principal.ts';
import type { Tenants } from './tenants.ts';

/** Whoever needs no token may do all that the account may. */
export const ownerOf = (account: Account, subclients: readonly string[]): Principal => ({
  name: 'owner',
  account,
  access: 'write',
  subclients,
  confinedTo: null,
});

/** Those whom an accounts file lets in: the bearers of its tokens, and of those that its issuer signs. */
export function byAccountsFile({ accounts, jwt }: AccountsFile, tenants: Tenants, clock: () => number): Authenticate {
  const tokens = hashedTokens(accounts.flatMap((settings) => tokensOf(settings, tenants)));
  return byToken(
    jwt === null ? [tokens] : [tokens, jwtCheck({ settings: jwt, clock, principalOf: (claims) => claimant(claims, tenants) })],
  );
}

function tokensOf({ name, subclients, tokens }: AccountSettings, tenants: Tenants) {
  const { account } = tenants.find(name) ?? {};
  if (account === undefined) throw new Error(`The account ${name} is not at work.`);
  return tokens.map(({ sha256, name, access, subclients: confinedTo }) => ({
    sha256,
    principal: { name, account, access, subclients, confinedTo },
  }));
}

function claimant({ subject, account: name, access, subclients: confinedTo }: Claims, tenants: Tenants): Principal | null {
  const found = tenants.find(name);
  if (found === null) return null;
  const { account, settings } = found;
  if (confinedTo?.some((subclient) => !settings.subclients.includes(subclient))) return null;
  // No token of the file can have this name: a colon is no part of one.
  return { name: `jwt:${subject ?? ''}`, account, access, subclients: settings.subclients, confinedTo };
}
