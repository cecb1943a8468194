import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { createWebhookPost, type Delivery, type WebhookPostOptions } from '../../src/webhooks/webhook-post.ts';
import { SECRET, startReceiver } from '../support/webhook-receiver.ts';

const MESSAGE = { id: 'evt_1', body: '{"type":"webhook.test","data":{}}' };

async function send(url: string, options: Partial<WebhookPostOptions> = {}): Promise<Delivery> {
  const post = createWebhookPost({ clock: Date.now, toPrivate: true, ...options });
  try {
    return await post.send({ name: 'crm', url, secret: SECRET, kinds: [] }, MESSAGE);
  } finally {
    await post.close();
  }
}

/** A receiver that does as it is told with each connection. */
async function serve(answer: Parameters<typeof createServer>[1]) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook?key=hidden`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Writes until the connection ends. */
function repeat(response: ServerResponse, text: string, everyMs: number): void {
  const timer = setInterval(() => response.write(text), everyMs);
  response.once('close', () => clearInterval(timer));
}

describe('a webhook’s post', () => {
  it('is signed for the moment of the try, with the id of the event', async () => {
    await using receiver = await startReceiver();
    expect(await send(`${receiver.url}/hook?key=1`)).toEqual({ taken: true });
    expect(receiver.taken[0]?.headers).toMatchObject({ 'webhook-id': 'evt_1', 'content-type': 'application/json' });
    const at = Number(receiver.taken[0]?.headers['webhook-timestamp']);
    expect(Math.abs(at - Date.now() / 1_000)).toBeLessThan(5);
  });

  it('is refused by the scheme’s library where the clock is wrong or the secret is another', async () => {
    await using late = await startReceiver();
    await send(late.url, { clock: () => Date.now() - 600_000 });
    await using other = await startReceiver(`whsec_${Buffer.alloc(32, 8).toString('base64')}`);
    await send(other.url);
    expect([late.forged.length, other.forged.length]).toEqual([1, 1]);
  });

  it.each([200, 201, 204, 299])('is taken with status %i', async (status) => {
    await using server = await serve((_, response) => response.writeHead(status).end());
    expect(await send(server.url)).toEqual({ taken: true });
  });

  it.each([
    [301, false],
    [400, false],
    [404, false],
    [410, true],
    [429, false],
    [500, false],
  ])('is not taken with status %i', async (status, gone) => {
    await using server = await serve((_, response) => response.writeHead(status, { location: '/' }).end());
    expect(await send(server.url)).toMatchObject({ taken: false, gone });
  });

  it('waits so long and no longer, for the head of the answer', async () => {
    await using server = await serve(() => {});
    expect(await send(server.url, { timeoutMs: 100 })).toEqual({ taken: false, reason: 'it did not answer within 100 ms', gone: false });
  });

  it('does not read an answer without end', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200);
      const more = () => response.write('x'.repeat(65_536), (error) => !error && setImmediate(more));
      more();
    });
    expect(await send(server.url)).toEqual({ taken: true });
  });

  it.each([
    ['drips its answer', (response: ServerResponse) => repeat(response, 'x', 20)],
    ['leaves it unfinished', (response: ServerResponse) => void response.write('x')],
    ['writes without end', (response: ServerResponse) => repeat(response, 'x'.repeat(65_536), 1)],
  ])('holds no connection to a receiver that %s', async (_, answer) => {
    let open = 0;
    await using server = await serve((request, response) => {
      open += 1;
      request.socket.once('close', () => {
        open -= 1;
      });
      response.writeHead(200);
      answer(response);
      response.on('error', () => {});
    });
    const post = createWebhookPost({ clock: Date.now, toPrivate: true });
    const began = performance.now();
    const deliveries = await Promise.all(
      Array.from({ length: 20 }, () => post.send({ name: 'crm', url: server.url, secret: SECRET, kinds: [] }, MESSAGE)),
    );
    expect(deliveries).toEqual(Array(20).fill({ taken: true }));
    expect(performance.now() - began).toBeLessThan(10_000);
    await vi.waitFor(() => expect(open).toBe(0));
    await post.close();
  });

  it('says why nothing can be reached, and nothing of the address', async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    const delivery = await send(server.url);
    expect(delivery).toEqual({ taken: false, reason: 'it can’t be reached (ECONNREFUSED)', gone: false });
  });
});
