import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';

/**
 * What is not the public internet: this machine, private networks, link-local addresses with the metadata services of clouds,
 * documentation, multicast, and IPv6 forms that lead to IPv4 addresses (IANA special-purpose registries).
 */
const SUBNETS = {
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  // Only 2000::/3 is given out to the public; within it, what tunnels or documents.
  ipv6: ['::/3', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '4000::/2', '8000::/1'],
} as const;

/** One list a family: in a common one the IPv6 forms of IPv4 addresses would match all of IPv4. */
const listOf = (family: keyof typeof SUBNETS): BlockList => {
  const list = new BlockList();
  for (const subnet of SUBNETS[family]) {
    const [net = '', prefix] = subnet.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
};
const NOT_PUBLIC = { ipv4: listOf('ipv4'), ipv6: listOf('ipv6') };

export function isPublic(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return !NOT_PUBLIC[family].check(address, family);
}

/** The address is not one that a webhook may go to. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';

  constructor() {
    super('the address leads to this machine or a private network');
  }
}

/** Resolves a name to its public addresses alone; a socket connects to nothing else, whatever the name resolves to a moment later. */
export const publicLookup =
  (resolve: typeof lookUp): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = found.filter(({ address }) => isPublic(address));
      const [first] = addresses;
      if (first === undefined) callback(new PrivateAddressError(), []);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

/** Connects to public addresses alone. */
export function publicConnector(timeoutMs: number, resolve: typeof lookUp = lookUp): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false, lookup: publicLookup(resolve) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // An address that stands in the URL itself is not looked up.
    if (isIP(host) !== 0 && !isPublic(host)) callback(new PrivateAddressError(), null);
    else connect(options, callback);
  };
}
