import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';

/** What 50 senders with these fields cost at the provider. */
const FIELDS: readonly [fields: string, calls: number][] = [
  ['name status', 1],
  ['name status operators { status }', 2],
  ['name status operators { status } progress { total } operator(code: MTS_STEP) { status }', 2],
  ['name status operators { status } files { name }', 3],
];

const withSenders = async (run: (gateway: TestGateway) => Promise<void>) => {
  await using gateway = await startGateway({ sandbox: { senders: 60 } });
  await run(gateway);
};

describe('a request to the gateway costs as few calls to the provider as can be', () => {
  it.each(FIELDS)('50 senders with { %s } are %i', (fields, calls) =>
    withSenders(async ({ ask, calls: callsOf }) => {
      const { data, errors } = await ask(`{ senders(first: 50) { nodes { ${fields} } totalCount } }`);
      expect(errors).toBeUndefined();
      expect(data.senders.nodes).toHaveLength(50);
      expect(data.senders.totalCount).toBe(60);
      expect(callsOf('get')).toBe(calls);
    }),
  );

  it('ten senders by different keys, with aliases, are 1', () =>
    withSenders(async ({ ask, calls, sandbox }) => {
      const { senders } = sandbox.control.state(10);
      const fields = senders.map(
        ({ id, name }, index) => `s${index}: sender(by: { ${index % 2 === 0 ? `smscId: "${id}"` : `name: "${name}"`} }) { name }`,
      );
      const { data } = await ask(`{ ${fields.join(' ')} }`);
      expect(Object.values(data)).toEqual(senders.map(({ name }) => ({ name })));
      expect(calls('get')).toBe(1);
    }));

  it('the same in one batch of HTTP are 1', () =>
    withSenders(async ({ post, calls, sandbox }) => {
      const { senders } = sandbox.control.state(10);
      const response = await post(
        senders.map(({ name }) => ({ query: 'query ($name: String!) { sender(by: { name: $name }) { name } }', variables: { name } })),
      );
      expect(await response.json()).toEqual(senders.map(({ name }) => ({ data: { sender: { name } }, extensions: expect.anything() })));
      expect(calls('get')).toBe(1);
    }));

  it('several subclients are a list each, and a failing one leaves the others', () =>
    withSenders(async ({ ask, calls }) => {
      const { data, errors } = await ask('{ own: senders { totalCount } branch: senders(subclient: "branch") { totalCount } }');
      expect(errors).toBeUndefined();
      expect(data).toEqual({ own: { totalCount: 60 }, branch: { totalCount: 0 } });
      expect(calls('get')).toBe(2);
    }));

  it('a subclient that is not known is none, however many are named', () =>
    withSenders(async ({ ask, calls }) => {
      const named = Array.from(
        { length: 5 },
        (_, index) => `s${index}: sender(by: { name: "Shop" }, subclient: "made-up-${index}") { id }`,
      );
      const { errors } = await ask(`{ ${named.join(' ')} node(id: "${encodeNodeId('Sender', '1@made-up')}") { id } }`);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array.from({ length: 6 }, () => 'INVALID_INPUT'));
      expect(calls('get')).toBe(0);
    }));

  it('but is asked for where the gateway serves its own people, and was told of none', async () => {
    await using gateway = await startGateway({ env: { SMSC_SUBCLIENTS: '' } });
    const { data } = await gateway.ask('{ senders(subclient: "branch") { totalCount } }');
    expect(data).toEqual({ senders: { totalCount: 0 } });
    expect(gateway.calls('get')).toBe(1);
  });

  it('the catalogue, the viewer, the quota and a dry run are none', () =>
    withSenders(async ({ ask, sandbox }) => {
      const { errors } = await ask(
        '{ operators { code } registrationOptions { fee } viewer { account } upstreamQuota { concurrent } checkSender(input: { name: "Shop" }) { ok } }',
      );
      expect(errors).toBeUndefined();
      expect(sandbox.control.counters().requests).toBe(0);
    }));
});
