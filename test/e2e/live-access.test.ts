import { expect, it, vi } from 'vitest';
import { subscribeBySse } from '../support/subscribers.ts';
import { accountsOf, COMPANIES, startTenants } from '../support/tenants.ts';

const LIVE =
  'subscription ($subclient: String, $after: String) { senderEvents(subclient: $subclient, after: $after) { smscId name subclient } }';
const EVENTS = 'query ($subclient: String) { events(subclient: $subclient) { nodes { smscId subclient } newestCursor } }';
const REMOVE = 'mutation ($subclient: String) { deleteSender(input: { sender: { name: "Shop" }, subclient: $subclient }) { __typename } }';

async function world() {
  const gateway = await startTenants({ env: { POLL_FAST_MS: '86400000', POLL_SLOW_MS: '86400000' } });
  const live = (token: string, subclient: string | null, after: string | null = null) =>
    subscribeBySse(
      `${gateway.url}/graphql`,
      { query: LIVE, variables: { subclient, after } },
      { headers: { authorization: `Bearer ${token}` } },
    );
  for (const { login } of COMPANIES)
    for (const subclient of [null, 'branch', 'depot'])
      await gateway.ask(`${login}-writes`, 'query ($subclient: String) { senders(subclient: $subclient) { totalCount } }', { subclient });
  return { gateway, live };
}

it('events of one account or subclient reach nobody else', async () => {
  const { gateway, live } = await world();
  await using _ = gateway;
  await using own = await live('north-reads', null);
  await using branch = await live('north-branch', 'branch');
  await using depot = await live('north-reads', 'depot');
  await using southOwn = await live('south-reads', null);
  await using southBranch = await live('south-branch', 'branch');
  for (const subclient of [null, 'branch', 'depot']) await gateway.ask('north-writes', REMOVE, { subclient });
  await vi.waitFor(() => expect([own, branch, depot].map(({ results }) => results.length)).toEqual([1, 1, 1]));
  expect([own, branch, depot].map(({ results }) => results[0]?.data.senderEvents.subclient)).toEqual([null, 'branch', 'depot']);
  await gateway.ask('south-writes', REMOVE, { subclient: 'branch' });
  await vi.waitFor(() => expect(southBranch.results).toHaveLength(1));
  expect(southOwn.results).toEqual([]);
  expect([own, branch, depot].map(({ results }) => results.length)).toEqual([1, 1, 1]);

  const south = await gateway.ask('south-writes', EVENTS, { subclient: 'branch' });
  expect(south.data.events.nodes).toHaveLength(1);
  expect((await gateway.ask('south-writes', EVENTS)).data.events.nodes).toEqual([]);
});

it.each([null, 'depot'])('a token confined to one subclient hears nothing of %s', async (subclient) => {
  const { gateway, live } = await world();
  await using _ = gateway;
  await using subscriber = await live('north-branch', subclient);
  await vi.waitFor(() => expect(subscriber.state()).toBe('complete'));
  expect(subscriber.results).toMatchObject([{ errors: [{ extensions: { code: 'FORBIDDEN' } }] }]);
  expect(await gateway.ask('north-branch', EVENTS, { subclient })).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
});

it('a reload ends the subscriptions of a token that is gone, and leaves the others', async () => {
  const { gateway, live } = await world();
  await using _ = gateway;
  const after = (await gateway.ask('south-writes', EVENTS)).data.events.newestCursor;
  await using north = await live('north-reads', null);
  await using south = await live('south-reads', null, after);
  gateway.reload(accountsOf([COMPANIES[1]]));
  await vi.waitFor(() => expect(north.state()).toBe('complete'));
  expect(north.results).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
  await gateway.ask('south-writes', REMOVE);
  await vi.waitFor(() => expect(south.results).toHaveLength(1));
  const refused = await gateway.send('north-reads', {
    headers: { accept: 'text/event-stream' },
    path: `/graphql?query=${encodeURIComponent(LIVE)}`,
  });
  expect(refused.status).toBe(401);
});
