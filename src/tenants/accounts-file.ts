import * as v from 'valibot';
import type { ProviderCredentials } from '../config/config.ts';
import { address } from '../config/setting.ts';
import { reservesOf } from '../domain/provider-hosts.ts';
import { SENDER_EVENT_KINDS } from '../domain/sender-events.ts';
import { keysOf } from '../domain/table.ts';
import { HASH_OF_NOTHING } from '../http/access/bearer-tokens.ts';
import { jwksAddress, publicKey, sharedSecret } from '../http/access/jwt-keys.ts';
import { type JwtSettings, KEY_FAMILIES } from '../http/access/jwt-settings.ts';
import { type WebhookSettings, webhookAddress, webhookSecret } from '../webhooks/webhook-settings.ts';

export interface ProviderSettings {
  readonly credentials: ProviderCredentials;
  /** null: that of SMSC_URL. */
  readonly url: string | null;
  /** null: those of SMSC_RESERVE_URLS. */
  readonly reserveUrls: readonly string[] | null;
}

export interface TokenSettings {
  readonly name: string;
  /** Of the token, lower-case hexadecimal. */
  readonly sha256: string;
  readonly access: 'read' | 'write';
  /** The only subclients that it reaches; null: the account itself and all of them. */
  readonly subclients: readonly string[] | null;
}

export interface AccountSettings {
  readonly name: string;
  readonly provider: ProviderSettings;
  readonly subclients: readonly string[];
  readonly tokens: readonly TokenSettings[];
  readonly webhooks: readonly WebhookSettings[];
}

export interface AccountsFile {
  readonly accounts: readonly AccountSettings[];
  readonly jwt: JwtSettings | null;
}

/** Lists every fault of an accounts file, each with its path in it. Holds no secret. */
export class AccountsFileError extends Error {
  override readonly name = 'AccountsFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The accounts file is wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** Where the secrets are that the file does not hold itself. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file that is named in the accounts file. @throws Error where it can't be read */
  readonly readFile: (path: string) => string;
}

/** @throws AccountsFileError */
export function readAccounts(text: string, sources: SecretSources): AccountsFile {
  const value = parseJson(text);
  const result = v.safeParse(fileOf(sources), value, { abortPipeEarly: true });
  const faults = [...(result.issues ?? []).map((issue) => `${pathOf(issue)} ${issue.message}`), ...faultsBetween(value)];
  if (!result.success || faults.length > 0) throw new AccountsFileError(faults);
  return result.output;
}

/** The parser's own message quotes the text, and so the secrets in it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [place = ''] = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '') ?? [];
    throw new AccountsFileError([`The file is no valid JSON${place === '' ? '' : `: see ${place}`}`]);
  }
}

/** `accounts[0].tokens[1].sha256` */
const pathOf = ({ path = [] }: { readonly path?: readonly { readonly key: unknown }[] | undefined }): string =>
  jsonPath(path.map(({ key }) => key)) || 'The file';

const jsonPath = (steps: readonly unknown[]): string =>
  steps.reduce((path: string, step) => (typeof step === 'number' ? `${path}[${step}]` : path === '' ? `${step}` : `${path}.${step}`), '');

// Every message is our own: valibot's quote what was given, which may be a secret.

/** An object with these keys and no other: an unknown one is a typing mistake. */
const object = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.objectWithRest(entries, v.never(`is unknown here. Known are ${Object.keys(entries).join(', ')}`), ({ expected }) =>
      expected === 'Object' ? 'must be an object' : 'is missing',
    ),
    // Of the rest nothing is left.
    v.transform((value) => value as v.InferOutput<v.ObjectSchema<Entries, undefined>>),
  );

/** Makes something of a value. @param parse throws an Error that says what is right, and holds no secret */
const parsed = <Given, Made>(parse: (value: Given) => Made) =>
  v.rawTransform<Given, Made>(({ dataset, addIssue, NEVER }) => {
    try {
      return parse(dataset.value);
    } catch (error) {
      addIssue({ message: error instanceof Error ? error.message : 'is wrong' });
      return NEVER;
    }
  });

const text = (rule: string, pattern: RegExp) => v.pipe(v.string(rule), v.regex(pattern, rule));
const line = text('must be a text of one line, 1 to 255 characters', /^[^\p{Cc}]{1,255}$/u);
const name = text('must be a name of letters, digits and . _ @ -, 1 to 64 of them', /^[\w.@-]{1,64}$/);
const subclients = v.array(line, 'must be a list of logins');
const url = (read: (text: string) => string) => v.pipe(v.string('must be an address such as https://smsc.ru'), parsed(read));

/** A secret as it stands, or where it is. */
function secretOf({ env, readFile }: SecretSources) {
  const rule = 'must be a text that is not empty, or { "env": NAME }, or { "file": PATH }';
  const given = v.union([v.string(), v.strictObject({ env: v.string() }), v.strictObject({ file: v.string() })], rule);
  return v.pipe(
    given,
    parsed((from: v.InferOutput<typeof given>) => {
      if (typeof from === 'object' && 'env' in from && !env[from.env])
        throw new Error(`names the environment variable ${from.env}, which is not set`);
      // What ends a file's last line is not part of the secret.
      const secret = typeof from === 'string' ? from : 'env' in from ? env[from.env] : readFile(from.file).replace(/\r?\n$/, '');
      if (!secret) throw new Error(rule);
      return secret;
    }),
  );
}
type Secret = ReturnType<typeof secretOf>;

const token = v.pipe(
  object({
    name,
    sha256: v.pipe(
      text('must be the SHA-256 of a token, 64 hexadecimal digits: `npm run token` makes both', /^[0-9a-f]{64}$/i),
      v.toLowerCase(),
      v.check((hash) => hash !== HASH_OF_NOTHING, 'is the SHA-256 of nothing: `npm run token` makes a token and its hash'),
    ),
    access: v.picklist(['read', 'write'], 'must be "read" or "write"'),
    subclients: v.optional(
      v.pipe(subclients, v.minLength(1, 'must name a subclient, or be left out: then the token reaches the account and all of them')),
    ),
  }),
  v.transform(({ subclients = null, ...rest }): TokenSettings => ({ ...rest, subclients })),
);

const providerOf = (secret: Secret) =>
  v.pipe(
    object({
      login: v.optional(line),
      password: v.optional(secret),
      apiKey: v.optional(secret),
      url: v.optional(url(address)),
      reserveUrls: v.optional(v.array(url(address), 'must be a list of addresses')),
    }),
    parsed(({ login, password, apiKey, url = null, reserveUrls }): ProviderSettings => {
      // Not those of SMSC_URL, which may be on another domain.
      const addresses = { url, reserveUrls: reserveUrls ?? (url === null ? null : reservesOf(url)) };
      if (apiKey !== undefined && password === undefined) return { credentials: { apiKey }, ...addresses };
      if (apiKey === undefined && login !== undefined && password !== undefined) return { credentials: { login, password }, ...addresses };
      throw new Error('must hold either login and password, or apiKey');
    }),
  );

const KINDS = keysOf(SENDER_EVENT_KINDS);

const webhookOf = (secret: Secret) =>
  object({
    name,
    url: url(webhookAddress),
    secret: v.pipe(secret, parsed(webhookSecret)),
    kinds: v.optional(
      v.pipe(
        v.array(v.picklist(KINDS, `must be one of ${KINDS.join(', ')}`), 'must be a list of kinds of events'),
        v.minLength(1, 'must name a kind of event, or be left out: then all are sent'),
      ),
      KINDS,
    ),
  });

const jwtOf = (secret: Secret) =>
  v.pipe(
    object({
      issuer: line,
      audience: line,
      jwks: v.optional(url(jwksAddress)),
      family: v.optional(v.picklist(['RS', 'PS', 'ES', 'EdDSA'], 'must be RS, PS, ES or EdDSA: what the keys at the `jwks` address sign')),
      publicKey: v.optional(v.pipe(secret, parsed(publicKey))),
      secret: v.optional(v.pipe(secret, parsed(sharedSecret))),
    }),
    parsed(({ issuer, audience, jwks, family, publicKey, secret }): JwtSettings => {
      if ([jwks, publicKey, secret].filter((key) => key !== undefined).length !== 1)
        throw new Error('must hold one of jwks (an address), publicKey and secret');
      if ((family === undefined) !== (jwks === undefined))
        throw new Error('must hold `family` together with `jwks`: a key that is given here has its own');
      const checkedWith = publicKey ?? secret ?? { key: new URL(jwks ?? ''), algorithms: KEY_FAMILIES[family ?? 'RS'] };
      return { issuer, audience, ...checkedWith };
    }),
  );

function fileOf(sources: SecretSources) {
  const secret = secretOf(sources);
  const account = object({
    name,
    provider: providerOf(secret),
    subclients: v.optional(subclients, []),
    tokens: v.optional(v.array(token, 'must be a list of tokens'), []),
    webhooks: v.optional(v.array(webhookOf(secret), 'must be a list of webhooks'), []),
  });
  return v.pipe(
    object({
      accounts: v.pipe(v.array(account, 'must be a list of accounts'), v.minLength(1, 'must hold an account')),
      jwt: v.optional(jwtOf(secret)),
    }),
    v.transform(({ accounts, jwt = null }): AccountsFile => ({ accounts, jwt })),
  );
}

interface Entry {
  readonly path: string;
  readonly value: unknown;
}

const child = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

/** The items of a list in an object, each with its path; none where there is no list. */
function items({ path, value }: Entry, key: string): Entry[] {
  const list = child(value, key);
  return Array.isArray(list) ? list.map((item, index) => ({ path: `${path}${path && '.'}${key}[${index}]`, value: item })) : [];
}

const at = ({ path, value }: Entry, ...keys: string[]): Entry => ({
  path: [path, ...keys].join('.'),
  value: keys.reduce(child, value),
});

/** Faults of no single value. Looks at what is there, so that they are told together with the others. */
function faultsBetween(file: unknown): string[] {
  const accounts = items({ path: '', value: file }, 'accounts');
  const tokens = accounts.flatMap((account) => items(account, 'tokens'));
  return [
    ...repeats(accounts.map((account) => at(account, 'name'))),
    // Two accounts of one login would count the provider's limits twice over.
    ...repeats(accounts.map((account) => at(account, 'provider', 'login'))),
    ...accounts.flatMap((account) => repeats(items(account, 'tokens').map((token) => at(token, 'name')))),
    ...accounts.flatMap((account) => repeats(items(account, 'webhooks').map((webhook) => at(webhook, 'name')))),
    ...repeats(tokens.map((token) => at(token, 'sha256'))),
    ...accounts.flatMap(strangers),
  ];
}

function repeats(entries: readonly Entry[]): string[] {
  const first = new Map<string, string>();
  return entries.flatMap(({ path, value }) => {
    if (typeof value !== 'string') return [];
    const before = first.get(value.toLowerCase());
    if (before === undefined) first.set(value.toLowerCase(), path);
    return before === undefined ? [] : [`${path} is the same as ${before}`];
  });
}

/** Subclients that a token names and its account does not. */
function strangers(account: Entry): string[] {
  const known = items(account, 'subclients').map(({ value }) => value);
  return items(account, 'tokens')
    .flatMap((token) => items(token, 'subclients'))
    .filter(({ value }) => typeof value === 'string' && !known.includes(value))
    .map(({ path }) => `${path} is none of ${account.path}.subclients`);
}
