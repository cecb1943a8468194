import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestScope } from '../../src/http/request/request-scope.ts';
import { createAccessLog } from '../../src/ops/access-log.ts';
import { startTenants, type TenantGateway } from '../support/tenants.ts';

type Line = Record<string, unknown> & { operations: readonly Record<string, unknown>[] };
let gateway: TenantGateway;
beforeAll(async () => {
  gateway = await startTenants();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** What is logged of these requests. */
async function linesOf(work: () => Promise<unknown>, options: { sample?: number; slowMs?: number } = {}): Promise<Line[]> {
  const lines: Line[] = [];
  const log = createAccessLog({
    info: (fields) => lines.push(fields as Line),
    sample: options.sample ?? 0,
    slowMs: options.slowMs ?? 60_000,
    clock: () => performance.now(),
  });
  const before = gateway.scopes.length;
  await work();
  for (const scope of gateway.scopes.slice(before)) log(scope);
  return lines;
}
const read = () => gateway.ask('north-reads', 'query Names { senders { totalCount } }');

describe('the log of requests', () => {
  it('has a line for every write, with what it cost and how it went', async () => {
    const [line] = await linesOf(() =>
      gateway.ask('north-writes', 'mutation Gone { deleteSender(input: { sender: { name: "None" } }) { __typename } }'),
    );
    expect(line).toMatchObject({
      account: 'north',
      token: 'all',
      method: 'POST',
      path: '/graphql',
      status: 200,
      requestId: expect.any(String),
    });
    expect(line?.operations).toMatchObject([{ name: 'Gone', kind: 'mutation', codes: ['SENDER_NOT_FOUND'], upstreamCalls: 1 }]);
  });

  it('has a line for every refusal and error', async () => {
    const lines = await linesOf(async () => {
      await gateway.ask('nobody', '{ viewer { account } }');
      await gateway.ask('north-reads', '{ senders(first: 501) { totalCount } }');
      await gateway.ask('north-reads', '{');
    });
    expect(lines.map(({ status, operations }) => [status, operations.map(({ codes }) => codes)])).toEqual([
      [401, []],
      [200, [['INVALID_INPUT']]],
      [200, [['BAD_REQUEST']]],
    ]);
  });

  it('has a line for every slow request', async () => {
    expect(await linesOf(read, { slowMs: 0 })).toHaveLength(1);
  });

  it('has one line for so many other reads, and says so', async () => {
    expect(await linesOf(read)).toEqual([]);
    const lines = await linesOf(
      async () => {
        for (let time = 0; time < 10; time += 1) await read();
      },
      { sample: 5 },
    );
    expect(lines.map(({ sampled }) => sampled)).toEqual([5, 5]);
  });

  it('has no line for each answer that was given before', async () => {
    const { clock, lines } = { clock: () => performance.now(), lines: [] as unknown[] };
    const log = createAccessLog({ info: (fields) => lines.push(fields), sample: 0, slowMs: 60_000, clock });
    const seen = gateway.scopes.length;
    for (let time = 0; time < 4; time += 1) await read();
    for (const { operations, response, principal, request, startedAt, path, id } of gateway.scopes.slice(seen)) {
      // As it is at the end of such an answer: written, and not yet sent.
      log({
        operations,
        principal,
        request,
        startedAt,
        path,
        id,
        response: { statusCode: response.statusCode, writableEnded: true, writableFinished: false },
      } as unknown as RequestScope);
    }
    expect(lines).toEqual([]);
  });

  it('holds no token, no query and no variables', async () => {
    const lines = await linesOf(() =>
      gateway.ask('north-writes', 'mutation Named($name: String!) { deleteSender(input: { sender: { name: $name } }) { __typename } }', {
        name: 'Secret1',
      }),
    );
    expect(JSON.stringify(lines)).not.toMatch(/north-writes|Secret1|deleteSender/);
  });
});
