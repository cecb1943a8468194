import { Agent, request } from 'node:http';
import { median } from './compare/figures.ts';
import { check, type Operation, operationsOver, pageOf } from './compare/operations.ts';
import { type Running, start } from './compare/pinned.ts';
import { SERVERS, startOf, TOKEN } from './compare/servers.ts';
import { startUpstream } from './compare/upstream.ts';

const CONNECTIONS = 16;
const REQUESTS = 2_000;
const WARM = 3_000;
const ROUNDS = 3;

interface Rule {
  readonly operation: Operation['name'];
  readonly server: string;
  readonly floor: string;
  /** How many times the floor's processor time a request may take: half as much again as it took when this was written, and more. */
  readonly most: number;
}

const RULES: readonly Rule[] = [
  { operation: 'Q20', server: 'this gateway', floor: 'node:http, the same bytes', most: 2 },
  { operation: 'T1', server: 'this gateway', floor: 'node:http, the same bytes', most: 2 },
  { operation: 'Q20', server: 'this gateway, executed each time', floor: 'node:http, JSON.stringify', most: 1.6 },
  { operation: 'T1', server: 'this gateway, executed each time', floor: 'node:http, the same bytes', most: 2.4 },
];

/**
 * Fails where an answer costs much more than it did: processor time beside that of a floor in the same run, which another load on the
 * machine changes little. No clock on the wall is looked at.
 */
export async function run(): Promise<void> {
  const upstream = await startUpstream(20);
  const running = new Map<string, Running>();
  try {
    for (const server of SERVERS.filter(({ kind }) => kind !== 'peer'))
      running.set(server.name, await start(await startOf(server, upstream)));
    const senders = await pageOf(serverOf(running, 'this gateway').url, 20);
    upstream.serve(senders);
    let broken = 0;
    for (const { operation: name, server, floor, most } of RULES) {
      const operation = operationsOver(senders).find((candidate) => candidate.name === name);
      if (operation === undefined) throw new Error(`no operation ${name}`);
      const pair = [serverOf(running, server), serverOf(running, floor)] as const;
      for (const one of pair) {
        await check(one.url, operation);
        await costOf(one, operation, WARM);
      }
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        ratios.push((await costOf(pair[0], operation, REQUESTS)) / (await costOf(pair[1], operation, REQUESTS)));
      const ratio = median(ratios);
      console.log(`${ratio <= most ? '✓' : '✗'} ${name}, ${server}: ${ratio.toFixed(2)} times ${floor}, at most ${most}`);
      if (ratio > most) broken += 1;
    }
    if (broken > 0) throw new Error(`${broken} of ${RULES.length} cost too much`);
  } finally {
    for (const server of running.values()) await server.stop();
    await upstream.close();
  }
}

function serverOf(running: ReadonlyMap<string, Running>, name: string): Running {
  const server = running.get(name);
  if (server === undefined) throw new Error(`no server ${name}`);
  return server;
}

/** Processor time of the server in µs a request. */
async function costOf(server: Running, { body }: Operation, requests: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const cpu = async () => ((await server.tell('read')) as { cpuUs: number }).cpuUs;
  const before = await cpu();
  let left = requests;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await post(server.url, agent, body);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  agent.destroy();
  return ((await cpu()) - before) / requests;
}

const post = (url: string, agent: Agent, body: string) =>
  new Promise<void>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${TOKEN.token}`,
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
      response.resume().once('end', resolve);
    });
    sent.once('error', reject);
    sent.end(body);
  });
