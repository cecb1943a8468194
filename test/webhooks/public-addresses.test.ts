import type { LookupAddress, lookup } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { isPublic, PrivateAddressError, publicLookup } from '../../src/webhooks/public-addresses.ts';

describe('an address', () => {
  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '2a00:1450::1', '2001:4860:4860::8888'])('%s is public', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.1.1.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2001::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'localhost',
  ])('%s is not', (address) => {
    expect(isPublic(address)).toBe(false);
  });
});

/** What a name resolves to, as node:dns tells it. */
const resolving = (...addresses: LookupAddress[]) =>
  ((_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, addresses)) as typeof lookup;

const look = (resolve: typeof lookup, all: boolean) =>
  new Promise((done) =>
    publicLookup(resolve)('name', { all }, (error, found, family) => done(error ?? (family === undefined ? found : [found, family]))),
  );

describe('a lookup', () => {
  const inside = { address: '10.0.0.1', family: 4 };
  const outside = { address: '8.8.8.8', family: 4 };

  it('hands on public addresses alone', async () => {
    expect(await look(resolving(inside, outside), true)).toEqual([outside]);
    expect(await look(resolving(inside, outside), false)).toEqual(['8.8.8.8', 4]);
  });

  it('fails where there is none', async () => {
    expect(await look(resolving(inside), true)).toBeInstanceOf(PrivateAddressError);
    expect(await look(resolving(), false)).toBeInstanceOf(PrivateAddressError);
  });
});
