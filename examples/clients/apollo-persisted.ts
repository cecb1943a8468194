import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Documents by their hash: unknown at first, then registered, then read by GET. */
export async function run(url: string): Promise<void> {
  const requests: string[] = [];
  const recording: typeof fetch = async (address, init) => {
    requests.push(init?.method === 'GET' ? 'GET' : String(init?.body).includes('"query"') ? 'text and hash' : 'hash');
    return await fetch(address, init);
  };
  const ask = async (useGETForHashedQueries: boolean) => {
    const link = new PersistedQueryLink({ sha256, useGETForHashedQueries }).concat(new HttpLink({ uri: url, fetch: recording }));
    const client = new ApolloClient({ cache: new InMemoryCache(), link });
    const { data } = await client.query<{ viewer: { canWrite: boolean } }>({ query: gql`query Persisted { viewer { canWrite } }` });
    assert.equal(data?.viewer.canWrite, true);
  };
  await ask(false);
  await ask(false);
  await ask(true);
  assert.deepEqual(requests, ['hash', 'text and hash', 'hash', 'GET']);
}
