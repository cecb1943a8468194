/** Where the provider serves the same API, by the vendor's page. */
export const PROVIDER_DOMAINS: readonly string[] = ['smsc.ru', 'smsc.ua', 'smsc.kz', 'smsc.tj', 'smscentre.com'];

/**
 * The reserve that the provider documents for an address of its own: `www2.` of the same domain. None for any other address, so that
 * credentials only go to the host that they are for.
 */
export function reservesOf(url: string): readonly string[] {
  const { protocol, hostname, port, pathname } = new URL(url);
  const domain = hostname.replace(/^www\./, '');
  const isProviders = PROVIDER_DOMAINS.includes(domain) && protocol === 'https:' && port === '' && pathname === '/';
  return isProviders ? [`https://www2.${domain}`] : [];
}
