export interface BannerFacts {
  /** Where the gateway listens. */
  readonly url: string;
  /** The provider's address. */
  readonly provider: string;
  /** The embedded sandbox's address; null where the provider is real. */
  readonly sandbox: string | null;
}

/** What the terminal shows at the start: where to go, what to paste, and whose data it is. */
export const banner = ({ url, provider, sandbox }: BannerFacts): string => `
  SMSC sender gateway

  The web console        ${url}/
  GraphQL and GraphiQL   ${url}/graphql
  The schema's text      ${url}/schema.graphql
  The provider           ${
    sandbox === null
      ? provider
      : `a sandbox with made-up data, ${sandbox}
                         (no credentials are set: SMSC_LOGIN and SMSC_PASSWORD, or SMSC_API_KEY, lead to the real one)`
  }

  Try it:
    curl ${url}/graphql -H 'content-type: application/json' \\
      -d '{"query":"{ senders(first: 3) { nodes { name status progress { approved total } } } }"}'
`;
