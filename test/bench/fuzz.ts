import { readFileSync } from 'node:fs';
import { fuzz } from '../support/fuzz.ts';
import { startTenants } from '../support/tenants.ts';
import { POINTS_OUT_OF_REACH } from './compare/servers.ts';

/** So many random requests, valid and broken: what they were answered with. Ends with 1 at the first fault. */
export async function run([count = '20000']: readonly string[]): Promise<void> {
  await using gateway = await startTenants({ env: { LIMIT_TOKEN_RATE: '0', LIMIT_ADDRESS_RATE: '0', ...POINTS_OUT_OF_REACH } });
  const outcomes = new Map<string, number>();
  const tally = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const began = performance.now();
  await fuzz(readFileSync('schema/schema.graphql', 'utf8'), Number(count), async (body) => {
    const response = await gateway.send('north-writes', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const text = await response.text();
    const codes = new Set([...text.matchAll(/"code":"(\w+)"/g)].map(([, code = '']) => code));
    for (const code of codes) tally(code);
    if (codes.size === 0) tally('data alone');
    return { status: response.status, text: async () => text };
  });
  if (gateway.faults.length > 0) throw new Error(`${gateway.faults.length} faults of the gateway`, { cause: gateway.faults[0] });
  console.log(`${count} requests in ${((performance.now() - began) / 1_000).toFixed(0)} s, no fault; answers that hold`);
  console.log(Object.fromEntries([...outcomes].toSorted(([, a], [, b]) => b - a)));
}
