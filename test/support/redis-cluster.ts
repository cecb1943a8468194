import { setTimeout as delay } from 'node:timers/promises';
import type { RedisTopology } from '../../src/store/redis/topology.ts';
import { freePort, RedisServer } from './redis-server.ts';

const PRIMARIES = 3;
const SLOTS = 16_384;

/** A cluster of three primaries with a replica each. */
export class ClusterWorld {
  readonly nodes: readonly RedisServer[];

  private constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes;
  }

  static async start(): Promise<ClusterWorld> {
    const nodes: RedisServer[] = [];
    const buses: number[] = [];
    for (let index = 0; index < 2 * PRIMARIES; index += 1) {
      const bus = await freePort();
      buses.push(bus);
      nodes.push(
        await RedisServer.start([
          ...['--save', '', '--cluster-enabled', 'yes', '--cluster-node-timeout', '1000', '--cluster-port', String(bus)],
          ...['--cluster-replica-validity-factor', '0', '--repl-diskless-sync-delay', '0'],
        ]),
      );
    }
    const world = new ClusterWorld(nodes);
    const [first] = nodes;
    if (first === undefined) throw new Error('no nodes');
    for (const [index, node] of nodes.entries())
      if (node !== first) await first.command('cluster', 'meet', '127.0.0.1', node.port, buses[index] ?? 0);
    for (const [index, node] of nodes.slice(0, PRIMARIES).entries()) {
      const [from, to] = [index, index + 1].map((edge) => Math.floor((edge * SLOTS) / PRIMARIES));
      await node.command('cluster', 'addslotsrange', from ?? 0, (to ?? 0) - 1);
    }
    await world.#until((info) => info.includes(`cluster_known_nodes:${nodes.length}`));
    for (const [index, node] of nodes.slice(PRIMARIES).entries()) {
      const primary = String(await nodes[index]?.command('cluster', 'myid'));
      await untilDone(() => node.command('cluster', 'replicate', primary));
    }
    await world.#until((info) => info.includes('cluster_state:ok'));
    for (const node of nodes.slice(PRIMARIES)) await linked(node);
    return world;
  }

  get topology(): RedisTopology {
    return { kind: 'cluster', nodes: this.nodes.map(({ url }) => url) };
  }

  /** The node that holds a key now. */
  async nodeOf(key: string): Promise<RedisServer> {
    const slot = Number(await this.nodes[0]?.command('cluster', 'keyslot', key));
    const ranges = (await this.nodes[0]?.command('cluster', 'slots')) as [number, number, [string, number]][];
    const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2][1];
    const node = this.nodes.find((candidate) => candidate.port === port);
    if (node === undefined) throw new Error(`nobody holds ${key}`);
    return node;
  }

  async remove(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.remove()));
  }

  async #until(holds: (info: string) => boolean): Promise<void> {
    for (const node of this.nodes) while (!holds(String(await node.command('cluster', 'info')))) await delay(30);
  }
}

async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 200) throw error;
      await delay(30);
    }
  }
}

/** Until a replica has what its primary has. */
export async function linked(node: RedisServer): Promise<void> {
  while (!String(await node.command('info', 'replication')).includes('master_link_status:up')) await delay(30);
}
