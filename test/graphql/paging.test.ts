import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    sandbox: {
      senders: [
        { name: 'Alpha', status: 1, operators: { mts_step: 2 } },
        { name: 'beta', status: 0, operators: { mts_step: 3 } },
        { name: '79990001122', status: 1 },
        { name: 'Gamma', status: 2, operators: { tele2: 255 } },
        { name: 'alpha2', status: 1, operators: { mts_step: 77 }, changedDaysAgo: 400 },
      ],
    },
  });
});
afterAll(() => gateway.close());

const names = async (args: string) => {
  const { data, errors } = await gateway.ask(`{ senders${args} { nodes { name } } }`);
  expect(errors).toBeUndefined();
  return data.senders.nodes.map(({ name }: { name: string }) => name);
};

describe('senders', () => {
  it.each([
    ['', ['alpha2', 'Gamma', '79990001122', 'beta', 'Alpha']],
    ['(orderBy: { field: CREATED })', ['Alpha', 'beta', '79990001122', 'Gamma', 'alpha2']],
    ['(orderBy: { field: NAME })', ['79990001122', 'Alpha', 'alpha2', 'beta', 'Gamma']],
    ['(orderBy: { field: STATUS, direction: DESC })', ['Gamma', 'alpha2', '79990001122', 'Alpha', 'beta']],
    ['(filter: { status: [APPROVED] })', ['alpha2', '79990001122', 'Alpha']],
    ['(filter: { kind: [DIGITAL] })', ['79990001122']],
    ['(filter: { nameContains: "ALPHA" })', ['alpha2', 'Alpha']],
    ['(filter: { operator: { code: MTS_STEP, status: [APPROVED, REJECTED] } })', ['beta', 'Alpha']],
    ['(filter: { operator: { code: MTS_STEP, status: [UNKNOWN] } })', ['alpha2']],
    ['(filter: { operator: { code: TELE2, status: [MARKED_FOR_REMOVAL] }, status: [DISABLED] })', ['Gamma']],
    ['(filter: { nameContains: "" })', ['alpha2', 'Gamma', '79990001122', 'beta', 'Alpha']],
    ['(filter: {})', ['alpha2', 'Gamma', '79990001122', 'beta', 'Alpha']],
  ])('%s', async (args, expected) => {
    expect(await names(args)).toEqual(expected);
  });

  it('filters by the day of the last change, as the provider counts it', async () => {
    const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
    expect(await names(`(filter: { statusChangedSince: "${day}" })`)).not.toContain('alpha2');
    expect(await names('(filter: { statusChangedSince: "2020-01-01" })')).toContain('alpha2');
  });

  it('pages with cursors, in every order', async () => {
    for (const order of ['', ', orderBy: { field: NAME }', ', orderBy: { field: STATUS }']) {
      const seen: string[] = [];
      let after = 'null';
      for (let page = 0; page < 5; page += 1) {
        const { data } = await gateway.ask(
          `{ senders(first: 2, after: ${after}${order}) { nodes { name } pageInfo { hasNextPage endCursor } } }`,
        );
        seen.push(...data.senders.nodes.map(({ name }: { name: string }) => name));
        if (!data.senders.pageInfo.hasNextPage) break;
        after = JSON.stringify(data.senders.pageInfo.endCursor);
      }
      expect(new Set(seen).size).toBe(5);
      expect(seen).toHaveLength(5);
    }
  });

  it('refuses the cursor of another order, saying why', async () => {
    const { data } = await gateway.ask('{ senders(first: 1) { pageInfo { endCursor } } }');
    const { errors } = await gateway.ask('query ($after: String) { senders(after: $after, orderBy: { field: NAME }) { totalCount } }', {
      after: data.senders.pageInfo.endCursor,
    });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', issues: [{ path: ['after'] }] } }]);
  });
});
