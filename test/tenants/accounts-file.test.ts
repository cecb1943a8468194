import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SENDER_EVENT_KINDS } from '../../src/domain/sender-events.ts';
import { keysOf } from '../../src/domain/table.ts';
import { AccountsFileError, readAccounts, type SecretSources } from '../../src/tenants/accounts-file.ts';

const HASH = 'ab'.repeat(32);
const NOWHERE: SecretSources = {
  env: {},
  readFile: (path) => {
    throw new Error(`ENOENT: no such file, ${path}`);
  },
};
const account = (changes: object = {}) => ({
  accounts: [
    {
      name: 'shop',
      provider: { apiKey: 'key' },
      subclients: ['spb'],
      tokens: [{ name: 'office', sha256: HASH, access: 'read' }],
      ...changes,
    },
  ],
});
const WHSEC = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const withProvider = (provider: object) => account({ provider });
const withToken = (token: object) => account({ tokens: [{ name: 'office', sha256: HASH, access: 'read', ...token }] });
const withWebhook = (webhook: object) => account({ webhooks: [{ name: 'crm', url: 'https://crm.example', secret: WHSEC, ...webhook }] });
const withJwt = (jwt: object) => ({ ...account(), jwt: { issuer: 'https://id.example', audience: 'gateway', ...jwt } });

const read = (file: unknown, sources = NOWHERE) => readAccounts(typeof file === 'string' ? file : JSON.stringify(file), sources);

function faultsOf(file: unknown, sources = NOWHERE): readonly string[] {
  try {
    read(file, sources);
  } catch (error) {
    if (error instanceof AccountsFileError) return error.faults;
    throw error;
  }
  return [];
}

describe('readAccounts', () => {
  it('reads accounts with their provider, subclients and tokens', () => {
    const file = {
      accounts: [
        {
          name: 'shop',
          provider: { login: 'shop', password: { env: 'SHOP' }, url: 'https://smsc.kz/', reserveUrls: ['https://www2.smsc.kz'] },
          subclients: ['spb'],
          tokens: [
            { name: 'office', sha256: HASH.toUpperCase(), access: 'write' },
            { name: 'spb', sha256: 'cd'.repeat(32), access: 'read', subclients: ['spb'] },
          ],
          webhooks: [
            { name: 'crm', url: 'https://crm.example/hook', secret: { env: 'CRM' }, kinds: ['SENDER_ADDED'] },
            { name: 'erp', url: 'https://erp.example', secret: WHSEC },
          ],
        },
        { name: 'bank', provider: { apiKey: { file: 'bank.key' } } },
      ],
    };
    expect(read(file, { env: { SHOP: 'psw', CRM: WHSEC }, readFile: (path) => `${path} text\n` })).toEqual({
      accounts: [
        {
          name: 'shop',
          provider: {
            credentials: { login: 'shop', password: 'psw' },
            url: 'https://smsc.kz',
            reserveUrls: ['https://www2.smsc.kz'],
          },
          subclients: ['spb'],
          tokens: [
            { name: 'office', sha256: HASH, access: 'write', subclients: null },
            { name: 'spb', sha256: 'cd'.repeat(32), access: 'read', subclients: ['spb'] },
          ],
          webhooks: [
            { name: 'crm', url: 'https://crm.example/hook', secret: WHSEC, kinds: ['SENDER_ADDED'] },
            { name: 'erp', url: 'https://erp.example/', secret: WHSEC, kinds: keysOf(SENDER_EVENT_KINDS) },
          ],
        },
        {
          name: 'bank',
          provider: { credentials: { apiKey: 'bank.key text' }, url: null, reserveUrls: null },
          subclients: [],
          tokens: [],
          webhooks: [],
        },
      ],
      jwt: null,
    });
  });

  it.each([
    ['the same domain’s', { url: 'https://smsc.kz' }, ['https://www2.smsc.kz']],
    ['none where the address is no address of the provider’s', { url: 'https://smsc.example' }, []],
    ['none where none are given', { url: 'https://smsc.kz', reserveUrls: [] }, []],
    ['none where none are given, also for the address of the settings', { reserveUrls: [] }, []],
    ['those of the settings together with their address', {}, null],
  ])('takes for reserves %s', (_title, addresses, reserveUrls) => {
    const [shop] = read(withProvider({ apiKey: 'key', ...addresses })).accounts;
    expect(shop?.provider.reserveUrls).toEqual(reserveUrls);
  });

  it('lists every fault at once, each with its path', () => {
    const file = {
      accounts: [
        {
          name: 'a b',
          provider: { login: 'x', password: 'p', url: 'ftp://x' },
          extra: 1,
          more: 2,
          tokens: [{ name: 't', sha256: 'zz' }, 5],
        },
        { provider: { login: 'x', password: { env: 'GONE' } }, subclients: 'spb' },
        7,
      ],
      jwtt: {},
    };
    expect(faultsOf(file)).toEqual([
      'accounts[0].name must be a name of letters, digits and . _ @ -, 1 to 64 of them',
      'accounts[0].provider.url must be an address such as https://smsc.ru',
      expect.stringMatching(/^accounts\[0\]\.tokens\[0\]\.sha256 must be the SHA-256 of a token/),
      'accounts[0].tokens[0].access is missing',
      'accounts[0].tokens[1] must be an object',
      'accounts[0].extra is unknown here. Known are name, provider, subclients, tokens, webhooks',
      'accounts[0].more is unknown here. Known are name, provider, subclients, tokens, webhooks',
      'accounts[1].name is missing',
      'accounts[1].provider.password names the environment variable GONE, which is not set',
      'accounts[1].subclients must be a list of logins',
      'accounts[2] must be an object',
      'jwtt is unknown here. Known are accounts, jwt',
      'accounts[1].provider.login is the same as accounts[0].provider.login',
    ]);
  });

  it.each([
    ['no object', [], ['accounts is missing']],
    ['no accounts', { accounts: [] }, ['accounts must hold an account']],
    [
      'a webhook without an address',
      withWebhook({ url: 'crm' }),
      ['accounts[0].webhooks[0].url must be an address such as https://example.com/hook'],
    ],
    [
      'a password in a webhook’s address',
      withWebhook({ url: 'https://a:b@crm.example' }),
      ['accounts[0].webhooks[0].url must hold no login or password: the receiver checks the signature'],
    ],
    [
      'a short secret of a webhook',
      withWebhook({ secret: `whsec_${Buffer.alloc(23).toString('base64')}` }),
      ['accounts[0].webhooks[0].secret must be `whsec_` and 24 to 64 random bytes in base64: `echo whsec_$(openssl rand -base64 32)`'],
    ],
    [
      'an unknown kind of event',
      withWebhook({ kinds: ['SOLD'] }),
      [expect.stringMatching(/^accounts\[0\]\.webhooks\[0\]\.kinds\[0\] must be one of SENDER_ADDED, /)],
    ],
    [
      'no kind of event',
      withWebhook({ kinds: [] }),
      ['accounts[0].webhooks[0].kinds must name a kind of event, or be left out: then all are sent'],
    ],
    [
      'two webhooks of one name',
      account({
        webhooks: [
          { name: 'crm', url: 'https://a.example', secret: WHSEC },
          { name: 'CRM', url: 'https://b.example', secret: WHSEC },
        ],
      }),
      ['accounts[0].webhooks[1].name is the same as accounts[0].webhooks[0].name'],
    ],
    ['no account with a way in', withProvider({ login: 'x' }), ['accounts[0].provider must hold either login and password, or apiKey']],
    [
      'a password without a login',
      withProvider({ password: 'x' }),
      ['accounts[0].provider must hold either login and password, or apiKey'],
    ],
    [
      'two ways in',
      withProvider({ login: 'x', password: 'x', apiKey: 'x' }),
      ['accounts[0].provider must hold either login and password, or apiKey'],
    ],
    [
      'an empty secret',
      withProvider({ apiKey: '' }),
      ['accounts[0].provider.apiKey must be a text that is not empty, or { "env": NAME }, or { "file": PATH }'],
    ],
    [
      'a secret from two places',
      withProvider({ apiKey: { env: 'A', file: 'b' } }),
      ['accounts[0].provider.apiKey must be a text that is not empty, or { "env": NAME }, or { "file": PATH }'],
    ],
    [
      'a file that is not there',
      withProvider({ apiKey: { file: 'gone.key' } }),
      ['accounts[0].provider.apiKey ENOENT: no such file, gone.key'],
    ],
    [
      'a password in the address',
      withProvider({ apiKey: 'key', url: 'https://a:b@smsc.ru' }),
      ['accounts[0].provider.url must hold no login or password: they have settings of their own'],
    ],
    ['an unknown access', withToken({ access: 'admin' }), ['accounts[0].tokens[0].access must be "read" or "write"']],
    [
      'the hash of nothing',
      withToken({ sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }),
      [expect.stringMatching(/^accounts\[0\]\.tokens\[0\]\.sha256 is the SHA-256 of nothing/)],
    ],
    [
      'a token confined to nothing',
      withToken({ subclients: [] }),
      [expect.stringMatching(/^accounts\[0\]\.tokens\[0\]\.subclients must name a subclient/)],
    ],
    [
      'a token confined to a stranger',
      withToken({ subclients: ['spb', 'msk'] }),
      ['accounts[0].tokens[0].subclients[1] is none of accounts[0].subclients'],
    ],
    [
      'a name with a line feed',
      account({ subclients: ['a\nb'] }),
      ['accounts[0].subclients[0] must be a text of one line, 1 to 255 characters'],
    ],
  ])('refuses %s', (_, file, faults) => {
    expect(faultsOf(file)).toEqual(faults);
  });

  it('refuses what stands twice: names, and token hashes over the whole file', () => {
    const other = { name: 'bank', provider: { apiKey: 'other' }, tokens: [{ name: 'office', sha256: HASH.toUpperCase(), access: 'read' }] };
    const [shop] = account().accounts;
    expect(faultsOf({ accounts: [shop, other] })).toEqual(['accounts[1].tokens[0].sha256 is the same as accounts[0].tokens[0].sha256']);
    expect(faultsOf({ accounts: [shop, { ...shop, tokens: [] }] })).toEqual(['accounts[1].name is the same as accounts[0].name']);
    expect(faultsOf(account({ tokens: [...(shop?.tokens ?? []), { name: 'office', sha256: 'cd'.repeat(32), access: 'read' }] }))).toEqual([
      'accounts[0].tokens[1].name is the same as accounts[0].tokens[0].name',
    ]);
  });

  it.each([
    ['text that is no JSON', '{"password": hunter2}'],
    ['text that ends early', '{"accounts": [{"provider": {"password": "hunter2"'],
    [
      'a secret at a wrong place',
      JSON.stringify(account({ provider: 'hunter2', name: { hunter2: 'hunter2' }, subclients: ['hunter2\n'] })),
    ],
    ['a wrong secret', JSON.stringify(withProvider({ password: ['hunter2'], login: 'x', url: 'hunter2' }))],
    ['a wrong key', JSON.stringify(withJwt({ publicKey: 'hunter2', secret: 'hunter2' }))],
    ['a token in place of its hash', JSON.stringify(withToken({ sha256: 'hunter2' }))],
  ])('keeps secrets out of its faults: %s', (_, text) => {
    const faults = faultsOf(text).join('\n');
    expect(faults).not.toBe('');
    expect(faults).not.toContain('hunter2');
  });
});

describe('jwt in the accounts file', () => {
  const pem = ({ publicKey }: { publicKey: KeyObject }) => publicKey.export({ type: 'spki', format: 'pem' });

  it.each([
    ['an RSA key', 'RS256,RS384,RS512', () => pem(generateKeyPairSync('rsa', { modulusLength: 2048 }))],
    ['a P-256 key', 'ES256', () => pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }))],
    ['a P-384 key', 'ES384', () => pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }))],
    ['an Ed25519 key', 'EdDSA,Ed25519', () => pem(generateKeyPairSync('ed25519'))],
  ])('pins the algorithms to %s', (_, algorithms, publicKey) => {
    expect(read(withJwt({ publicKey: publicKey() })).jwt?.algorithms.join()).toBe(algorithms);
  });

  it('pins the algorithms to a secret, and to the family named with an address', () => {
    expect(read(withJwt({ secret: 'x'.repeat(32) })).jwt?.algorithms).toEqual(['HS256', 'HS384', 'HS512']);
    expect(read(withJwt({ jwks: 'https://id.example/keys', family: 'ES' })).jwt).toMatchObject({
      key: new URL('https://id.example/keys'),
      algorithms: ['ES256', 'ES384', 'ES512'],
    });
  });

  it.each([
    ['no key', {}, ['jwt must hold one of jwks (an address), publicKey and secret']],
    [
      'two keys',
      { secret: 'x'.repeat(32), jwks: 'https://id.example', family: 'RS' },
      ['jwt must hold one of jwks (an address), publicKey and secret'],
    ],
    [
      'an address without a family',
      { jwks: 'https://id.example' },
      [expect.stringMatching(/^jwt must hold `family` together with `jwks`/)],
    ],
    [
      'a family of secrets for an address',
      { jwks: 'https://id.example', family: 'HS' },
      [expect.stringMatching(/^jwt\.family must be RS, PS, ES or EdDSA/)],
    ],
    [
      'keys over the open network',
      { jwks: 'http://id.example/keys', family: 'RS' },
      [expect.stringMatching(/^jwt\.jwks must be an https address/)],
    ],
    ['a short secret', { secret: 'x'.repeat(31) }, ['jwt.secret must have 32 bytes at least']],
    [
      'a weak key',
      { publicKey: pem(generateKeyPairSync('rsa', { modulusLength: 1024 })) },
      ['jwt.publicKey must have 2048 bits at least, not 1024'],
    ],
    [
      'a curve of no algorithm',
      { publicKey: pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' })) },
      [expect.stringMatching(/^jwt\.publicKey must be an RSA/)],
    ],
    [
      'a private key',
      { publicKey: '-----BEGIN PRIVATE KEY-----' },
      [expect.stringMatching(/^jwt\.publicKey must be a public key: a private one/)],
    ],
    ['no issuer', { issuer: '', secret: 'x'.repeat(32) }, ['jwt.issuer must be a text of one line, 1 to 255 characters']],
  ])('refuses %s', (_, jwt, faults) => {
    expect(faultsOf(withJwt(jwt))).toEqual(faults);
  });
});
