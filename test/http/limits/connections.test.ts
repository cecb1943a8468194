import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Connections } from '../../../src/http/limits/connections.ts';

const NONE = { connections: 1_000, addressConnections: 1_000, addressWebSockets: 1_000, unknownConnections: 1_000 };

/** The part of a socket that is looked at, with what its peer takes decided by the test. */
class Peer extends EventEmitter {
  readonly remoteAddress: string;
  writableLength = 0;
  bytesWritten = 0;
  destroyed = false;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }

  get socket(): Socket {
    return this as unknown as Socket;
  }

  send(bytes: number): void {
    this.writableLength += bytes;
    this.bytesWritten += bytes;
  }

  take(bytes: number): void {
    this.writableLength = Math.max(0, this.writableLength - bytes);
  }

  resetAndDestroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.writableLength = 0;
    this.emit('close');
  }
}

function world(limits: Partial<typeof NONE> = {}, behindProxy = false) {
  let now = 0;
  const connections = new Connections({ limits: { ...NONE, ...limits }, behindProxy, clock: () => now });
  return {
    connections,
    open(address = '192.0.2.1') {
      const peer = new Peer(address);
      connections.opened(peer.socket);
      return peer;
    },
    /** A second at a time, as the watch looks. */
    pass(seconds: number, patienceMs = 30_000) {
      for (let second = 0; second < seconds; second += 1) {
        now += 1_000;
        connections.look({ patienceMs });
      }
    },
  };
}

describe('the connections', () => {
  it('of an address are bounded: one too many is refused with its limit, then ended', () => {
    const { connections, open, pass } = world({ addressConnections: 2 });
    open();
    open();
    const third = open();
    expect(connections.admit(third.socket, '192.0.2.1')).toMatchObject({
      status: 429,
      error: { code: 'BAD_REQUEST', limit: 'addressConnections', max: 2, asked: 3 },
    });
    expect(connections.admit(open('192.0.2.2').socket, '192.0.2.2')).toBeNull();
    pass(2);
    expect(third.destroyed).toBe(true);
    expect(connections.cutOff.excess).toBe(1);
  });

  it('of all addresses are bounded, with a time to come again', () => {
    const { connections, open } = world({ connections: 1 });
    open();
    const second = open('192.0.2.2');
    expect(connections.admit(second.socket, '192.0.2.2')).toMatchObject({
      status: 503,
      error: { code: 'OVERLOADED', retryable: true },
      headers: { 'retry-after': '5', connection: 'close' },
    });
  });

  it('over a limit that wait for their refusal are bounded too', () => {
    const { open } = world({ connections: 1 });
    open();
    const late = Array.from({ length: 300 }, () => open());
    expect(late.filter(({ destroyed }) => destroyed)).toHaveLength(300 - 256);
  });

  it('behind a proxy count for the client that used each last', () => {
    const { connections, open } = world({ addressConnections: 1 }, true);
    const [first, second] = [open('10.0.0.1'), open('10.0.0.1')];
    expect(connections.admit(first.socket, '192.0.2.1')).toBeNull();
    expect(connections.admit(first.socket, '192.0.2.1')).toBeNull();
    expect(connections.admit(second.socket, '192.0.2.1')).toMatchObject({ status: 429 });
    expect(connections.admit(second.socket, '192.0.2.2')).toBeNull();
    expect(connections.admit(first.socket, '192.0.2.3')).toBeNull();
    const third = open('10.0.0.1');
    expect(connections.admit(third.socket, '192.0.2.1')).toBeNull();
  });

  it('that show no token lose the oldest where there are too many, and not before they could', () => {
    const { connections, open, pass } = world({ unknownConnections: 2 });
    const [first, second, third, fourth] = [open(), open(), open(), open()];
    connections.identified(second.socket);
    pass(1);
    expect([first, second, third, fourth].map(({ destroyed }) => destroyed)).toEqual([false, false, false, false]);
    pass(1);
    expect([first, second, third, fourth].map(({ destroyed }) => destroyed)).toEqual([true, false, false, false]);
    expect(connections.cutOff.unknown).toBe(1);
  });

  it('that are WebSockets are bounded for each address', () => {
    const { connections, open } = world({ addressWebSockets: 1 });
    const first = open();
    expect(connections.upgraded(first.socket, '192.0.2.1')).toBeNull();
    expect(connections.upgraded(open().socket, '192.0.2.1')).toMatchObject({ error: { limit: 'addressWebSockets' } });
    first.resetAndDestroy();
    expect(connections.upgraded(open().socket, '192.0.2.1')).toBeNull();
  });
});

describe('a peer', () => {
  it('that takes nothing is cut off after its time, and not before', () => {
    const { connections, open, pass } = world();
    const peer = open();
    peer.send(1_000_000);
    pass(30);
    expect(peer.destroyed).toBe(false);
    pass(1);
    expect(peer.destroyed).toBe(true);
    expect(connections.cutOff.unread).toBe(1);
  });

  it('that takes a little now and then is cut off as well', () => {
    const { open, pass } = world();
    const peer = open();
    peer.send(1_000_000);
    for (let second = 0; second < 100 && !peer.destroyed; second += 1) {
      peer.take(100);
      pass(1);
    }
    expect(peer.destroyed).toBe(true);
  });

  it('that takes it slowly, but takes it, is not', () => {
    const { open, pass } = world();
    const peer = open();
    peer.send(10_000_000);
    for (let second = 0; second < 300; second += 1) {
      peer.take(2_000);
      pass(1);
    }
    expect(peer.destroyed).toBe(false);
  });

  it('that has taken all may be silent for as long as it likes', () => {
    const { open, pass } = world();
    const peer = open();
    peer.send(100);
    pass(1);
    peer.take(100);
    pass(1_000);
    expect(peer.destroyed).toBe(false);
  });

  it('of a real socket is seen to take one long write, while that is under way', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    const [socket] = (await once(server, 'connection')) as [Socket];
    socket.on('error', () => {});
    let now = 0;
    const connections = new Connections({ limits: NONE, behindProxy: false, clock: () => now });
    connections.opened(socket);
    socket.write(Buffer.alloc(50_000_000));
    const look = async () => {
      now += 1_000;
      connections.look({ patienceMs: 3_000 });
      await delay(10);
    };
    await look();
    // Reads some of it within each time that it is given.
    let read = 0;
    client.on('data', (chunk: Buffer) => {
      read += chunk.length;
      client.pause();
    });
    for (let second = 0; second < 30; second += 1) {
      for (let part = 0; part < 10; part += 1) {
        client.resume();
        await delay(1);
      }
      await look();
    }
    expect(read).toBeLessThan(50_000_000);
    expect(socket.destroyed).toBe(false);
    client.pause();
    for (let second = 0; second < 10; second += 1) await look();
    await vi.waitFor(() => expect(socket.destroyed).toBe(true));
    server.close();
    client.destroy();
  }, 30_000);
});

type Step =
  | { readonly does: 'open'; readonly address: number }
  | { readonly does: 'ask'; readonly peer: number; readonly address: number }
  | { readonly does: 'identify' | 'upgrade' | 'close'; readonly peer: number }
  | { readonly does: 'send' | 'take'; readonly peer: number; readonly bytes: number }
  | { readonly does: 'pass'; readonly seconds: number };

const index = fc.nat({ max: 30 });
const bytes = fc.nat({ max: 100_000 });
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('open' as const), address: fc.nat({ max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('ask' as const), peer: index, address: fc.nat({ max: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('identify' as const, 'upgrade' as const, 'close' as const), peer: index }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('send' as const, 'take' as const), peer: index, bytes }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 40 }) }) },
);

it.each([false, true])('counts what is there, never less than nothing, and nothing in the end (behind a proxy: %s)', (behindProxy) => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 120 }), (steps) => {
      const limits = { connections: 12, addressConnections: 5, addressWebSockets: 2, unknownConnections: 6 };
      const { connections, open, pass } = world(limits, behindProxy);
      const peers: Peer[] = [];
      const upgraded = new Set<Peer>();
      const addressOf = (number: number) => `192.0.2.${number}`;
      const run = (step: Step) => {
        if (step.does === 'open') return void peers.push(open(addressOf(step.address)));
        if (step.does === 'pass') return pass(step.seconds);
        const peer = peers[step.peer];
        if (peer === undefined || peer.destroyed) return;
        if (step.does === 'ask') connections.admit(peer.socket, addressOf(step.address));
        if (step.does === 'identify') connections.identified(peer.socket);
        if (step.does === 'upgrade' && !upgraded.has(peer) && connections.upgraded(peer.socket, peer.remoteAddress) === null)
          upgraded.add(peer);
        if (step.does === 'close') peer.resetAndDestroy();
        if (step.does === 'send') peer.send(step.bytes);
        if (step.does === 'take') peer.take(step.bytes);
      };
      const alive = () => peers.filter(({ destroyed }) => !destroyed);
      for (const step of steps) {
        run(step);
        const { open: counted, unknown, webSockets } = connections.counts;
        expect(counted).toBe(alive().length);
        expect(unknown).toBeGreaterThanOrEqual(0);
        expect(unknown).toBeLessThanOrEqual(counted);
        expect(webSockets).toBe(alive().filter((peer) => upgraded.has(peer)).length);
        expect(webSockets).toBeLessThanOrEqual(5 * limits.addressWebSockets);
      }
      // After a look, nobody is over a limit for longer than the time to be told so.
      pass(3);
      expect(connections.counts.open).toBeLessThanOrEqual(limits.connections);
      expect(connections.counts.unknown).toBeLessThanOrEqual(limits.unknownConnections);
      // Whoever leaves lying what it is sent is gone.
      for (const peer of alive()) peer.send(50_000);
      pass(35);
      expect(alive()).toEqual([]);
      expect(connections.counts).toEqual({ open: 0, unknown: 0, webSockets: 0, unreadBytes: 0 });
      // And nothing of them is left: as many as at first are let in again.
      for (let number = 0; number < limits.addressConnections; number += 1) {
        const peer = open(addressOf(0));
        expect(connections.admit(peer.socket, addressOf(0))).toBeNull();
      }
    }),
    { numRuns: 300 },
  );
});
