import assert from 'node:assert/strict';
import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { firstValueFrom } from 'rxjs';
import { unreachable } from '../check.ts';
import { graphql } from '../generated/gql.ts';
import type { AddSenderMutation } from '../generated/graphql.ts';

const SENDERS = graphql(`
  query ApolloSenders($after: String) {
    events(first: 0) { newestCursor }
    senders(first: 20, after: $after, orderBy: { field: NAME }) {
      edges { node { id name status } }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);
const ADD_SENDER = graphql(`
  mutation AddSender($input: AddSenderInput!) {
    addSender(input: $input) {
      __typename
      ... on AddSenderSuccess { sender { id name files { id name status } } }
      ... on InvalidInputError { issues { path message } }
      ... on SenderExistsError { existing { id name } }
      ... on RateLimitedError { retryAfterMs }
      ... on UserError { message }
    }
  }
`);
const EVENTS = graphql(`
  subscription ApolloEvents($after: String) { senderEvents(after: $after, kinds: [SENDER_ADDED]) { kind name } }
`);

/** What a form shows. Every member has its case: a new one in the schema stops the build here. */
function say({ addSender: result }: AddSenderMutation): string {
  switch (result.__typename) {
    case 'AddSenderSuccess':
      return `${result.sender.name} waits for the moderator`;
    case 'InvalidInputError':
      return result.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
    case 'SenderExistsError':
      return `${result.existing.name} is there already`;
    case 'RateLimitedError':
      return `try again in ${Math.ceil(result.retryAfterMs / 1000)} s`;
    case 'FileRejectedError':
    case 'IdempotencyConflictError':
    case 'IpBlockedError':
    case 'OutcomeUnknownError':
    case 'SaveFailedError':
    case 'UnknownUpstreamError':
    case 'UpstreamAuthorizationError':
    case 'UpstreamUnavailableError':
      return result.message;
    default:
      return unreachable(result);
  }
}

export async function run(url: string): Promise<void> {
  const http = new UploadHttpLink({ uri: url, headers: { 'apollo-require-preflight': 'true' } });
  const ws = new GraphQLWsLink(createClient({ url: url.replace(/^http/, 'ws') }));
  const client = new ApolloClient({
    link: ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, ws, http),
    cache: new InMemoryCache({
      typePolicies: { Query: { fields: { senders: relayStylePagination(['filter', 'orderBy', 'subclient']) } } },
    }),
  });

  const list = client.watchQuery({ query: SENDERS });
  const { data: first } = await client.query({ query: SENDERS });
  assert.equal(first?.senders.edges.length, 20);
  await list.fetchMore({ variables: { after: first.senders.pageInfo.endCursor } });
  const both = client.readQuery({ query: SENDERS })?.senders;
  assert.equal(both?.edges.length, both?.totalCount);

  const changes = client.subscribe({ query: EVENTS, variables: { after: first.events.newestCursor } });
  const added = firstValueFrom(changes);
  const document = new File(['%PDF-1.7\n'], 'mark.pdf', { type: 'application/pdf' });
  const input = { name: 'ApolloShop', document };
  const { data } = await client.mutate({ mutation: ADD_SENDER, variables: { input } });
  assert(data?.addSender.__typename === 'AddSenderSuccess');
  assert.equal(data.addSender.sender.files[0]?.name, 'mark.pdf');
  assert.deepEqual(await added, { data: { senderEvents: { __typename: 'SenderEvent', kind: 'SENDER_ADDED', name: 'ApolloShop' } } });

  const again = await client.mutate({ mutation: ADD_SENDER, variables: { input } });
  assert.equal(again.data && say(again.data), 'ApolloShop is there already');
}
