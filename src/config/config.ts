import { LIMIT_ROWS, LIMITS, type LimitName, type Limits } from '../domain/limits.ts';
import { isLoopback } from '../domain/loopback.ts';
import { reservesOf } from '../domain/provider-hosts.ts';
import { rowsOf } from '../domain/table.ts';
import { topologyOf } from '../store/redis/topology.ts';
import { redisFaults } from './redis-settings.ts';
import { address, listOf, oneOf, onOrOff, origin, redisAddress, type Setting, setting, text, wholeNumber, workers } from './setting.ts';

type LimitSettings = { readonly [Name in LimitName as (typeof LIMITS)[Name]['setting']]: Setting<number, string> };
const LIMIT_SETTINGS = Object.fromEntries(
  rowsOf(LIMIT_ROWS).map(([, { setting: name, fallback, most, doc }]) => [
    name,
    setting({ fallback: String(fallback), doc, read: wholeNumber(0, most) }),
  ]),
) as unknown as LimitSettings;

/** Every setting, in the order of the README. Tested against it and .env.example. */
export const SETTINGS = {
  HOST: setting({ fallback: '127.0.0.1', doc: 'The address to listen on.', read: text }),
  PORT: setting({ fallback: '4000', doc: 'The port to listen on; 0: any free one.', read: wholeNumber(0, 65_535) }),
  SMSC_URL: setting({
    fallback: 'https://smsc.ru',
    doc: 'The provider. The same API is at smsc.ua, smsc.kz, smsc.tj and smscentre.com.',
    read: address,
  }),
  SMSC_RESERVE_URLS: setting({
    fallback: null,
    doc: 'Reserve addresses of the provider, comma-separated. Left out: www2. of SMSC_URL’s own domain where that is the provider’s, none otherwise. Given and empty: none.',
    read: listOf(address),
    emptyCounts: true,
  }),
  SMSC_LOGIN: setting({ fallback: null, doc: 'The account’s login, together with SMSC_PASSWORD.', read: text }),
  SMSC_PASSWORD: setting({ fallback: null, doc: 'The account’s password.', read: text, secret: true }),
  SMSC_API_KEY: setting({ fallback: null, doc: 'The account’s API key, instead of login and password.', read: text, secret: true }),
  SMSC_SUBCLIENTS: setting({
    fallback: '',
    doc: 'Logins of the account’s subclients, comma-separated: no other can then be named in `subclient`. Empty: any can.',
    read: listOf(text),
  }),
  DATA_DIR: setting({ fallback: '.data', doc: 'The folder of the embedded store.', read: text }),
  REDIS_URL: setting({
    fallback: null,
    doc: 'Redis, for several instances, instead of the embedded store. With REDIS_SENTINELS its host is the name of the primary.',
    read: redisAddress,
    secret: true,
  }),
  REDIS_SENTINELS: setting({
    fallback: '',
    doc: 'The Sentinels that know the primary, comma-separated: redis://sentinel-1:26379.',
    read: listOf(redisAddress),
    secret: true,
  }),
  REDIS_CLUSTER_NODES: setting({
    fallback: '',
    doc: 'Some nodes of a Redis cluster, comma-separated: redis://:password@node-1:6379. Instead of REDIS_URL.',
    read: listOf(redisAddress),
    secret: true,
  }),
  REDIS_WAIT_REPLICAS: setting({
    fallback: '0',
    doc: 'So many replicas of Redis must have a write before the gateway goes on: a failover loses nothing of it then. See docs/several-instances.md.',
    read: wholeNumber(0, 10),
  }),
  ACCOUNTS_FILE: setting({
    fallback: null,
    doc: 'A JSON file with accounts and the tokens that reach them, instead of SMSC_LOGIN and the like: see docs/access.md.',
    read: text,
  }),
  AUTH: setting({
    fallback: 'tokens',
    doc: 'tokens: callers send a token of ACCOUNTS_FILE, and without that file this machine alone is served. none: whoever reaches the gateway may do everything.',
    read: oneOf('tokens', 'none'),
  }),
  LOG_LEVEL: setting({
    fallback: 'info',
    doc: 'The least important lines to log: trace, debug, info, warn, error, fatal or silent.',
    read: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  }),
  UPSTREAM_TIMEOUT_MS: setting({
    fallback: '15000',
    doc: 'Milliseconds that one request to the provider may take.',
    read: wholeNumber(100, 300_000),
  }),
  QUEUE_TIMEOUT_MS: setting({
    fallback: '10000',
    doc: 'Milliseconds that a caller waits for a place in the provider’s limits before RATE_LIMITED.',
    read: wholeNumber(0, 300_000),
  }),
  FRESH_MS: setting({ fallback: '20000', doc: 'Milliseconds for which held data is served as fresh.', read: wholeNumber(0, 86_400_000) }),
  STALE_MS: setting({
    fallback: '300000',
    doc: 'Milliseconds for which older data is served at once while it is fetched anew.',
    read: wholeNumber(0, 86_400_000),
  }),
  STALE_IF_ERROR_MS: setting({
    fallback: '86400000',
    doc: 'Milliseconds for which older data is served while the provider fails.',
    read: wholeNumber(0, 30 * 86_400_000),
  }),
  POLL_FAST_MS: setting({
    fallback: '30000',
    doc: 'Milliseconds between two background questions while someone subscribes and something moved lately.',
    read: wholeNumber(100, 86_400_000),
  }),
  POLL_SLOW_MS: setting({
    fallback: '300000',
    doc: 'Milliseconds between them where nothing has moved for long.',
    read: wholeNumber(100, 86_400_000),
  }),
  SLOW_READER_MS: setting({
    fallback: '30000',
    doc: 'Milliseconds for which a subscriber may leave an event lying before the subscription ends with SLOW_READER.',
    read: wholeNumber(100, 3_600_000),
  }),
  JOURNAL_DAYS: setting({
    fallback: '30',
    doc: 'Days for which events are kept.',
    read: wholeNumber(1, 3_650),
  }),
  JOURNAL_EVENTS: setting({
    fallback: '1000000',
    doc: 'Events of an account that are kept at the most.',
    read: wholeNumber(1, 100_000_000),
  }),
  HOT_PATH_BYTES: setting({
    fallback: '33554432',
    doc: 'Bytes of finished answers to hold, for what is asked again in the same words; 0: none.',
    read: wholeNumber(0, 2 ** 40),
  }),
  FEDERATION: setting({
    fallback: 'off',
    doc: 'on: /graphql is a subgraph of Apollo Federation 2 too, with Query._service and Query._entities for the gateway in front of it.',
    read: oneOf('off', 'on'),
  }),
  DOCUMENTS: setting({
    fallback: 'any',
    doc: 'trusted: only the operations of schema/operations and of TRUSTED_DOCUMENTS are executed. any: whatever callers write.',
    read: oneOf('any', 'trusted'),
  }),
  TRUSTED_DOCUMENTS: setting({
    fallback: '',
    doc: 'Files of further documents that callers may name by their id, comma-separated: see docs/trusted-documents.md.',
    read: listOf(text),
  }),
  REGISTERED_DOCUMENT_BYTES: setting({
    fallback: '1000000',
    doc: 'Bytes of documents that the callers of an account may register by their hash, as Apollo’s automatic persisted queries; 0: none.',
    read: wholeNumber(0, 1_000_000_000),
  }),
  WEBHOOK_ADDRESSES: setting({
    fallback: 'public',
    doc: 'public: webhooks go to the public internet alone. any: also to this machine and to private networks.',
    read: oneOf('public', 'any'),
  }),
  CORS_ORIGINS: setting({
    fallback: '',
    doc: 'Origins whose pages may ask from a browser, comma-separated; *: any. Others’ pages can’t read an answer.',
    read: listOf(origin),
  }),
  TRUSTED_PROXIES: setting({
    fallback: '0',
    doc: 'How many proxies of yours stand in front, whose X-Forwarded-For is believed.',
    read: wholeNumber(0, 20),
  }),
  INTROSPECTION: setting({
    fallback: 'on',
    doc: 'off: nobody gets the schema, by introspection, /schema.graphql or Federation’s _service: compose from schema/subgraph.graphql. on: callers with an account do.',
    read: onOrOff,
  }),
  GRAPHIQL: setting({ fallback: 'on', doc: 'off: /graphql has no page for browsers.', read: onOrOff }),
  ...LIMIT_SETTINGS,
  MEMORY_BYTES: setting({
    fallback: null,
    doc: 'Bytes of memory that the process may take; left out: what its container (cgroup) or the machine has. From 80 % on large requests are refused, from 90 % on idle connections are closed.',
    read: wholeNumber(100_000_000, 2 ** 45),
  }),
  OPERATOR_PORT: setting({
    fallback: null,
    doc: 'A port of its own for /healthz, /readyz and /metrics, on OPERATOR_HOST; left out: they are on PORT, /metrics where there is no ACCOUNTS_FILE alone.',
    read: wholeNumber(0, 65_535),
  }),
  OPERATOR_HOST: setting({ fallback: '127.0.0.1', doc: 'The address of OPERATOR_PORT.', read: text }),
  LOG_SAMPLE: setting({
    fallback: '100',
    doc: 'One in so many successful reads is logged, besides every write, refusal, error and slow request; 0: none.',
    read: wholeNumber(0, 1_000_000),
  }),
  LOG_SLOW_MS: setting({ fallback: '1000', doc: 'Milliseconds from which a request counts as slow.', read: wholeNumber(1, 300_000) }),
  SHUTDOWN_MS: setting({
    fallback: '10000',
    doc: 'Milliseconds that running requests get to finish after SIGTERM.',
    read: wholeNumber(0, 300_000),
  }),
  WORKERS: setting({
    fallback: '1',
    doc: 'Processes that serve behind the one port; auto: one for each core. Needs DATA_DIR on a disk, or Redis. Without Redis each of them counts LIMIT_TOKEN_RATE, LIMIT_ADDRESS_RATE and points for itself.',
    read: workers,
  }),
  SANDBOX_SPEED: setting({
    fallback: '60',
    doc: 'How many times faster than life the embedded sandbox’s moderators and operators work.',
    read: wholeNumber(1, 1_000_000),
  }),
} as const;

type ValueOf<Row> = Row extends Setting<infer Value, infer Fallback> ? Value | (Fallback extends null ? null : never) : never;
type Settings = { readonly [Name in keyof typeof SETTINGS]: ValueOf<(typeof SETTINGS)[Name]> };

/** How the gateway proves itself to the provider; null: there is no provider, and the embedded sandbox stands in. */
export type ProviderCredentials = { readonly login: string; readonly password: string } | { readonly apiKey: string };

export type Config = Omit<Settings, 'SMSC_RESERVE_URLS'> & {
  readonly SMSC_RESERVE_URLS: readonly string[];
  readonly credentials: ProviderCredentials | null;
};

export const limitsOf = (config: Config): Limits =>
  Object.fromEntries(rowsOf(LIMITS).map(([name, { setting: key }]) => [name, config[key]])) as Limits;

/** Lists every fault of the settings at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the settings. An empty variable counts as one that is not set, but where its setting says otherwise.
 * @throws ConfigError
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const values = Object.fromEntries(
    rowsOf(SETTINGS).map(([name, { fallback, read, ...row }]) => {
      const value = env[name]?.trim();
      const given = value === '' && !('emptyCounts' in row) ? fallback : (value ?? fallback);
      if (given === null) return [name, null];
      try {
        return [name, read(given)];
      } catch (error) {
        const shown = 'secret' in row ? '' : `, not ${JSON.stringify(given)}`;
        faults.push(`${name} ${error instanceof Error ? error.message : 'is wrong'}${shown}`);
        return [name, null];
      }
    }),
  ) as Settings;

  const credentials = credentialsOf(values, faults);
  faults.push(...accessFaults(values), ...budgetFaults(values), ...redisFaults(values));
  if (values.WORKERS !== null && values.WORKERS !== 1 && topologyOf(values) === null && values.DATA_DIR === ':memory:')
    faults.push('DATA_DIR must be a folder while WORKERS is more than 1, not ":memory:": the workers share what is in it');
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze({ ...values, SMSC_RESERVE_URLS: values.SMSC_RESERVE_URLS ?? reservesOf(values.SMSC_URL), credentials });
}

function credentialsOf(
  { SMSC_LOGIN: login, SMSC_PASSWORD: password, SMSC_API_KEY: apiKey }: Settings,
  faults: string[],
): ProviderCredentials | null {
  if (apiKey !== null && password !== null)
    faults.push('SMSC_API_KEY and SMSC_PASSWORD must not both be set: one of them proves the account');
  if (login !== null && password === null && apiKey === null)
    faults.push('SMSC_PASSWORD must be set together with SMSC_LOGIN, or SMSC_API_KEY instead of both');
  if (login === null && password !== null) faults.push('SMSC_LOGIN must be set together with SMSC_PASSWORD');
  if (apiKey !== null) return { apiKey };
  return login !== null && password !== null ? { login, password } : null;
}

/** A request that costs more than a full budget would never be let through. */
const budgetFaults = ({ LIMIT_COST: cost, ...values }: Settings): string[] =>
  (['LIMIT_TOKEN_POINTS', 'LIMIT_ACCOUNT_POINTS'] as const)
    .filter((name) => values[name] !== 0 && values[name] < cost)
    .map(
      (name) =>
        `${name} must be 0, or at least LIMIT_COST, which is ${cost}, not "${values[name]}": what one request may cost must fit into it`,
    );

/** Who may call must be plain: the callers with tokens, this machine alone, or everybody. */
function accessFaults({ ACCOUNTS_FILE, AUTH, HOST, SMSC_LOGIN, SMSC_PASSWORD, SMSC_API_KEY }: Settings): string[] {
  if (ACCOUNTS_FILE === null) {
    return AUTH === 'none' || isLoopback(HOST ?? '')
      ? []
      : [
          `HOST must be 127.0.0.1, ::1 or localhost while there are no tokens, not ${JSON.stringify(HOST)}: give tokens in ACCOUNTS_FILE, or set AUTH=none so that whoever reaches the gateway may do everything`,
        ];
  }
  const faults: string[] = [];
  if (AUTH === 'none') faults.push('AUTH=none must not be set together with ACCOUNTS_FILE: its tokens say who may do what');
  if ([SMSC_LOGIN, SMSC_PASSWORD, SMSC_API_KEY].some((value) => value !== null))
    faults.push('SMSC_LOGIN, SMSC_PASSWORD and SMSC_API_KEY must not be set together with ACCOUNTS_FILE: it names the accounts');
  return faults;
}
