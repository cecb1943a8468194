import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { buildSchema, graphql } from 'graphql';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';

/** A sender as the bench's operations ask for it. */
export interface BenchSender {
  readonly name: string;
  readonly rawStatus: number | null;
  readonly operators: readonly { readonly operator: { readonly code: string }; readonly rawStatus: number | null }[];
}

/** The provider of the gateway and, with the same senders, the upstream of its peers. */
export interface Upstream {
  readonly sandbox: Sandbox;
  /** REST and GraphQL, for peers. */
  readonly url: string;
  /** What the peers' upstream serves, newest first. */
  serve(senders: readonly BenchSender[]): void;
  /** Milliseconds by which the peers' upstream is late. */
  latencyMs: number;
  /** Requests that reached the peers' upstream. */
  calls: number;
  close(): Promise<void>;
}

const SDL = `
  type Query { senders(first: Int!): SenderConnection! sender(by: SenderBy!): Sender }
  input SenderBy { name: String! }
  type SenderConnection { nodes: [Sender!]! }
  type Sender { name: String! rawStatus: Int operators: [OperatorStatus!]! }
  type OperatorStatus { operator: Operator! rawStatus: Int }
  type Operator { code: String! }
`;

export async function startUpstream(senders: number, latencyMs = 0): Promise<Upstream> {
  const sandbox = await startSandbox({ senders, speed: 0, limits: false, latencyMs });
  const schema = buildSchema(SDL);
  let served: readonly BenchSender[] = [];
  const page = (first: number) => served.slice(0, first);
  const one = (name: string | null) => served.find((sender) => sender.name === name) ?? null;
  const answer = async (url: URL, body: string): Promise<unknown> => {
    switch (url.pathname) {
      case '/senders':
        return page(Number(url.searchParams.get('first')));
      case '/connection':
        return { nodes: page(Number(url.searchParams.get('first'))) };
      case '/sender':
        return one(url.searchParams.get('name'));
      default: {
        const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
        const rootValue = {
          senders: ({ first }: { first: number }) => ({ nodes: page(first) }),
          sender: ({ by }: { by: { name: string } }) => one(by.name),
        };
        return graphql({ schema, source: query, rootValue, variableValues: variables ?? null });
      }
    }
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const text = JSON.stringify(await answer(new URL(request.url ?? '/', 'http://upstream'), body));
    // The schema, which a gateway asks for at its start, is no call for data.
    if (!body.includes('__schema')) {
      upstream.calls += 1;
      await delay(upstream.latencyMs);
    }
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=20' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const upstream: Upstream = {
    sandbox,
    url: `http://127.0.0.1:${port}`,
    serve(senders) {
      served = senders;
    },
    latencyMs,
    calls: 0,
    async close() {
      server.closeAllConnections();
      server.close();
      await sandbox.close();
    },
  };
  return upstream;
}
