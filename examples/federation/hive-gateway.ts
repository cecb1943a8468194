import assert from 'node:assert/strict';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { GraphQLClient, gql } from 'graphql-request';
import { type Campaign, compose, startCampaigns } from './subgraphs.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

export async function run(url: string): Promise<void> {
  const direct = await new GraphQLClient(url).request<{ senders: { nodes: Named[] } }>(gql`{ senders(first: 2) { nodes { id name } } }`);
  const [shop, bank] = direct.senders.nodes;
  assert(shop !== undefined && bank !== undefined);
  const campaigns: Campaign[] = [
    { title: 'Spring', sender: { id: shop.id } },
    { title: 'Summer', sender: { id: bank.id } },
    { title: 'Autumn', sender: { id: shop.id } },
  ];
  const { supergraphSdl } = await compose(url, await startCampaigns(campaigns));
  assert(supergraphSdl !== undefined);
  const gateway = createGatewayRuntime({ supergraph: supergraphSdl, logging: false });
  const ask = async (query: string) => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) };
    return (await gateway.fetch('http://127.0.0.1/graphql', request)).json();
  };

  // From there to here: the reference resolver finds senders by their ids.
  assert.deepEqual(await ask('{ campaigns { title sender { name } } }'), {
    data: {
      campaigns: [
        { title: 'Spring', sender: { name: shop.name } },
        { title: 'Summer', sender: { name: bank.name } },
        { title: 'Autumn', sender: { name: shop.name } },
      ],
    },
  });
  // From here to there, beside what this service alone has.
  const query = `{ sender(by: { id: "${shop.id}" }) { name campaigns { title } } viewer { canWrite } }`;
  assert.deepEqual(await ask(query), {
    data: { sender: { name: shop.name, campaigns: [{ title: 'Spring' }, { title: 'Autumn' }] }, viewer: { canWrite: true } },
  });
  const deletion = `mutation { deleteSender(input: { sender: { id: "${bank.id}" } }) { ... on DeleteSenderSuccess { deletedId } } }`;
  assert.deepEqual(await ask(deletion), { data: { deleteSender: { deletedId: bank.id } } });
}
