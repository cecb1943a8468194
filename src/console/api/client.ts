import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, type CombinedError, fetchExchange, mapExchange } from 'urql';
import { cacheOptions } from './cache.ts';
import { session } from './session.ts';

export const GRAPHQL_URL = '/graphql';

const headers = (): Record<string, string> => {
  const token = session.token.get();
  return {
    // Proves that this page sent the request: a foreign one can't add a header without the browser asking the gateway first.
    'graphql-require-preflight': '1',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
};

const isUnauthenticated = ({ response, graphQLErrors }: CombinedError) =>
  (response as Response | undefined)?.status === 401 || graphQLErrors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');

const watchSession = mapExchange({
  onError(error) {
    if (isUnauthenticated(error)) session.refuse();
  },
});

/** The client of all pages, with a normalised cache: a sender that one answer brings is new everywhere. */
export const createClient = () =>
  new Client({
    url: GRAPHQL_URL,
    preferGetMethod: false,
    exchanges: [watchSession, cacheExchange(cacheOptions), fetchExchange],
    fetchOptions: () => ({ headers: headers() }),
  });

/** For reading all of a long list once, to count it: what it brings is folded and forgotten, and would only weigh on the cache. */
export const createBulkClient = () =>
  new Client({
    url: GRAPHQL_URL,
    preferGetMethod: false,
    exchanges: [watchSession, fetchExchange],
    fetchOptions: () => ({ headers: headers() }),
  });
