import { operation, type WireRequest } from '../../support/wire.ts';
import type { Attack } from './attack.ts';

const VIEWER = '{ viewer { account } }';
const DELETE = 'mutation ($s: String) { deleteSender(input: { sender: { name: "Shop" }, subclient: $s }) { __typename } }';
const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const nodeId = (id: string) => part(`Sender:${id}`);

export interface Tokens {
  /** A good token of the issuer, with these claims and header. */
  readonly sign: (claims?: object, header?: object) => Promise<string>;
  /** Signed with the public key as though it were a secret. */
  readonly bySecret: string;
  /** Signed by somebody else. */
  readonly byStranger: string;
  readonly claims: object;
}

/** Those who have no account, or would like another. */
export async function tenantAttacks({ sign, bySecret, byStranger, claims }: Tokens): Promise<Attack[]> {
  const wrong = (name: string, token: string | null): Attack => ({
    name,
    sends: operation(VIEWER, undefined, token),
    answer: '401 UNAUTHENTICATED',
  });
  const good = await sign();
  const [head = '', body = '', signature = ''] = good.split('.');
  const past = { exp: 1_000 };
  const inAddress: WireRequest = {
    method: 'GET',
    path: `/graphql?access_token=north-reads&query=${encodeURIComponent(VIEWER)}`,
    headers: [],
  };
  return [
    wrong('no token', null),
    wrong('a wrong token', 'north-reads2'),
    wrong('the hash of a token', '0'.repeat(64)),
    wrong('a signed token with the algorithm `none`', `${part({ alg: 'none' })}.${part(claims)}.`),
    wrong('… `NoNe`', `${part({ alg: 'NoNe' })}.${part(claims)}.${signature}`),
    wrong('… signed with the public key as a secret (HS256)', bySecret),
    wrong('… of an issuer’s good signature, but other claims', `${head}.${part({ ...claims, account: 'south' })}.${signature}`),
    wrong('… signed by a stranger', byStranger),
    wrong('… that is over', await sign(past)),
    wrong('… that does not begin yet', await sign({ nbf: 99_999_999_999 })),
    wrong('… without an end', await sign({ exp: undefined })),
    wrong('… for another audience', await sign({ aud: 'other' })),
    wrong('… of another issuer', await sign({ iss: 'https://evil.example' })),
    wrong('… of an account that there is not', await sign({ account: '__proto__' })),
    wrong('… of subclients that the account has not', await sign({ subclients: ['other'] })),
    wrong('… whose access is neither read nor write', await sign({ access: 'admin' })),
    wrong('… whose `kid` is a path', `${part({ alg: 'RS256', kid: '../../../../dev/null' })}.${body}.${signature}`),
    wrong('… whose `kid` is SQL', `${part({ alg: 'RS256', kid: "' OR 1=1 --" })}.${body}.${signature}`),
    wrong('… whose `jku` is the attacker’s own', `${part({ alg: 'RS256', jku: 'http://127.0.0.1:9/keys' })}.${body}.${signature}`),
    wrong('… that brings its own key (`jwk`)', `${part({ alg: 'RS256', jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } })}.${body}.${signature}`),
    wrong(
      '… with an unknown critical header',
      await sign({}, { crit: ['x'], x: 1 }).catch(() => `${part({ alg: 'RS256', crit: ['x'], x: 1 })}.${body}.${signature}`),
    ),
    wrong(
      '… of 16 parts',
      Array(16)
        .fill(part({ a: 1 }))
        .join('.'),
    ),
    {
      name: 'a token in the address',
      sends: inAddress,
      answer: '401 UNAUTHENTICATED',
      holds: ({ body }) => !body.includes('north-reads'),
    },
    { name: 'a write with a token that may read only', sends: operation(DELETE, {}), answer: '200 FORBIDDEN' },
    {
      name: 'a sender of another account, by its id',
      sends: operation('query ($id: ID!) { node(id: $id) { id __typename } }', { id: nodeId('SOUTH') }),
      answer: '200 data',
    },
    {
      name: 'deleting a sender of another account, by its id',
      sends: operation(
        'mutation ($id: ID!) { deleteSender(input: { sender: { id: $id } }) { __typename } }',
        { id: nodeId('SOUTH') },
        'north-writes',
      ),
      answer: '200 SenderNotFoundError',
    },
    {
      name: 'another subclient than the token’s',
      sends: operation('{ senders(subclient: "depot") { totalCount } }', undefined, 'north-branch'),
      answer: '200 FORBIDDEN',
    },
    {
      name: 'the account itself with a token of a subclient',
      sends: operation('{ senders { totalCount } }', undefined, 'north-branch'),
      answer: '200 FORBIDDEN',
    },
    {
      name: 'a write in another subclient than the token’s',
      sends: operation(DELETE, { s: 'depot' }, 'north-branch'),
      answer: '200 FORBIDDEN',
    },
    {
      name: 'a sender of another subclient, by its id',
      sends: operation('query ($id: ID!) { node(id: $id) { __typename } }', { id: nodeId('DEPOT@depot') }, 'north-branch'),
      answer: '200 FORBIDDEN',
    },
    {
      name: 'events of the account with a token of a subclient',
      sends: operation('{ events { nodes { cursor } } }', undefined, 'north-branch'),
      answer: '200 FORBIDDEN',
    },
    { name: 'what operators see, from where callers are', sends: { method: 'GET', path: '/metrics', headers: [] }, answer: '404' },
  ];
}
