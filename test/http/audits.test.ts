import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

// MUST, SHOULD and MAY of GraphQL over HTTP, by the reference implementation.
describe('GraphQL over HTTP', () => {
  it.each(serverAudits({ url: () => gateway.url }).map((audit) => [audit.id, audit.name, audit] as const))(
    '%s: %s',
    async (_, __, audit) => {
      const result = await audit.fn();
      expect(result, 'reason' in result ? result.reason : '').toMatchObject({ status: 'ok' });
    },
  );
});
