import type { Config } from './config.ts';

/** What the terminal shows at the start: where to go, what to paste, and whose data it is. */
export const banner = (url: string, { SMSC_URL }: Config, sandboxUrl: string | null): string => `
  SMSC sender gateway

  GraphQL and GraphiQL   ${url}/graphql
  The schema's text      ${url}/schema.graphql
  The provider           ${
    sandboxUrl === null
      ? SMSC_URL
      : `a sandbox with made-up data, ${sandboxUrl}
                         (no credentials are set: SMSC_LOGIN and SMSC_PASSWORD, or SMSC_API_KEY, lead to the real one)`
  }

  Try it:
    curl ${url}/graphql -H 'content-type: application/json' \\
      -d '{"query":"{ senders(first: 3) { nodes { name status progress { approved total } } } }"}'
`;
