import type { Config } from '../config/config.ts';
import { type Authenticate, byNothing, byThisMachine, byToken, type TokenCheck } from '../http/access/auth.ts';
import { hashedTokens } from '../http/access/bearer-tokens.ts';
import type { Claims } from '../http/access/jwt.ts';
import type { Principal } from '../loaders/principal.ts';
import type { AccountSettings, AccountsFile } from './accounts-file.ts';
import type { Tenant, Tenants } from './tenants.ts';

/** Whoever needs no token may do all that the account may. */
const ownerOf = (tenant: Tenant, subclients: readonly string[]): Principal => ({
  name: 'owner',
  ...workOf(tenant),
  access: 'write',
  subclients,
  anySubclient: subclients.length === 0,
  confinedTo: null,
});

/** What a principal works with. */
const workOf = ({ account, imports, webhooks }: Tenant) => ({ account, imports, webhooks });

/** Those whom an accounts file lets in: the bearers of its tokens, and of those that its issuer signs. */
export function byAccountsFile({ accounts, jwt }: AccountsFile, tenants: Tenants, clock: () => number): Authenticate {
  const tokens = hashedTokens(accounts.flatMap((settings) => tokensOf(settings, tenants)));
  return byToken(
    jwt === null
      ? [tokens]
      : [
          tokens,
          whenAsked(async () => {
            const { jwtCheck } = await import('../http/access/jwt.ts');
            return jwtCheck({ settings: jwt, clock, principalOf: (claims) => claimant(claims, tenants) });
          }),
        ],
  );
}

/** Loads a check, and the library that it needs, for the first token that comes to it. */
function whenAsked(load: () => Promise<TokenCheck>): TokenCheck {
  let check: Promise<TokenCheck> | null = null;
  return async (token) => {
    check ??= load();
    return (await check)(token);
  };
}

function tokensOf({ name, subclients, tokens }: AccountSettings, tenants: Tenants) {
  const { tenant } = tenants.find(name) ?? {};
  if (tenant === undefined) throw new Error(`The account ${name} is not at work.`);
  return tokens.map(({ sha256, name, access, subclients: confinedTo }) => ({
    sha256,
    principal: { name, ...workOf(tenant), access, subclients, anySubclient: false, confinedTo },
  }));
}

function claimant({ subject, account: name, access, subclients: confinedTo }: Claims, tenants: Tenants): Principal | null {
  const found = tenants.find(name);
  if (found === null) return null;
  const { tenant, settings } = found;
  if (confinedTo?.some((subclient) => !settings.subclients.includes(subclient))) return null;
  // No token of the file can have this name: a colon is no part of one.
  return { name: `jwt:${subject ?? ''}`, ...workOf(tenant), access, subclients: settings.subclients, anySubclient: false, confinedTo };
}

/** The one account that the settings name; null where they name none. */
export function settingsAccount({ SMSC_SUBCLIENTS: subclients, credentials }: Config): AccountSettings | null {
  if (credentials === null) return null;
  const name = 'login' in credentials ? credentials.login : 'default';
  return { name, provider: { credentials, url: null, reserveUrls: null }, subclients, tokens: [], webhooks: [] };
}

/** Serves the account that the settings name to every caller, or to those of this machine. */
export function openToAll(config: Config, tenants: Tenants): Authenticate {
  const account = settingsAccount(config);
  if (account === null) throw new TypeError('The settings name no account of the provider.');
  tenants.replace([account]);
  const { tenant } = tenants.find(account.name) ?? {};
  if (tenant === undefined) throw new TypeError(`The account ${account.name} is not at work.`);
  return (config.AUTH === 'none' ? byNothing : byThisMachine)(ownerOf(tenant, account.subclients));
}
