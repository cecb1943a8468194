import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { GraphQLClient, gql } from 'graphql-request';
import { createYoga } from 'graphql-yoga';

/** A service of somebody else’s, which knows senders by their id alone. */
const CAMPAIGNS = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.4", import: ["@key", "@shareable"])

  type Query {
    campaigns: [Campaign!]!
  }
  type Campaign {
    title: String!
    sender: Sender!
  }
  type Sender @key(fields: "id") {
    id: ID!
    campaigns: [Campaign!]!
  }
  type PageInfo @shareable {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }
`);

export interface Campaign {
  readonly title: string;
  readonly sender: { readonly id: string };
}

/** Listens until the process ends. */
export async function startCampaigns(campaigns: readonly Campaign[]): Promise<string> {
  const schema = buildSubgraphSchema([
    {
      typeDefs: CAMPAIGNS,
      resolvers: {
        Query: { campaigns: () => campaigns },
        Sender: { campaigns: ({ id }: { id: string }) => campaigns.filter(({ sender }) => sender.id === id) },
      },
    },
  ]);
  const server = createServer(createYoga({ schema, logging: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

/** Both subgraphs as one schema, by Apollo’s own composition. */
export async function compose(senders: string, campaigns: string) {
  const { _service } = await new GraphQLClient(senders).request<{ _service: { sdl: string } }>(gql`{ _service { sdl } }`);
  return composeServices([
    { name: 'senders', url: senders, typeDefs: parse(_service.sdl) },
    { name: 'campaigns', url: campaigns, typeDefs: CAMPAIGNS },
  ]);
}
