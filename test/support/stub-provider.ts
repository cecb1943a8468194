import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface StubProvider extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Resolves when a client cuts a connection on which the answer was not over. */
  readonly cut: Promise<void>;
}

export type Reply = (response: ServerResponse, request: ReceivedRequest) => void;

/** An answer as senders.php gives it. */
export const json =
  (body: string, status = 200): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body);

/** Reads the request and never answers. */
export const silence: Reply = () => {};

/** A server on a real socket that keeps each request as it came, and answers by a script; the last reply is repeated. */
export async function startStub(...replies: readonly [Reply, ...Reply[]]): Promise<StubProvider> {
  const requests: ReceivedRequest[] = [];
  const cut = Promise.withResolvers<void>();
  const server = createServer(async (incoming, response) => {
    response.on('close', () => {
      if (!response.writableFinished) cut.resolve();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = '', url = '', headers } = incoming;
    const request = { method, url, headers, body: Buffer.concat(chunks) };
    requests.push(request);
    (replies[requests.length - 1] ?? replies.at(-1))?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    cut: cut.promise,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
