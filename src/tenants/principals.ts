import type { Config } from '../config/config.ts';
import { type Authenticate, byNothing, byThisMachine } from '../http/access/auth.ts';
import { Grant } from '../loaders/grant.ts';
import type { Principal } from '../loaders/principal.ts';
import type { AccountSettings } from './accounts-file.ts';
import type { Tenant, Tenants } from './tenants.ts';

/** What a principal works with. */
export const workOf = ({ account, imports, webhooks }: Tenant) => ({ account, imports, webhooks });

/** Whoever needs no token may do all that the account may, for as long as the gateway runs. */
const ownerOf = (tenant: Tenant, subclients: readonly string[]): Principal => ({
  name: 'owner',
  grant: new Grant(),
  ...workOf(tenant),
  access: 'write',
  subclients,
  anySubclient: subclients.length === 0,
  confinedTo: null,
});

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
