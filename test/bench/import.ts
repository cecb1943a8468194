import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';
import { subscribeBySse } from '../support/subscribers.ts';

const LISTENERS = 20;
const BEGIN =
  'mutation ($rows: [ImportSenderRowInput!]) { importSenders(input: { rows: $rows }) { ... on ImportSendersSuccess { job { id estimatedFinishAt } } } }';
const FIND = 'query ($id: ID!) { importJob(id: $id) { state total done failed estimatedFinishAt } }';
const READ = '{ senders(first: 50) { totalCount nodes { name status operators { status } } freshness { ageSeconds } } }';
const ADD =
  'mutation ($name: String!) { addSender(input: { name: $name }) { __typename ... on UserError { code } ... on RateLimitedError { retryAfterMs } } }';

const seconds = (ms: number) => Math.round(ms / 100) / 10;
const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);

/**
 * An import at the provider's own pace, a quarter of an hour for 60 names, while listeners listen, people read, and one of them adds a
 * name every other minute: what the provider counted, and how long people waited.
 */
export async function run([names = '60']: readonly string[]): Promise<void> {
  const sandbox = await startSandbox({ limits: true, latencyMs: 50, speed: 60, senders: 40 });
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  const gateway = await startGatewayProcess({ ...providerEnv(sandbox), DATA_DIR: folder });
  const url = gateway.url ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the bench's own
  const ask = async (query: string, variables: object = {}): Promise<any> => {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return ((await response.json()) as { data: unknown }).data;
  };
  const over = new AbortController();
  const rest = (ms: number) => delay(ms, undefined, { signal: over.signal }).catch(() => {});
  const people = { reads: [] as number[], waits: [] as number[], errors: [] as string[] };
  const reader = async () => {
    while (!over.signal.aborted) {
      const since = performance.now();
      if ((await ask(READ)) === undefined) people.errors.push('read');
      people.reads.push(performance.now() - since);
      await rest(500);
    }
  };
  const writer = async () => {
    for (let number = 1; !over.signal.aborted; number += 1) {
      const since = performance.now();
      for (;;) {
        const { addSender } = await ask(ADD, { name: `Person${number}` });
        if (addSender.__typename === 'AddSenderSuccess') break;
        if (addSender.code !== 'RATE_LIMITED') people.errors.push(addSender.code);
        if (over.signal.aborted) return;
        await rest(addSender.retryAfterMs ?? 1_000);
      }
      people.waits.push(performance.now() - since);
      await rest(120_000);
    }
  };
  try {
    const listeners = await Promise.all(
      Array.from({ length: LISTENERS }, () =>
        subscribeBySse(url, { query: 'subscription { senderEvents(kinds: [SENDER_ADDED]) { name } }' }),
      ),
    );
    const others = [reader(), reader(), writer()];
    await delay(1_000);
    const since = performance.now();
    const rows = Array.from({ length: Number(names) }, (_, index) => ({ name: `Name${index}` }));
    const { job: begun } = (await ask(BEGIN, { rows })).importSenders;
    let job = begun;
    do {
      await delay(1_000);
      job = (await ask(FIND, { id: begun.id })).importJob;
    } while (job.state === 'RUNNING');
    const took = performance.now() - since;
    over.abort();
    await Promise.all(others);
    await delay(2_000);
    const held = sandbox.control.state().senders.map(({ name }) => name);
    const heard = listeners.map(({ results }) => new Set(results.map(({ data }) => data?.senderEvents.name)));
    for (const listener of listeners) listener.close();
    const { violations, byError, byCommand, maxConcurrent } = sandbox.control.counters();
    console.log(`an import of ${names} names`, {
      job,
      minutes: Math.round(took / 600) / 100,
      notHeldOnce: rows.filter(({ name }) => held.filter((other) => other === name).length !== 1).length,
      listenersThatMissedAName: heard.filter((set) => rows.some(({ name }) => !set.has(name))).length,
      eventsTwice: listeners.filter(({ results }, index) => results.length !== heard[index]?.size).length,
      people: {
        adds: people.waits.length,
        addWaitSeconds: sorted(people.waits).map(seconds),
        reads: people.reads.length,
        slowestReadMs: Math.round(Math.max(...people.reads)),
        errors: people.errors,
      },
      provider: { violations, byError, byCommand, maxConcurrent },
    });
  } finally {
    over.abort();
    gateway.kill('SIGTERM');
    await gateway.exited;
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
