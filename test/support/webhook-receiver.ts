import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** `whsec_` and 32 bytes, as its operator would make it. */
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export interface Received {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** What was answered with 200, in its order, repeats included. */
  readonly taken: readonly Received[];
  /** Tries that were refused. */
  readonly refused: readonly Received[];
  /** Tries whose signature the scheme's own library did not find right. */
  readonly forged: readonly unknown[];
  /** Decides by the status of each answer, the first one first. */
  answer: (message: Received) => number;
  /** Resolves once so many different messages are taken. */
  until(count: number): Promise<void>;
}

/** A receiver of webhooks on 127.0.0.1 that checks every signature with the scheme's own library. */
export async function startReceiver(secret = SECRET): Promise<Receiver> {
  const verifier = new Webhook(secret);
  const taken: Received[] = [];
  const refused: Received[] = [];
  const forged: unknown[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const { type, data } = verifier.verify(Buffer.concat(chunks).toString(), request.headers as Record<string, string>) as Received;
      const message = { id: String(request.headers['webhook-id']), type, data, headers: request.headers };
      const status = receiver.answer(message);
      (status === 200 ? taken : refused).push(message);
      response.writeHead(status, status === 302 ? { location: `${receiver.url}/elsewhere` } : {}).end();
    } catch (error) {
      forged.push(error);
      response.writeHead(400).end();
    }
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const receiver: Receiver = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    taken,
    refused,
    forged,
    answer: () => 200,
    until: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (new Set(taken.map(({ id }) => id)).size < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
