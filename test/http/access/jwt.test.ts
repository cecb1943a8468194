import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountsOf, startTenants, type TenantGateway } from '../../support/tenants.ts';

const NOW_SECONDS = 1_800_000_000;
const clock = () => NOW_SECONDS * 1000;
const ISSUER = 'https://id.example';
const AUDIENCE = 'sender-gateway';
const SECRET = 'a secret that is long enough for HS256';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strange = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

const GOOD: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'anna',
  exp: NOW_SECONDS + 600,
  nbf: NOW_SECONDS - 5,
  account: 'north',
  access: 'write',
};

const sign = (claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}, key: KeyObject | Uint8Array = rsa.privateKey) =>
  new SignJWT({ ...GOOD, ...claims }).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token with any header, signed by hand. */
const byHand = (header: object, signature = '', claims: object = GOOD) => `${part(header)}.${part(claims)}.${signature}`;

const VIEWER = '{ viewer { account canWrite subclients } }';
const gatewayWith = (key: object) =>
  startTenants({ clock, accounts: { ...accountsOf(), jwt: { issuer: ISSUER, audience: AUDIENCE, ...key } } });

async function expectRefused(gateway: TenantGateway, token: string, message: RegExp) {
  const response = await gateway.send(token, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: VIEWER }),
  });
  expect(await response.json()).toMatchObject({
    errors: [{ message: expect.stringMatching(message), extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
}

describe('JWT with a public key', () => {
  let gateway: TenantGateway;
  beforeAll(async () => {
    gateway = await gatewayWith({ publicKey: pem(rsa.publicKey) });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it.each([
    ['a writer', {}, { account: 'north', canWrite: true, subclients: ['branch', 'depot'] }],
    ['a reader', { access: 'read' }, { account: 'north', canWrite: false, subclients: ['branch', 'depot'] }],
    [
      'one confined to subclients',
      { account: 'south', subclients: ['depot'] },
      { account: 'south', canWrite: true, subclients: ['depot'] },
    ],
    ['one of several audiences', { aud: ['other', AUDIENCE] }, { account: 'north', canWrite: true, subclients: ['branch', 'depot'] }],
    [
      'one whose issuer’s clock goes a little wrong',
      { exp: NOW_SECONDS - 20, nbf: NOW_SECONDS + 20 },
      { account: 'north', canWrite: true, subclients: ['branch', 'depot'] },
    ],
  ])('lets in %s', async (_, claims, viewer) => {
    expect(await gateway.ask(await sign(claims), VIEWER)).toEqual({ data: { viewer } });
  });

  it('keeps a reader from writing and a confined one in its subclients', async () => {
    const reader = await sign({ access: 'read' });
    expect(await gateway.ask(reader, 'mutation { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    const confined = await sign({ subclients: ['depot'] });
    expect(await gateway.ask(confined, '{ senders(subclient: "branch") { totalCount } }')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('goes on to take the file’s own tokens', async () => {
    expect(await gateway.ask('south-reads', VIEWER)).toMatchObject({ data: { viewer: { account: 'south' } } });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['expired', { exp: NOW_SECONDS - 31 }, /has expired/],
    ['without an expiry', { exp: undefined }, /`exp` is missing/],
    ['not valid yet', { nbf: NOW_SECONDS + 31 }, /not valid yet/],
    ['with a not-before that is no time', { nbf: 'tomorrow' }, /`nbf` is another/],
    ['of another issuer', { iss: 'https://evil.example' }, /`iss` is another/],
    ['of an issuer whose name begins the same', { iss: `${ISSUER}.evil.example` }, /`iss` is another/],
    ['without an issuer', { iss: undefined }, /`iss` is missing/],
    ['for another audience', { aud: 'another-service' }, /`aud` is another/],
    ['without an audience', { aud: undefined }, /`aud` is missing/],
    ['of an unknown account', { account: 'west' }, /name nothing that this gateway has/],
    ['without an account', { account: undefined }, /name nothing/],
    ['of an account’s prototype', { account: '__proto__' }, /name nothing/],
    ['with an unknown access', { access: 'admin' }, /name nothing/],
    ['without access', { access: undefined }, /name nothing/],
    ['confined to a subclient that the account does not have', { subclients: ['branch', 'harbour'] }, /name nothing/],
    ['confined to nothing', { subclients: [] }, /name nothing/],
    ['confined by something that is no list', { subclients: 'branch' }, /name nothing/],
    ['confined by a list of no texts', { subclients: [['branch']] }, /name nothing/],
  ])('refuses one %s', async (_, claims, message) => {
    const payload = Object.fromEntries(Object.entries({ ...GOOD, ...claims }).filter(([, value]) => value !== undefined));
    const token = await new SignJWT(payload).setProtectedHeader({ alg: 'RS256' }).sign(rsa.privateKey);
    await expectRefused(gateway, token, message);
  });

  const hs256 = (header: object) => {
    const text = `${part(header)}.${part(GOOD)}`;
    return `${text}.${createHmac('sha256', pem(rsa.publicKey)).update(text).digest('base64url')}`;
  };
  it.each<[string, () => string | Promise<string>]>([
    ['not signed: alg none', () => byHand({ alg: 'none' })],
    ['not signed: alg nOnE', () => byHand({ alg: 'nOnE' })],
    ['not signed: no alg', () => byHand({ typ: 'JWT' })],
    ['whose signature was taken off', async () => (await sign({})).replace(/[^.]+$/, '')],
    ['signed with the public key as a secret', () => hs256({ alg: 'HS256', typ: 'JWT' })],
    ['of the same key in another family', () => sign({}, { alg: 'PS256' })],
    ['signed by a stranger', () => sign({}, {}, strange.privateKey)],
    ['whose claims were changed', async () => (await sign({ access: 'read' })).replace(/\.[^.]+\./, `.${part(GOOD)}.`)],
    ['whose header was changed', async () => (await sign({})).replace(/^[^.]+/, part({ alg: 'RS256', kid: 'x' }))],
    ['with an extension that must be understood', () => byHand({ alg: 'RS256', crit: ['b64'], b64: false }, 'AA')],
    ['with an algorithm that is no text', () => byHand({ alg: ['RS256'] }, 'AA')],
    ['with no JSON in it', () => 'e30.e30.e30'],
    ['of three empty parts', () => '..'],
    ['encrypted', () => `${byHand({ alg: 'dir', enc: 'A128GCM' })}.AA.AA`],
  ])('refuses one %s', async (_, token) => {
    await expectRefused(gateway, await token(), /signature can’t be proved|unknown/);
  });

  it('takes no fault of a token for one of its own', () => {
    expect(gateway.faults).toEqual([]);
  });
});

describe('JWT with a secret', () => {
  it('takes what is signed with it and nothing else', async () => {
    await using gateway = await gatewayWith({ secret: SECRET });
    const key = Buffer.from(SECRET);
    expect(await gateway.ask(await sign({}, { alg: 'HS256' }, key), VIEWER)).toMatchObject({ data: { viewer: { account: 'north' } } });
    expect(await gateway.ask(await sign({}, { alg: 'HS512' }, key), VIEWER)).toMatchObject({ data: { viewer: { account: 'north' } } });
    await expectRefused(gateway, await sign({}, { alg: 'HS256' }, Buffer.from(`${SECRET}.`)), /signature/);
    await expectRefused(gateway, await sign({}), /signature/);
    await expectRefused(gateway, byHand({ alg: 'none' }), /signature/);
  });
});

/** Publishes keys like an issuer, and counts who asks. */
async function startIssuer() {
  let status = 200;
  let asked: string[] = [];
  const keys = [{ ...(await exportJWK(rsa.publicKey)), kid: 'first', alg: 'RS256', use: 'sig' }];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    keys,
    asked: () => asked,
    fail: (answer: number) => {
      status = answer;
    },
    forget: () => {
      asked = [];
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('JWT with the issuer’s published keys', () => {
  it('takes what they signed, and asks for them once', async () => {
    await using issuer = await startIssuer();
    await using gateway = await gatewayWith({ jwks: `${issuer.url}/keys`, family: 'RS' });
    const tokens = await Promise.all([sign({}, { kid: 'first' }), sign({ access: 'read' }, { kid: 'first' }), sign({})]);
    for (const token of [...tokens, ...tokens]) {
      expect(await gateway.ask(token, VIEWER)).toMatchObject({ data: { viewer: { account: 'north' } } });
    }
    expect(issuer.asked()).toEqual(['/keys']);
  });

  it('follows no header that names keys elsewhere, and looks no kid up anywhere but in the list', async () => {
    await using issuer = await startIssuer();
    await using gateway = await gatewayWith({ jwks: `${issuer.url}/keys`, family: 'RS' });
    const evil = `${issuer.url}/evil`;
    const jwk = await exportJWK(strange.publicKey);
    const headers: Partial<JWTHeaderParameters>[] = [
      { jku: evil, kid: 'first' },
      { x5u: evil, kid: 'first' },
      { jku: evil, kid: 'evil' },
      { jwk },
      { jwk, kid: 'first' },
      { x5c: [Buffer.from('certificate').toString('base64')], kid: 'first' },
      { kid: '../../../../dev/null' },
      { kid: '/proc/self/environ' },
      { kid: `${issuer.url}/evil` },
      { kid: "first' UNION SELECT 'key" },
      { kid: 'first\u0000' },
      { kid: '__proto__' },
      { kid: 'unknown' },
      { kid: '' },
      { kid: 5 } as never,
    ];
    for (const header of headers) await expectRefused(gateway, await sign({}, header, strange.privateKey), /signature/);
    // The right key under a wrong name is no better.
    await expectRefused(gateway, await sign({}, { kid: 'unknown' }), /signature/);
    expect(new Set(issuer.asked())).toEqual(new Set(['/keys']));
    // An unknown kid makes nobody ask the issuer again and again.
    expect(issuer.asked()).toHaveLength(1);
    expect(gateway.faults).toEqual([]);
  });

  it('takes no key of another family out of the list', async () => {
    await using issuer = await startIssuer();
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    issuer.keys.push({ ...(await exportJWK(ec.publicKey)), kid: 'second', alg: 'ES256', use: 'sig' });
    await using gateway = await gatewayWith({ jwks: `${issuer.url}/keys`, family: 'RS' });
    await expectRefused(gateway, await sign({}, { alg: 'ES256', kid: 'second' }, ec.privateKey), /signature/);
    expect(await gateway.ask(await sign({}, { kid: 'first' }), VIEWER)).toMatchObject({ data: { viewer: { account: 'north' } } });
  });

  it('calls no token bad while the keys can’t be had, reports it, and leaves the issuer alone for a while', async () => {
    await using issuer = await startIssuer();
    await using gateway = await gatewayWith({ jwks: `${issuer.url}/keys`, family: 'RS' });
    issuer.fail(500);
    for (const _ of [1, 2, 3]) {
      const response = await gateway.send(await sign({}, { kid: 'first' }), { path: '/graphql?query={viewer{account}}' });
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL', requestId: expect.any(String) } }] });
    }
    expect(issuer.asked()).toHaveLength(1);
    expect(gateway.faults).toHaveLength(3);
    expect(await gateway.ask('south-reads', VIEWER)).toMatchObject({ data: { viewer: { account: 'south' } } });
  });
});
