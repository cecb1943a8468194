import { Agent, request } from 'node:http';

/** A second of honest callers. */
export interface HonestSecond {
  /** How long each hot read took, in ms. */
  readonly times: readonly number[];
  /** Statuses other than 200, and connections that broke. */
  readonly failures: readonly string[];
}

/** Between two reads of a tenant. */
const EVERY_MS = 10;
const HOT_READ = JSON.stringify({ query: '{ senders(first: 20) { nodes { name status } } }' });

const [url = '', ...tokens] = process.argv.slice(2);
let times: number[] = [];
let failures: string[] = [];

/** Asks one after the other: a wait is seen once, as its caller sees it. */
async function read(token: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<string>((resolve) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const sent = request(url, { agent, method: 'POST', headers }, (response) => {
        response.resume().once('end', () => resolve(String(response.statusCode)));
      });
      sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
      sent.end(HOT_READ);
    });
  for (;;) {
    const since = performance.now();
    const outcome = await ask();
    if (outcome === '200') times.push(performance.now() - since);
    else failures.push(outcome);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

for (const token of tokens) void read(token);
setInterval(() => {
  process.send?.({ times, failures } satisfies HonestSecond);
  times = [];
  failures = [];
}, 1_000);
process.once('disconnect', () => process.exit(0));
