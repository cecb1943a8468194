import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faultOf, fuzz } from '../support/fuzz.ts';
import { startTenants } from '../support/tenants.ts';

/** `npm run bench -- fuzz` sends 20,000. */
const REQUESTS = 2_000;

it(`finds nothing in ${REQUESTS} random requests, valid and broken, that is a fault of the gateway`, { timeout: 120_000 }, async () => {
  const env = { LIMIT_TOKEN_RATE: '0', LIMIT_ADDRESS_RATE: '0' };
  await using gateway = await startTenants({ env });
  const codes = new Set<string>();
  await fuzz(readFileSync('schema/schema.graphql', 'utf8'), REQUESTS, async (body) => {
    const response = await gateway.send('north-writes', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const text = await response.text();
    for (const [, code = ''] of text.matchAll(/"code":"(\w+)"/g)) codes.add(code);
    return { status: response.status, text: async () => text };
  });
  expect(gateway.faults).toEqual([]);
  expect(await gateway.ask('north-reads', '{ viewer { account } }')).toEqual({ data: { viewer: { account: 'north' } } });
  // It came further than the parser.
  expect([...codes]).toEqual(expect.arrayContaining(['BAD_REQUEST', 'INVALID_INPUT']));
});

it.each([
  ['a status that says so', 503, '{}'],
  ['an error without a code', 200, '{"errors":[{"message":"x"}]}'],
  ['a masked fault', 200, '[{"errors":[{"message":"x","extensions":{"code":"INTERNAL"}}]}]'],
  ['a stack trace', 200, '{"data":{"x":"at /src/a.ts:1"}}'],
])('takes %s for a fault', (_, status, body) => {
  expect(faultOf(status, body)).not.toBeNull();
});
