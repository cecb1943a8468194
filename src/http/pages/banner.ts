export interface BannerFacts {
  /** Where the gateway listens. */
  readonly url: string;
  /** Every address that gets credentials of an account. */
  readonly providers: readonly string[];
  /** What the provider said to the first list of each account, a line each. */
  readonly said: readonly string[];
  /** The embedded sandbox's address; null where the provider is real. */
  readonly sandbox: string | null;
  /** Who is served. */
  readonly callers: keyof typeof CALLERS;
}

const CALLERS = {
  tokens: 'whoever sends a token of the accounts file',
  machine: 'this machine alone: there are no tokens (ACCOUNTS_FILE gives them)',
  everybody: 'whoever reaches this address, who may do everything: AUTH=none',
};

/** What the terminal shows at the start: where to go, what to paste, and whose data it is. */
export const banner = ({ url, providers, said, sandbox, callers }: BannerFacts): string => `
  SMSC sender gateway

  The web console        ${url}/
  GraphQL and GraphiQL   ${url}/graphql
  The schema's text      ${url}/schema.graphql
  The provider           ${
    sandbox === null
      ? `${providers.join('\n                         ')}
                         (${providers.length === 1 ? 'it gets' : 'each of them gets'} the credentials of an account)${said.map((line) => `\n                         ${line}`).join('')}`
      : `a sandbox with made-up data, ${sandbox}
                         (no credentials are set: SMSC_LOGIN and SMSC_PASSWORD, or SMSC_API_KEY, lead to the real one)`
  }
  It serves              ${CALLERS[callers]}

  Try it:
    curl ${url}/graphql -H 'content-type: application/json' \\${callers === 'tokens' ? "\n      -H 'authorization: Bearer <token>' \\" : ''}
      -d '{"query":"{ senders(first: 3) { nodes { name status progress { approved total } } } }"}'
`;
