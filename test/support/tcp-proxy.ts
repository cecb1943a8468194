import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can be lost without a word. */
export class TcpProxy {
  readonly #server: Server;
  readonly #open = new Set<{ readonly client: Socket; readonly upstream: Socket }>();
  /** Where new connections lead. */
  target: number;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.target = target;
  }

  static async start(target: number): Promise<TcpProxy> {
    // Who is swallowed gets no answer to its goodbye either.
    const server = createServer({ allowHalfOpen: true });
    const proxy = new TcpProxy(server, target);
    server.on('connection', (client) => proxy.#join(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  /** Connections that are open now pass nothing on any more, and nobody is told: as a machine that vanished. */
  swallow(): void {
    for (const { client, upstream } of this.#open) {
      client.unpipe(upstream);
      upstream.unpipe(client);
      client.resume();
      upstream.resume();
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const { client, upstream } of this.#open) for (const socket of [client, upstream]) socket.destroy();
    await closed;
  }

  #join(client: Socket): void {
    const upstream = connect(this.target, '127.0.0.1');
    const pair = { client, upstream };
    this.#open.add(pair);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#open.delete(pair);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
