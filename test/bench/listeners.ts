import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';

const SINGLE_EVENTS = 20;
const BURST = 20;
const QUERY = 'subscription { senderEvents { cursor at kind smscId name } }';

/** When each event reached each listener, in the order in which they came. */
class Arrivals {
  readonly times: number[] = [];
  #wanted = Number.POSITIVE_INFINITY;
  #reached = () => {};

  add(count: number): void {
    const now = performance.now();
    for (let index = 0; index < count; index += 1) this.times.push(now);
    if (this.times.length >= this.#wanted) this.#reached();
  }

  /** Starts to count, and resolves when so many came. */
  async expect(count: number): Promise<void> {
    this.times.length = 0;
    this.#wanted = count;
    await new Promise<void>((resolve) => {
      this.#reached = resolve;
    });
  }
}

/** An event stream over a bare socket: the clients must not cost more than the server. */
async function listen(url: string, agent: Agent, arrivals: Arrivals): Promise<void> {
  const asked = request(`${url}?query=${encodeURIComponent(QUERY)}`, { agent, headers: { accept: 'text/event-stream' } });
  asked.end();
  const [response] = await once(asked, 'response');
  response.setEncoding('latin1');
  response.on('data', (chunk: string) => arrivals.add(chunk.split('event: next').length - 1));
}

/** So many listeners on one instance: how long an event takes to reach the first, most and the last of them. */
export async function run([count = '2000']: readonly string[]): Promise<void> {
  const listeners = Number(count);
  const sandbox = await startSandbox({ speed: 0, senders: 2 * (SINGLE_EVENTS + BURST) });
  const gateway = await startGatewayProcess({ ...providerEnv(sandbox), POLL_FAST_MS: '86400000', POLL_SLOW_MS: '86400000' });
  const url = gateway.url ?? '';
  const ask = (query: string) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) }).then((answer) =>
      answer.json(),
    );
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))?.[1]) / 1024;
  try {
    await ask('{ senders { totalCount } }');
    const ids = sandbox.control.state().senders.map(({ id }) => String(id));
    const remove = () => ask(`mutation { deleteSender(input: { sender: { smscId: "${ids.pop()}" } }) { __typename } }`);
    const arrivals = new Arrivals();
    const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
    const before = rss();
    const began = performance.now();
    for (let index = 0; index < listeners; index += 100)
      await Promise.all(Array.from({ length: Math.min(100, listeners - index) }, () => listen(url, agent, arrivals)));
    console.log(`${listeners} event streams opened in ${(performance.now() - began).toFixed(0)} ms`);
    console.log(`memory of the gateway: ${before.toFixed(0)} MB before, ${rss().toFixed(0)} MB with them`);

    const spreads: { first: number; half: number; last: number }[] = [];
    for (let event = 0; event < SINGLE_EVENTS; event += 1) {
      await delay(200);
      const all = arrivals.expect(listeners);
      const sent = performance.now();
      await Promise.all([all, remove()]);
      const at = (share: number) => (arrivals.times[Math.ceil(share * listeners) - 1] ?? 0) - sent;
      spreads.push({ first: (arrivals.times[0] ?? 0) - sent, half: at(0.5), last: at(1) });
    }
    const middle = (pick: (spread: (typeof spreads)[number]) => number) =>
      spreads
        .map(pick)
        .toSorted((a, b) => a - b)
        [Math.floor(spreads.length / 2)]?.toFixed(0);
    const worst = Math.max(...spreads.map(({ last }) => last)).toFixed(0);
    console.log(
      `one event, from the mutation's being sent, median of ${SINGLE_EVENTS}: first listener ${middle(({ first }) => first)} ms, half of them ${middle(({ half }) => half)} ms, the last ${middle(({ last }) => last)} ms; at worst ${worst} ms`,
    );
    console.log(`fan-out from the first to the last: ${middle(({ first, last }) => last - first)} ms`);

    const all = arrivals.expect(listeners * BURST);
    const sent = performance.now();
    for (let event = 0; event < BURST; event += 1) void remove();
    await all;
    const took = performance.now() - sent;
    console.log(
      `${BURST} events at once: all ${listeners * BURST} deliveries in ${took.toFixed(0)} ms, ${((listeners * BURST * 1000) / took).toFixed(0)} a second`,
    );
    console.log(`memory of the gateway afterwards: ${rss().toFixed(0)} MB`);
  } finally {
    gateway.kill('SIGKILL');
    await gateway.exited;
    await sandbox.close();
  }
}
