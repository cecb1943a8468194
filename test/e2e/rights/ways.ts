import type { RightEnd } from '../../../src/domain/right-ends.ts';
import type { SimulatedTime } from '../../support/simulated-time.ts';
import { accountsOf, type Json, type TenantGateway } from '../../support/tenants.ts';

export interface World {
  readonly gateway: TenantGateway;
  readonly time: SimulatedTime;
  /** The accounts file that is in force. */
  readonly file: Json;
}

/** Something that happens while a caller is served. */
export interface Way {
  readonly name: string;
  /** Whose bearer is looked at: `north-writes`, or a signed token for all of north. */
  readonly token: 'of the file' | 'signed';
  readonly happens: (world: World) => void | Promise<void>;
  /** How the caller's right ends by it; null: it goes on. */
  readonly end: RightEnd | null;
}

/** A reload of the file, changed. */
const reload = (change: (file: Json) => void) => (world: World) => {
  const file = structuredClone(world.file);
  change(file);
  world.gateway.reload(file);
};
const north = (change: (account: Json) => void) => reload(({ accounts: [account] }) => change(account));
const token = (change: (token: Json) => void) => north(({ tokens: [first] }) => change(first));

const nothing = reload(() => {});
const otherAccount = reload((file) => file.accounts.pop());
const otherToken = north((account) => account.tokens.pop());
const newToken = north((account) => account.tokens.push({ name: 'new', sha256: 'a'.repeat(64), access: 'read' }));
const account = reload((file) => file.accounts.shift());
const password = north((account) => {
  account.provider = { apiKey: 'north-key' };
});
const moreSubclients = north((account) => account.subclients.push('more'));
const fewerSubclients = north((account) => {
  account.subclients = ['branch'];
});

export const WAYS: readonly Way[] = [
  { name: 'a reload of the same file', token: 'of the file', happens: nothing, end: null },
  { name: 'another account is removed', token: 'of the file', happens: otherAccount, end: null },
  { name: 'another token is removed', token: 'of the file', happens: otherToken, end: null },
  { name: 'a token is added', token: 'of the file', happens: newToken, end: null },
  { name: 'the token is removed', token: 'of the file', happens: north(({ tokens }) => tokens.shift()), end: 'REVOKED' },
  { name: 'the account is removed', token: 'of the file', happens: account, end: 'REVOKED' },
  {
    name: 'the token may read only',
    token: 'of the file',
    happens: token((row) => {
      row.access = 'read';
    }),
    end: 'REDUCED',
  },
  {
    name: 'the token is confined',
    token: 'of the file',
    happens: token((row) => {
      row.subclients = ['branch', 'depot'];
    }),
    end: 'REDUCED',
  },
  {
    name: 'the token becomes another account’s',
    token: 'of the file',
    happens: reload(({ accounts: [from, to] }) => to.tokens.push({ ...from.tokens.shift(), name: 'moved' })),
    end: 'REDUCED',
  },
  { name: 'a subclient is removed', token: 'of the file', happens: fewerSubclients, end: 'REDUCED' },
  { name: 'a subclient is added', token: 'of the file', happens: moreSubclients, end: 'RENEWED' },
  { name: 'the account’s credentials change', token: 'of the file', happens: password, end: 'RENEWED' },
  {
    name: 'the token is renamed',
    token: 'of the file',
    happens: token((row) => {
      row.name = 'renamed';
    }),
    end: 'RENEWED',
  },
  { name: 'a reload of the same file', token: 'signed', happens: nothing, end: null },
  { name: 'another account is removed', token: 'signed', happens: otherAccount, end: null },
  { name: 'a token of the file is removed', token: 'signed', happens: otherToken, end: null },
  {
    name: 'most of its time passes',
    token: 'signed',
    happens: ({ time }) => time.pass(629_000),
    end: null,
  },
  { name: 'its time is over', token: 'signed', happens: ({ time }) => time.pass(631_000), end: 'EXPIRED' },
  {
    name: 'its issuer is removed',
    token: 'signed',
    happens: reload((file) => {
      file.jwt = undefined;
    }),
    end: 'REVOKED',
  },
  {
    name: 'its issuer has another key',
    token: 'signed',
    happens: reload((file) => {
      file.jwt.secret = 'another secret of more than 32 bytes';
    }),
    end: 'REVOKED',
  },
  { name: 'the account is removed', token: 'signed', happens: account, end: 'REVOKED' },
  { name: 'a subclient is removed', token: 'signed', happens: fewerSubclients, end: 'REDUCED' },
  { name: 'a subclient is added', token: 'signed', happens: moreSubclients, end: 'RENEWED' },
  { name: 'the account’s credentials change', token: 'signed', happens: password, end: 'RENEWED' },
];

export const SECRET = 'a secret that is long enough for HS256';
export const ISSUER = { issuer: 'https://id.example', audience: 'gateway', secret: SECRET };
export const fileOf = (): Json => ({ ...accountsOf(), jwt: ISSUER });
