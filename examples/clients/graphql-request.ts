import assert from 'node:assert/strict';
import { ClientError, GraphQLClient } from 'graphql-request';
import { graphql } from '../generated/gql.ts';

const SENDERS = graphql(`
  query RequestedSenders($filter: SenderFilter, $first: Int) {
    senders(filter: $filter, first: $first) { totalCount nodes { name status } }
  }
`);

export async function run(url: string): Promise<void> {
  const client = new GraphQLClient(url);
  const { senders } = await client.request(SENDERS, { filter: { status: ['APPROVED'] } });
  assert(senders.nodes.length > 0 && senders.nodes.every(({ status }) => status === 'APPROVED'));

  const failure = await client.request(SENDERS, { first: 501 }).catch((error: unknown) => error);
  assert(failure instanceof ClientError);
  assert.equal(failure.response.errors?.[0]?.extensions.code, 'INVALID_INPUT');
}
