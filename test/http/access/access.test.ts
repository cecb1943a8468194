import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256, startTenants, type TenantGateway } from '../../support/tenants.ts';

let gateway: TenantGateway;
beforeAll(async () => {
  gateway = await startTenants();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { ...JSON_TYPE, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const viewer = post({ query: '{ viewer { account canWrite subclients reachesOwnSenders } }' });

async function expectRefused(response: Response, message: RegExp = /./) {
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: expect.stringMatching(message),
        extensions: { code: 'UNAUTHENTICATED', upstreamCode: null, retryable: false },
      },
    ],
  });
}

const multipart = () => {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: '{ viewer { account } }' }));
  form.set('map', '{}');
  return form;
};

/** Every way to ask something. */
const REQUESTS: Record<string, RequestInit & { path?: string }> = {
  'a query': post({ query: '{ viewer { account } }' }),
  'a query by GET': { path: '/graphql?query=%7Bviewer%7Baccount%7D%7D' },
  introspection: post({ query: '{ __schema { types { name } } }' }),
  'introspection beside the type’s name': post({ query: '{ __typename __schema { types { name } } }' }),
  'the name of a type, in a batch': post([{ query: '{ __typename }' }]),
  'a batch': post([{ query: '{ viewer { account } }' }, { query: '{ __typename }' }]),
  'the type’s name with a fragment': post({ query: '{ __typename ...F } fragment F on Query { viewer { account } }' }),
  'a mutation’s type name': post({ query: 'mutation { __typename }' }),
  'a misspelt field, which suggestions would answer': post({ query: '{ viever { account } }' }),
  'a syntax error': post({ query: '{' }),
  'no JSON': post('{"query":'),
  'a persisted query': post({ extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } }),
  'a multipart request': { method: 'POST', headers: { 'apollo-require-preflight': '1' }, body: multipart() },
  'a form': {
    method: 'POST',
    headers: { 'graphql-require-preflight': '1' },
    body: new URLSearchParams({ query: '{ viewer { account } }' }),
  },
  'the text of a query': { method: 'POST', headers: { 'content-type': 'application/graphql' }, body: '{ viewer { account } }' },
  'an event stream': post({ query: '{ viewer { account } }' }, { accept: 'text/event-stream' }),
  'a path that only ends like the endpoint’s': { ...post({ query: '{ viewer { account } }' }), path: '/x?y=/graphql' },
  'the endpoint with a slash': { ...post({ query: '{ viewer { account } }' }), path: '/graphql/' },
  'a page’s GET of another path': { path: '/x?y=/graphql&query={viewer{account}}', headers: { accept: 'application/json' } },
  'the schema’s text': { path: '/schema.graphql' },
  HEAD: { method: 'HEAD' },
  DELETE: { method: 'DELETE' },
};

describe('without a token', () => {
  it.each(Object.keys(REQUESTS).filter((name) => name !== 'HEAD'))('%s is answered with 401', async (name) => {
    await expectRefused(await gateway.send(null, REQUESTS[name]));
  });

  it('HEAD is answered with 401', async () => {
    expect((await gateway.send(null, REQUESTS.HEAD)).status).toBe(401);
  });

  it.each([
    ['GET', { path: '/graphql?query=%7B__typename%7D' }],
    ['POST', post({ query: '{ __typename }' })],
    ['POST with all that clients put beside it', post({ query: 'query Ping {\n  __typename\n}\n', variables: {}, operationName: 'Ping' })],
  ])('`{ __typename }` alone is answered, by %s', async (_, init) => {
    const response = await gateway.send(null, init);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('the media type is the one that the client asks for', async () => {
    const typeFor = async (accept: string) => (await gateway.send(null, post({ query: '{' }, { accept }))).headers.get('content-type');
    expect(await typeFor('application/graphql-response+json, application/json;q=0.9')).toBe(
      'application/graphql-response+json; charset=utf-8',
    );
    expect(await typeFor('application/json')).toBe('application/json; charset=utf-8');
  });

  it('GraphiQL opens, so that a token can be typed in, and carries no data', async () => {
    const response = await gateway.send(null, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const asked = await gateway.send(null, { path: '/graphql?query={viewer{account}}', headers: { accept: 'text/html' } });
    expect(sha256(await asked.text())).toBe(sha256(await response.text()));
  });

  it('nothing reaches the provider', () => {
    expect(gateway.sandbox.control.counters().byCommand).toEqual({});
    expect(gateway.faults).toEqual([]);
  });
});

describe('with a token', () => {
  it.each(['north', 'south'])('one is that account: %s', async (company) => {
    expect(await (await gateway.send(`${company}-writes`, viewer)).json()).toEqual({
      data: { viewer: { account: company, canWrite: true, subclients: ['branch', 'depot'], reachesOwnSenders: true } },
    });
    expect(await (await gateway.send(`${company}-reads`, viewer)).json()).toMatchObject({
      data: { viewer: { account: company, canWrite: false } },
    });
    expect(await (await gateway.send(`${company}-branch`, viewer)).json()).toMatchObject({
      data: { viewer: { subclients: ['branch'], reachesOwnSenders: false } },
    });
  });

  it('the scheme’s letter case does not matter, and the schema’s text is given', async () => {
    const response = await gateway.send(null, { path: '/schema.graphql', headers: { authorization: 'bearer north-reads' } });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('type Query');
  });

  // Each is near a token that is good: a comparison that ends early, trims or compares hashes as tokens lets one of them in.
  it.each([
    'north-write',
    'north-writesx',
    'North-writes',
    'xorth-writes',
    sha256('north-writes'),
    'north-writes, Bearer north-writes',
    '*',
    '..',
    '__proto__',
    'a.b.c',
    'x'.repeat(8_000),
  ])('a wrong one is refused: %s', async (token) => {
    await expectRefused(await gateway.send(token, viewer), /token/);
    await expectRefused(await gateway.send(token, post({ query: '{ __typename }' })), /token/);
  });

  it.each(['north-writes', 'Basic bm9ydGg6bm9ydGgtd3JpdGVz', 'Bearer', 'Token north-writes', 'Digest north-writes'])(
    'a header that holds no bearer token is refused: %s',
    async (authorization) => {
      const headers = { ...JSON_TYPE, authorization };
      await expectRefused(await gateway.send(null, { ...viewer, headers }), /Bearer <token>/);
    },
  );

  it.each(['token', 'access_token', 'Authorization', 'apikey', 'jwt'])(
    'a token in the address is refused with a hint, also beside a good header: ?%s=',
    async (name) => {
      const path = `/graphql?${name}=north-writes`;
      for (const token of [null, 'north-writes']) {
        const response = await gateway.send(token, { ...viewer, path });
        const text = await response.clone().text();
        await expectRefused(response, /no token in an address.*Authorization: Bearer/);
        expect(text).not.toContain('north-writes');
      }
    },
  );

  it('nobody else’s header counts: cookies, forwarded names', async () => {
    await expectRefused(
      await gateway.send(null, {
        ...viewer,
        headers: {
          ...JSON_TYPE,
          cookie: 'authorization=Bearer north-writes',
          'x-forwarded-authorization': 'Bearer north-writes',
          'x-api-key': 'north-writes',
        },
      }),
    );
  });
});

describe('a token with `access: read`', () => {
  const MUTATIONS = [
    'addSender(input: { name: "New" }) { __typename }',
    'changeSender(input: { sender: { name: "Shop" }, comment: "x" }) { __typename }',
    'deleteSender(input: { sender: { name: "Shop" } }) { __typename }',
    'sendVerificationCode(input: { number: "79991234567" }) { __typename }',
    'verifySender(input: { number: "79991234567", code: "1" }) { __typename }',
    // What the rules of the input would find comes second.
    'addSender(input: { name: "?" }) { ... on InvalidInputError { issues { message } } }',
    '__typename',
  ];
  const forbidden = {
    errors: [
      {
        message: 'This token may read only. Use one with `access: write`.',
        extensions: { code: 'FORBIDDEN', upstreamCode: null, retryable: false },
      },
    ],
  };

  it.each(MUTATIONS)('gets FORBIDDEN and no data: mutation { %s }', async (field) => {
    expect(await gateway.ask('north-reads', `mutation { ${field} }`)).toEqual(forbidden);
  });

  it('gets it before variables are looked at', async () => {
    const query = 'mutation ($input: AddSenderInput!) { addSender(input: $input) { __typename } }';
    expect(await gateway.ask('north-reads', query, { input: 5 })).toEqual(forbidden);
  });

  it('gets it where the mutation is one of several operations', async () => {
    const body = {
      query: 'query Q { viewer { account } } mutation M { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }',
    };
    expect(await (await gateway.send('north-reads', post({ ...body, operationName: 'M' }))).json()).toEqual(forbidden);
    expect(await (await gateway.send('north-reads', post({ ...body, operationName: 'Q' }))).json()).toEqual({
      data: { viewer: { account: 'north' } },
    });
  });

  it('gets it in a batch, where the queries beside it are answered', async () => {
    const batch = [{ query: '{ viewer { account } }' }, { query: `mutation { ${MUTATIONS[2]} }` }];
    expect(await (await gateway.send('north-reads', post(batch))).json()).toEqual([{ data: { viewer: { account: 'north' } } }, forbidden]);
  });

  it('gets it in a multipart request', async () => {
    const form = new FormData();
    form.set(
      'operations',
      JSON.stringify({
        query: 'mutation ($f: File) { addSender(input: { name: "New", document: $f }) { __typename } }',
        variables: { f: null },
      }),
    );
    form.set('map', '{"0":["variables.f"]}');
    form.set('0', new File(['%PDF-1.4'], 'a.pdf'));
    const response = await gateway.send('north-reads', { method: 'POST', headers: { 'graphql-require-preflight': '1' }, body: form });
    expect(await response.json()).toEqual(forbidden);
  });

  it('gets status 403 where the client speaks GraphQL over HTTP', async () => {
    const init = post({ query: `mutation { ${MUTATIONS[0]} }` }, { accept: 'application/graphql-response+json' });
    expect((await gateway.send('north-reads', init)).status).toBe(403);
  });

  it('changed nothing', async () => {
    expect(gateway.sandbox.control.counters().byCommand).toEqual({});
  });
});
