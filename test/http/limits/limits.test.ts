import { describe, expect, it } from 'vitest';
import { LIMITS, type LimitName } from '../../../src/domain/limits.ts';
import { rowsOf } from '../../../src/domain/table.ts';
import { startTenants, type TenantGateway } from '../../support/tenants.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const send = (gateway: TenantGateway, body: unknown, token = 'north-writes') =>
  gateway.send(token, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
const times = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join(' ');

/** Those of many requests have tests of their own: below, and in connections.test.ts, bytes-under-way.test.ts and budgets.test.ts. */
type OfMany =
  | 'tokenRate'
  | 'addressRate'
  | 'subscriptions'
  | 'tokenBytes'
  | 'unknownConnections'
  | 'connections'
  | `address${string}`
  | `${'token' | 'account'}${'Points' | 'Restore'}`;

/** A request that asks for one more than the limit, and one that asks for just so much. */
const CASES: Record<Exclude<LimitName, OfMany>, { max: number; over: () => unknown; at: () => unknown; asked: number | null }> = {
  body: {
    max: 500,
    over: () => ({ query: '{ viewer { account } }', variables: { padding: 'x'.repeat(440) } }),
    at: () => ({ query: '{ viewer { account } }', variables: { padding: 'x'.repeat(439) } }),
    asked: 501,
  },
  batch: { max: 3, over: () => Array(4).fill({ query: '{ __typename }' }), at: () => Array(3).fill({ query: '{ __typename }' }), asked: 4 },
  values: {
    max: 20,
    over: () => ({ query: '{ viewer { account } }', variables: { v: Array(17).fill(1) } }),
    at: () => ({ query: '{ viewer { account } }', variables: { v: Array(16).fill(1) } }),
    asked: null,
  },
  keys: {
    max: 3,
    over: () => ({ query: '{ viewer { account } }', variables: { a: 1, b: 2, c: 3, d: 4 } }),
    at: () => ({ query: '{ viewer { account } }', variables: { a: 1, b: 2, c: 3 } }),
    asked: null,
  },
  items: {
    max: 3,
    over: () => ({ query: '{ viewer { account } }', variables: { v: [1, 2, 3, 4] } }),
    at: () => ({ query: '{ viewer { account } }', variables: { v: [1, 2, 3] } }),
    asked: null,
  },
  nesting: {
    max: 4,
    over: () => ({ query: '{ viewer { account } }', variables: { v: [[[]]] } }),
    at: () => ({ query: '{ viewer { account } }', variables: { v: [[]] } }),
    asked: null,
  },
  text: {
    max: 30,
    over: () => ({ query: '{ viewer { account } }', variables: { v: 'x'.repeat(31) } }),
    at: () => ({ query: '{ viewer { account } }', variables: { v: 'x'.repeat(30) } }),
    asked: 31,
  },
  document: {
    max: 50,
    over: () => ({ query: '{ viewer { account } }'.padEnd(51) }),
    at: () => ({ query: '{ viewer { account } }'.padEnd(50) }),
    asked: 51,
  },
  tokens: {
    max: 20,
    over: () => ({ query: `{ ${times(20, () => '__typename')} }` }),
    at: () => ({ query: `{ ${times(17, () => '__typename')} }` }),
    asked: null,
  },
  depth: {
    max: 4,
    over: () => ({ query: '{ senders { edges { node { operators { status } } } } }' }),
    at: () => ({ query: '{ senders { nodes { operators { status } } } }' }),
    asked: 5,
  },
  rootFields: {
    max: 3,
    over: () => ({ query: `{ ${times(4, (i) => `a${i}: __typename`)} }` }),
    at: () => ({ query: `{ ${times(3, (i) => `a${i}: __typename`)} }` }),
    asked: 4,
  },
  aliases: {
    max: 5,
    over: () => ({ query: `{ viewer { ${times(6, (i) => `a${i}: account`)} } }` }),
    at: () => ({ query: `{ viewer { ${times(5, (i) => `a${i}: account`)} } }` }),
    asked: 6,
  },
  directives: {
    max: 5,
    over: () => ({ query: `{ viewer { account ${times(6, () => '... @include(if: true) { account }')} } }` }),
    at: () => ({ query: `{ viewer { account ${times(5, () => '... @include(if: true) { account }')} } }` }),
    asked: 6,
  },
  // Of a list that nobody has read yet: nodes have 10 items with operators of 19, and each of those a status. A character of the document is a point, and 4 senders that are scanned.
  cost: {
    max: 57 + 15_000 / 4 + 2 + 10 * (1 + 1 + 19 * 2),
    over: () => ({ query: '{ senders(first: 11) { nodes { operators { status } } } }' }),
    at: () => ({ query: '{ senders(first: 10) { nodes { operators { status } } } }' }),
    asked: 57 + 15_000 / 4 + 2 + 11 * (1 + 1 + 19 * 2),
  },
  upstreamCalls: {
    max: 2,
    over: () => ({ query: '{ senders { nodes { operators { status } files { name } } } }' }),
    at: () => ({ query: '{ senders { nodes { operators { status } } } }' }),
    asked: 3,
  },
};

describe.each(rowsOf(CASES))('the limit of %s', (name, { max, over, at, asked }) => {
  const { setting, status } = LIMITS[name];
  const start = () => startTenants({ env: { [setting]: String(max) } });

  it('lets through what is just so much', async () => {
    await using gateway = await start();
    const response = await send(gateway, at());
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).not.toContain('errors');
  });

  it('refuses more, and says which limit it is, its value and what was asked', async () => {
    await using gateway = await start();
    const response = await send(gateway, over());
    const { errors } = await response.json();
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_REQUEST', limit: { name, max, asked }, retryable: false });
    expect(errors[0].message).toContain(setting);
    expect(response.status).toBe(name === 'upstreamCalls' ? 200 : status);
    if (name !== 'upstreamCalls') expect(gateway.sandbox.control.counters().requests).toBe(0);
  });
});

describe('the size of an operation', () => {
  const ask = (gateway: TenantGateway, query: string, variables: Record<string, unknown> = {}) =>
    gateway.ask('north-writes', query, variables);

  it('counts fragments as often as they are spread, without walking them as often', async () => {
    await using gateway = await startTenants();
    const bomb = `query { ...F0 } ${Array.from({ length: 40 }, (_, index) => `fragment F${index} on Query { ${index === 39 ? 'a: __typename' : `...F${index + 1} ...F${index + 1}`} }`).join(' ')}`;
    expect(await ask(gateway, bomb)).toMatchObject({ errors: [{ extensions: { limit: { name: 'aliases', asked: 2 ** 39 } } }] });
  });

  it('ends where fragments go in a circle, which validation refuses', async () => {
    await using gateway = await startTenants();
    const { errors } = await ask(gateway, '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }');
    expect(errors[0].message).toMatch(/Cannot spread fragment "…" within itself/);
  });

  it('reads page sizes out of variables', async () => {
    await using gateway = await startTenants({ env: { LIMIT_COST: '4500' } });
    const query = 'query ($n: Int) { senders(first: $n) { nodes { name } } }';
    expect(await ask(gateway, query, { n: 500 })).toMatchObject({
      errors: [{ extensions: { limit: { name: 'cost', asked: query.length + 15_000 / 4 + 2 + 500 * 2 } } }],
    });
    expect(await ask(gateway, query, { n: 10 })).toMatchObject({ data: { senders: { nodes: [{ name: 'Shop' }] } } });
    // The list is known now, and in its order: it has one sender.
    expect(await ask(gateway, query, { n: 500 })).toMatchObject({ data: { senders: { nodes: [{ name: 'Shop' }] } } });
  });

  it('lets the introspection of tools through', async () => {
    await using gateway = await startTenants();
    const { getIntrospectionQuery } = await import('graphql');
    expect(
      (await ask(gateway, getIntrospectionQuery({ inputValueDeprecation: true, directiveIsRepeatable: true, oneOf: true }))).errors,
    ).toBeUndefined();
  });
});

describe('rates', () => {
  const viewer = { query: '{ viewer { account } }' };

  it('of a token end with 429, when to come again, and leave other tokens alone', async () => {
    await using gateway = await startTenants({ env: { LIMIT_TOKEN_RATE: '3' } });
    for (let time = 0; time < 3; time += 1) expect((await send(gateway, viewer)).status).toBe(200);
    const refused = await send(gateway, viewer);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) } }],
    });
    expect((await send(gateway, viewer, 'north-reads')).status).toBe(200);
    expect((await send(gateway, viewer, 'south-writes')).status).toBe(200);
  });

  it('of an address count those without a good token too', async () => {
    await using gateway = await startTenants({ env: { LIMIT_ADDRESS_RATE: '3' } });
    for (let time = 0; time < 3; time += 1) expect((await send(gateway, viewer, 'wrong')).status).toBe(401);
    expect((await send(gateway, viewer)).status).toBe(429);
  });

  it('believe a proxy’s word about addresses only as far as there are proxies', async () => {
    const from = (gateway: TenantGateway, forwarded: string) =>
      gateway.send('north-writes', {
        method: 'POST',
        headers: { ...JSON_TYPE, 'x-forwarded-for': forwarded },
        body: JSON.stringify(viewer),
      });
    await using behindOne = await startTenants({ env: { LIMIT_ADDRESS_RATE: '1', TRUSTED_PROXIES: '1' } });
    expect((await from(behindOne, '10.0.0.1')).status).toBe(200);
    expect((await from(behindOne, 'spoofed, 10.0.0.1')).status).toBe(429);
    expect((await from(behindOne, '10.0.0.1, 10.0.0.2')).status).toBe(200);
    await using direct = await startTenants({ env: { LIMIT_ADDRESS_RATE: '1' } });
    expect((await from(direct, '10.0.0.1')).status).toBe(200);
    expect((await from(direct, '10.0.0.2')).status).toBe(429);
  });

  it('are off at 0', async () => {
    await using gateway = await startTenants({ env: { LIMIT_TOKEN_RATE: '0', LIMIT_ADDRESS_RATE: '0' } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(gateway, viewer)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  });
});

describe('open subscriptions', () => {
  const subscribe = (gateway: TenantGateway, token: string) =>
    gateway.send(token, {
      method: 'POST',
      headers: { ...JSON_TYPE, accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { senderEvents { __typename } }' }),
    });

  it('of a token are so many at a time, and another’s do not count', async () => {
    await using gateway = await startTenants({ env: { LIMIT_SUBSCRIPTIONS: '2' } });
    const open = [await subscribe(gateway, 'north-reads'), await subscribe(gateway, 'north-reads')];
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    const refused = await subscribe(gateway, 'north-reads');
    expect(await refused.text()).toContain('"limit":{"name":"subscriptions","max":2,"asked":3}');
    expect((await subscribe(gateway, 'north-writes')).status).toBe(200);
    await open[0]?.body?.cancel();
    await expect
      .poll(async () => (await (await subscribe(gateway, 'north-reads')).body?.getReader().read())?.value?.toString())
      .not.toContain('limit');
    await Promise.all(open.slice(1).map(({ body }) => body?.cancel()));
  });
});

describe('the table of cases', () => {
  it('has every limit of one request', () => {
    const others = Object.keys(LIMITS).filter((name) => /^address|^token[RB]|onnections$|^subscriptions$|Points$|Restore$/.test(name));
    expect([...Object.keys(CASES), ...others].toSorted()).toEqual(Object.keys(LIMITS).toSorted());
  });
});
