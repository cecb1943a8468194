/** What stands behind the network's codes, and what to do. In the order in which they are looked for. */
const CAUSES: readonly { readonly codes: RegExp; readonly seen: string; readonly advice: string }[] = [
  {
    codes: /ENOTFOUND|EAI_AGAIN/,
    seen: 'its name is not known here',
    advice: 'check the spelling of the address and this machine’s DNS; behind a company’s proxy, set HTTPS_PROXY',
  },
  {
    codes: /ECONNREFUSED|ECONNRESET/,
    seen: 'the connection is refused',
    advice: 'check address and port; a firewall may refuse connections to the outside: ask for smsc.ru, port 443',
  },
  {
    codes: /CONNECT_TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    seen: 'the connection gets no answer',
    advice: 'a firewall may drop connections to the outside: ask for smsc.ru, port 443; behind a company’s proxy, set HTTPS_PROXY',
  },
  {
    codes: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    seen: 'its certificate is not valid today',
    advice: 'check this machine’s clock first, then the address',
  },
  {
    codes: /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|DEPTH_ZERO/,
    seen: 'its certificate is signed by nobody whom this machine trusts',
    advice: 'a proxy on the way may open the traffic: give its certificate in NODE_EXTRA_CA_CERTS, never turn the check off',
  },
  { codes: /ERR_TLS|CERT_|EPROTO|SSL/, seen: 'no safe connection came about', advice: 'check the address: https or http, host name, port' },
];

const OTHER = { seen: 'it can’t be reached', advice: 'check the address, the network and the proxy' };

/** @param message of a failure that names the network’s codes */
export const unreachable = (message: string): { readonly seen: string; readonly advice: string } => {
  const { seen, advice } = CAUSES.find(({ codes }) => codes.test(message)) ?? OTHER;
  return { seen: `${seen} (${message})`, advice };
};
