import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeldProvider extends AsyncDisposable {
  readonly url: string;
  /** Requests that wait. */
  waiting(): number;
  /** Lets through what waits, and whatever comes from now on. */
  release(): void;
}

/** Stands before a provider, and keeps every request waiting until it is told to let them through. */
export async function holdProvider(target: string): Promise<HeldProvider> {
  const released = Promise.withResolvers<void>();
  let waiting = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    waiting += 1;
    await released.promise;
    waiting -= 1;
    const { 'content-type': type = '' } = request.headers;
    const answer = await fetch(target + request.url, { method: 'POST', headers: { 'content-type': type }, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    waiting: () => waiting,
    release: () => released.resolve(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
