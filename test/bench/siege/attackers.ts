import { once } from 'node:events';
import { createServer } from 'node:http';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type Loot, SIEGE_ATTACKS, type SiegeAttack } from './attacks.ts';

/** What the process of the attackers is told at its start. */
export interface Orders {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Where the webhooks of the hostile account lead. */
  readonly receiverPort: number;
  readonly loot: Loot;
}

/** What they tell at their end. */
export interface Spoils {
  /** By attack: how often each ending came. */
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The most connections that the gateway had open at once to a receiver that drips. */
  readonly mostWebhookConnections: number;
}

/** Between two acts of a connection. */
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [500, 1_500];
/** They come from so many addresses, none of which is that of honest callers. */
const ADDRESSES = 20;

const [orders] = (await once(process, 'message')) as [Orders];
// What is measured is what the gateway makes of them, not what they take from the machine.
setPriority(19);
const ending = new AbortController();
const over = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
const outcomes: Record<string, Record<string, number>> = {};

async function besiege({ name, act }: SiegeAttack, index: number): Promise<void> {
  const target = { url: orders.url, localAddress: `127.0.1.${1 + (index % ADDRESSES)}`, signal: ending.signal, over };
  await pause();
  while (!ending.signal.aborted) {
    const outcome = await act(target, orders.loot).catch((error: unknown) => (error instanceof Error ? error.name : 'failed'));
    if (ending.signal.aborted) return;
    outcomes[name] = { ...outcomes[name], [outcome]: (outcomes[name]?.[outcome] ?? 0) + 1 };
    await pause();
  }
}
const pause = () => Promise.race([delay(SHORTEST_PAUSE_MS + Math.random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS)), over]);

/** A row has as many connections as its parts; what is left over goes to the first ones. */
function ranks(connections: number): SiegeAttack[] {
  const whole = SIEGE_ATTACKS.flatMap((attack) => Array<SiegeAttack>(attack.parts ?? 1).fill(attack));
  const single = SIEGE_ATTACKS.filter(({ parts }) => parts === 0);
  return [...single, ...Array.from({ length: connections - single.length }, (_, index) => whole[index % whole.length] as SiegeAttack)];
}

let webhookConnections = 0;
let mostWebhookConnections = 0;
const receiver = createServer((request, response) => {
  response.writeHead(200);
  const drips = setInterval(() => response.write('x'), 500);
  request.socket.once('close', () => clearInterval(drips));
});
receiver.on('connection', (socket) => {
  webhookConnections += 1;
  mostWebhookConnections = Math.max(mostWebhookConnections, webhookConnections);
  socket.once('close', () => {
    webhookConnections -= 1;
  });
});
receiver.listen(orders.receiverPort, '127.0.0.1');

setTimeout(() => ending.abort(), orders.seconds * 1_000);
await Promise.race([Promise.all(ranks(orders.connections).map(besiege)), over.then(() => delay(2_000))]);
process.send?.({ outcomes, mostWebhookConnections } satisfies Spoils, () => process.exit(0));
