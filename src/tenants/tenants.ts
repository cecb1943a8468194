import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../account/account.ts';
import type { Imports } from '../imports/imports.ts';
import type { ObservedAccount } from '../ops/metrics.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { AccountSettings } from './accounts-file.ts';
import type { FirstContact } from './first-contact.ts';

/** An account at work, with all that was opened for it. */
export interface Tenant {
  readonly account: Account;
  readonly observed: ObservedAccount;
  readonly imports: Imports;
  readonly webhooks: Webhooks;
  readonly contact: FirstContact;
  /** Something was mended: the next call asks the provider, whatever it refused before. */
  askAgain(): Promise<void>;
  close(): Promise<void>;
}

export interface TenantsOptions {
  readonly open: (settings: AccountSettings) => Tenant;
  /** Resolves when no request is left that may still use an account which is gone. */
  readonly requestsSettled: () => Promise<void>;
  /** Told of each account that is gone, and used by nobody any more. */
  readonly onGone?: (account: Account) => void;
}

/** The accounts at work, by name. */
export class Tenants {
  readonly #options: TenantsOptions;
  readonly #leaving = new Set<Promise<void>>();
  #current = new Map<string, { readonly settings: AccountSettings; readonly tenant: Tenant }>();

  constructor(options: TenantsOptions) {
    this.#options = options;
  }

  /** Puts these in place of those before. An account whose way to the provider is the same stays at work, with what it holds. */
  replace(accounts: readonly AccountSettings[]): void {
    const before = this.#current;
    this.#current = new Map(
      accounts.map((settings) => {
        const known = before.get(settings.name);
        const tenant = isDeepStrictEqual(known?.settings.provider, settings.provider) ? known?.tenant : undefined;
        return [settings.name, { settings, tenant: tenant ?? this.#options.open(settings) }];
      }),
    );
    for (const { settings, tenant } of this.#current.values()) tenant.webhooks.replace(settings.webhooks, settings.subclients);
    const kept = new Set([...this.#current.values()].map(({ tenant }) => tenant));
    for (const { tenant } of before.values()) if (!kept.has(tenant)) this.#dismiss(tenant);
  }

  get all(): readonly Tenant[] {
    return [...this.#current.values()].map(({ tenant }) => tenant);
  }

  find(name: string): { readonly settings: AccountSettings; readonly tenant: Tenant } | null {
    return this.#current.get(name) ?? null;
  }

  /** Once no request is running. */
  async close(): Promise<void> {
    this.replace([]);
    await Promise.all(this.#leaving);
  }

  #dismiss(tenant: Tenant): void {
    const { requestsSettled, onGone } = this.#options;
    const left = requestsSettled().then(() => tenant.close());
    const gone = () => {
      this.#leaving.delete(left);
      onGone?.(tenant.account);
    };
    this.#leaving.add(left);
    left.then(gone, gone);
  }
}
