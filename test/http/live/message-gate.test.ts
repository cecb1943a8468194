import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { RateLimitedError } from '../../../src/errors.ts';
import { MessageGate, type MessageGateOptions } from '../../../src/http/live/message-gate.ts';
import type { Refusal } from '../../../src/http/request/refusal.ts';

const refused = (retryAfterMs = 60_000): Refusal => ({ status: 429, error: new RateLimitedError(retryAfterMs) });

/** A gate between two ends of a real connection. */
async function connect(options: Partial<Pick<MessageGateOptions, 'judge' | 'take'>> = {}) {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, autoPong: false });
  const opened = Promise.withResolvers<{ socket: WebSocket; gate: MessageGate }>();
  server.on('upgrade', (request, carrier, head) =>
    sockets.handleUpgrade(request, carrier, head, (socket) => {
      const gate = new MessageGate({ socket, carrier: request.socket, judge: () => null, take: async () => {}, ...options }, head.length);
      opened.resolve({ socket, gate });
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.on('error', () => {});
  const { socket, gate } = await opened.promise;
  await once(client, 'open');
  return {
    client,
    socket,
    gate,
    async [Symbol.asyncDispose]() {
      client.terminate();
      socket.terminate();
      server.close();
    },
  };
}

it('hands messages on in their order, also where a verdict takes its time', async () => {
  const taken: string[] = [];
  let judged = 0;
  await using pair = await connect({
    judge: () => {
      judged += 1;
      return judged % 3 === 0 ? delay(20, null) : null;
    },
    take: async (text) => void taken.push(text),
  });
  const sent = Array.from({ length: 20 }, (_, index) => String(index));
  for (const text of sent) pair.client.send(text);
  await vi.waitFor(() => expect(taken).toEqual(sent));
  expect(judged).toBe(20);
});

it('reads more slowly after a message over the rate, and loses none', async () => {
  const taken: [string, boolean][] = [];
  await using pair = await connect({
    judge: () => (taken.length < 2 ? refused(300) : null),
    take: async (text, refusal) => void taken.push([text, refusal !== null]),
  });
  const began = performance.now();
  for (const text of ['a', 'b', 'c', 'd']) pair.client.send(text);
  await vi.waitFor(() => expect(taken).toHaveLength(4));
  expect(taken).toEqual([
    ['a', true],
    ['b', true],
    ['c', false],
    ['d', false],
  ]);
  expect(performance.now() - began).toBeGreaterThan(500);
});

it('closes instead of reading a long message over the rate', async () => {
  const take = vi.fn(async () => {});
  await using pair = await connect({ judge: () => refused(), take });
  pair.gate.identified();
  pair.client.send('x'.repeat(20_000));
  const [code, reason] = await once(pair.client, 'close');
  expect([code, String(reason)]).toEqual([4429, 'RATE_LIMITED']);
  expect(take).not.toHaveBeenCalled();
});

it('takes 16 kB in all from somebody unknown, and more once it is known who it is', async () => {
  await using known = await connect();
  known.client.send('x'.repeat(10_000));
  await delay(50);
  known.gate.identified();
  for (let count = 0; count < 10; count += 1) known.client.send('x'.repeat(100_000));
  await delay(200);
  expect(known.socket.readyState).toBe(WebSocket.OPEN);
  await using unknown = await connect();
  for (let count = 0; count < 5; count += 1) unknown.client.send('x'.repeat(4_000));
  const [code] = await once(unknown.client, 'close');
  expect(code).toBe(1009);
});

it('reads nothing from a peer that does not read, and goes on when it does', async () => {
  let taken = 0;
  await using pair = await connect({
    async take(text) {
      taken += 1;
      await pair.gate.send(text.repeat(10));
    },
  });
  pair.gate.identified();
  pair.client.pause();
  const message = 'x'.repeat(100_000);
  for (let count = 0; count < 100; count += 1) pair.client.send(message);
  await delay(500);
  const before = taken;
  expect(before).toBeLessThan(60);
  // What is in flight, and not a hundred answers of 1 MB each.
  expect(pair.socket.bufferedAmount).toBeLessThan(3_000_000);
  pair.client.resume();
  await vi.waitFor(() => expect(taken).toBe(100), { timeout: 10_000 });
});

it('answers pings, and queues no pongs without bound', async () => {
  await using pair = await connect();
  pair.gate.identified();
  pair.client.ping('are you there');
  const [data] = await once(pair.client, 'pong');
  expect(String(data)).toBe('are you there');
  pair.client.pause();
  for (let count = 0; count < 200_000; count += 1) pair.client.ping('x'.repeat(100));
  await delay(500);
  expect(pair.socket.bufferedAmount).toBeLessThan(400_000);
});
