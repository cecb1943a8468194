import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { pipe, subscribe } from 'wonka';
import { unreachable } from '../check.ts';
import { graphql } from '../generated/gql.ts';
import type { AttachDocumentMutation } from '../generated/graphql.ts';

const SENDERS = graphql(`
  query UrqlSenders($after: String) {
    events(first: 0) { newestCursor }
    senders(first: 20, after: $after, orderBy: { field: NAME }) {
      edges { node { id name files { id name status } } }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);
const ATTACH = graphql(`
  mutation AttachDocument($sender: ID!, $document: File!) {
    changeSender(input: { sender: { id: $sender }, document: $document, documentInfo: "Trade mark" }) {
      __typename
      ... on ChangeSenderSuccess { sender { id name files { id name status } } }
      ... on FileRejectedError { message maxBytes acceptedExtensions }
      ... on UserError { message }
    }
  }
`);
const EVENTS = graphql(`
  subscription UrqlEvents($after: String) { senderEvents(after: $after, kinds: [FILE_ADDED]) { name fileName } }
`);

/** What a form shows. Every member has its case: a new one in the schema stops the build here. */
function say({ changeSender: result }: AttachDocumentMutation): string {
  switch (result.__typename) {
    case 'ChangeSenderSuccess':
      return `${result.sender.name} has ${result.sender.files.length} document(s)`;
    case 'FileRejectedError':
      return `${result.acceptedExtensions.join(', ')}, ${result.maxBytes} bytes at most`;
    case 'InvalidInputError':
    case 'IpBlockedError':
    case 'OutcomeUnknownError':
    case 'RateLimitedError':
    case 'SaveFailedError':
    case 'SenderNotFoundError':
    case 'UnknownUpstreamError':
    case 'UpstreamAuthorizationError':
    case 'UpstreamUnavailableError':
      return result.message;
    default:
      return unreachable(result);
  }
}

/** A frontend’s build keeps this as JSON. */
const schema = introspectionFromSchema(buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8')));

export async function run(url: string): Promise<void> {
  const client = new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers: { 'graphql-require-preflight': '1' } },
    fetchSubscriptions: true,
    exchanges: [cacheExchange({ schema, resolvers: { Query: { senders: relayPagination() } } }), fetchExchange],
  });
  const first = (await client.query(SENDERS, {})).data;
  assert(first !== undefined);
  await client.query(SENDERS, { after: first.senders.pageInfo.endCursor });
  const both = (await client.query(SENDERS, {}, { requestPolicy: 'cache-only' })).data?.senders;
  assert.equal(both?.edges.length, both?.totalCount);

  const { newestCursor: after } = first.events;
  const attached = new Promise<string | null | undefined>((resolve) => {
    pipe(
      client.subscription(EVENTS, { after }),
      subscribe(({ data }) => resolve(data?.senderEvents.fileName)),
    );
  });
  const { id: sender } = both?.edges.at(-1)?.node ?? assert.fail('no sender');
  const attach = async (fileName: string) => {
    const { data, error } = await client.mutation(ATTACH, { sender, document: new File(['%PDF-1.7\n'], fileName) });
    assert.equal(error, undefined);
    return data && say(data);
  };
  assert.match((await attach('mark.pdf')) ?? '', /has \d document/);
  assert.equal(await attached, 'mark.pdf');
  // The mutation’s answer is in the list by itself: the cache knows the sender by its id.
  const now = (await client.query(SENDERS, {}, { requestPolicy: 'cache-only' })).data?.senders.edges.at(-1)?.node;
  assert(now?.files.some((file) => file.name === 'mark.pdf'));

  assert.match((await attach('mark.exe')) ?? '', /pdf, .*3000000 bytes at most$/);
}
