import { randomUUID } from 'node:crypto';
import { createQuota } from '../account/quota/quota.ts';
import { quotaKey } from '../account/quota/quota-key.ts';
import { type Config, ConfigError, loadConfig } from '../config/config.ts';
import { lookalikesIn, lookalikeText } from '../config/lookalikes.ts';
import { createSmscClient, type RawAnswer } from '../smsc/client.ts';
import { openStores } from '../store/open-stores.ts';
import { topologyOf } from '../store/redis/topology.ts';
import type { Stores } from '../store/store.ts';
import { type AccountSettings, AccountsFileError } from '../tenants/accounts-file.ts';
import { accountsAt } from '../tenants/accounts-on-disk.ts';
import { settingsAccount } from '../tenants/principals.ts';
import { type Finding, fault, note, ok } from './finding.ts';
import { checkFolder } from './folder-check.ts';
import { checkProvider } from './provider-check.ts';
import { checkRedis } from './redis-check.ts';

export interface DoctorOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of each finding when it is made. */
  readonly tell: (finding: Finding) => void;
  /** Told of each answer of the provider as it came. */
  readonly record: (answer: RawAnswer) => void;
}

/** Checks what a first day needs, in order. Writes nothing to the provider, and shows no secret. */
export async function examine(options: DoctorOptions): Promise<void> {
  const { env, tell } = options;
  const config = settingsOf(env, tell);
  if (config === null) return;
  const storeIsThere = await checkStore(config, tell);
  const accounts = accountsOf(config, env, tell);
  if (accounts.length === 0 || !storeIsThere) return;
  tellOfProxy(env, tell);
  const stores = await openStores(config, randomUUID);
  try {
    for (const account of accounts) await checkAccount(account, config, stores, options, accounts.length > 1);
  } finally {
    await stores.close();
  }
}

function settingsOf(env: DoctorOptions['env'], tell: DoctorOptions['tell']): Config | null {
  for (const lookalike of lookalikesIn(env))
    tell(fault('settings', lookalikeText(lookalike), `rename it to ${lookalike.nearest}, or take it away`));
  try {
    const config = loadConfig(env);
    tell(ok('settings', 'can be read'));
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const wrong of error.faults) tell(fault('settings', wrong, 'correct it: docs/reference/settings.md tells every setting'));
    return null;
  }
}

async function checkStore(config: Config, tell: DoctorOptions['tell']): Promise<boolean> {
  const findings: Finding[] = [];
  const topology = topologyOf(config);
  if (topology === null) findings.push(await checkFolder(config.DATA_DIR));
  else {
    const redis = (await import('../store/redis/clients.ts')).openRedis(topology);
    try {
      await redis.connect().catch(() => {});
      findings.push(...(await checkRedis(redis)));
    } finally {
      redis.disconnect();
    }
  }
  findings.forEach(tell);
  return findings.every(({ state }) => state !== 'fault');
}

function accountsOf(config: Config, env: DoctorOptions['env'], tell: DoctorOptions['tell']): readonly AccountSettings[] {
  if (config.ACCOUNTS_FILE === null) {
    const account = settingsAccount(config);
    if (account === null)
      tell(
        note(
          'credentials',
          'none are set: the gateway would serve made-up data',
          'set SMSC_LOGIN and SMSC_PASSWORD, or SMSC_API_KEY, or ACCOUNTS_FILE',
        ),
      );
    return account === null ? [] : [account];
  }
  try {
    const { accounts } = accountsAt(config.ACCOUNTS_FILE, env);
    tell(ok('accounts file', `${accounts.length} accounts: ${accounts.map(({ name }) => name).join(', ')}`));
    return accounts;
  } catch (error) {
    if (!(error instanceof AccountsFileError)) throw error;
    for (const wrong of error.faults) tell(fault('accounts file', wrong, 'correct it: docs/access.md tells its form'));
    return [];
  }
}

/** A proxy's own password is none of anybody's business. */
function tellOfProxy(env: DoctorOptions['env'], tell: DoctorOptions['tell']): void {
  const proxy = env.HTTPS_PROXY || env.https_proxy;
  if (proxy) tell(note('proxy', `requests to https go through ${URL.parse(proxy)?.host ?? 'HTTPS_PROXY, which is no address'}`));
}

async function checkAccount(
  { name, provider: { credentials, url, reserveUrls }, subclients }: AccountSettings,
  config: Config,
  stores: Stores,
  { now, tell, record }: DoctorOptions,
  isOneOfMany: boolean,
): Promise<void> {
  const primary = url ?? config.SMSC_URL;
  const login = quotaKey(credentials, primary);
  const quota = createQuota({
    store: stores.of(login),
    account: login,
    leaseMs: 2 * config.UPSTREAM_TIMEOUT_MS,
    maxWaitMs: config.QUEUE_TIMEOUT_MS,
  });
  const clients: { close(): Promise<void> }[] = [];
  try {
    await checkProvider({
      account: { name, urls: [primary, ...(reserveUrls ?? config.SMSC_RESERVE_URLS)], subclients },
      connect(urls, tap) {
        const client = createSmscClient({ urls, credentials, timeoutMs: config.UPSTREAM_TIMEOUT_MS, gate: quota.gate, tap });
        clients.push(client);
        return client;
      },
      now,
      tell: (finding) => tell(isOneOfMany ? { ...finding, check: `${name}: ${finding.check}` } : finding),
      record,
    });
  } finally {
    quota.close();
    await Promise.all(clients.map((client) => client.close()));
  }
}
