import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';

const ADD = 'mutation ($name: String!) { result: addSender(input: { name: $name }) { __typename ... on UserError { code retryable } } }';
const READS = [
  '{ senders { totalCount } }',
  '{ senders { nodes { name operators { status } } } }',
  '{ senders { nodes { files { name } } } }',
];

describe('SIGTERM with 200 requests in flight', () => {
  it('gives each its answer or a clean refusal, and does no write twice', async () => {
    const sandbox = await startSandbox({ senders: 5, latencyMs: 1_000, speed: 0 });
    const gateway = await startGatewayProcess({ ...providerEnv(sandbox), QUEUE_TIMEOUT_MS: '2000', SHUTDOWN_MS: '15000' });
    try {
      const ask = async (query: string, variables?: object) => {
        const response = await fetch(gateway.url ?? '', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        });
        // A body that ends early fails here.
        return { status: response.status, body: await response.json() };
      };
      const names = Array.from({ length: 50 }, (_, index) => `Shop${index}`);
      const writes = names.map((name) => ask(ADD, { name }));
      const reads = Array.from({ length: 150 }, (_, index) => ask(READS[index % READS.length] ?? ''));
      // The provider has some of both, and the rest waits in the gateway.
      await expect.poll(() => sandbox.control.counters().requests, { timeout: 10_000 }).toBeGreaterThan(4);
      gateway.kill('SIGTERM');

      const read = await Promise.all(reads);
      expect(read.map(({ status, body }) => [status, body.errors])).toEqual(Array(150).fill([200, undefined]));
      const outcomes = (await Promise.all(writes)).map(
        ({ body }, index) => [names[index], body.data.result.__typename, body.data.result.code] as const,
      );
      expect(await gateway.exited).toEqual([0, null]);

      const held = sandbox.control.state().senders.map(({ name }) => name);
      for (const [name = '', typename, code] of outcomes) {
        expect(['AddSenderSuccess', 'RateLimitedError'], `${typename} ${code}`).toContain(typename);
        expect(
          held.filter((other) => other === name),
          name,
        ).toHaveLength(typename === 'AddSenderSuccess' ? 1 : 0);
      }
      expect(outcomes.filter(([, typename]) => typename === 'AddSenderSuccess').length).toBeGreaterThan(0);
      expect(sandbox.control.counters().violations).toEqual({ list: 0, add: 0, concurrent: 0 });
    } finally {
      gateway.kill('SIGKILL');
      await sandbox.close();
    }
  });
});
