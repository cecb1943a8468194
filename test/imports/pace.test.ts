import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createAccount } from '../../src/account/create-account.ts';
import { createQuota } from '../../src/account/quota/quota.ts';
import { GatewayError } from '../../src/errors.ts';
import type { JudgedRow } from '../../src/imports/import-job.ts';
import { startImports } from '../../src/imports/imports.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { createSmscClient } from '../../src/smsc/client.ts';
import { fastTime } from '../support/fast-time.ts';
import { simulatedStore } from '../support/stores.ts';
import { addRequest } from '../support/test-account.ts';

const FACTOR = 100;
const NAMES = 60;
/** By the fast clock: long enough for a request over a real socket. */
const LEASE_MS = 1_000_000;

const rowOf = (name: string): JudgedRow => {
  const { document: _, documentInfo: __, subclient: ___, ...request } = addRequest(name);
  return { row: { line: null, name, request }, result: { state: 'PENDING' } };
};

it(`adds ${NAMES} names within the provider’s limits, while others read and write`, { timeout: 60_000 }, async () => {
  const { now, timer } = fastTime(FACTOR);
  const sandbox = await startSandbox({ clock: now, speed: 0, senders: 40, limits: true, latencyMs: 2 });
  const [{ login, password }] = sandbox.accounts;
  const store = simulatedStore(now);
  const quota = createQuota({ store, account: 'login', leaseMs: LEASE_MS, maxWaitMs: 10_000, timer });
  const client = createSmscClient({
    urls: [sandbox.url],
    credentials: { login, password },
    timeoutMs: 5_000,
    gate: quota.gate,
    clock: now,
  });
  const account = createAccount({
    name: 'test',
    client,
    store,
    quota: quota.state,
    clock: now,
    randomId: randomUUID,
    timer,
    freshness: { outdatedWaitMs: 0 },
  });
  const faults: unknown[] = [];
  const imports = startImports({ store, account, key: 'test', randomId: randomUUID, reportFault: (fault) => faults.push(fault), timer });

  const over = new AbortController();
  const people = { added: [] as string[], reads: 0 };
  const reader = async () => {
    while (!over.signal.aborted) {
      await account.snapshot(null, ['names', 'operators'], { priority: 'person' }).catch(refused);
      people.reads += 1;
      await delay(5);
    }
  };
  const writer = async () => {
    for (let number = 1; !over.signal.aborted; number += 1) {
      while (!over.signal.aborted) {
        try {
          await account.add(addRequest(`Person${number}`), null, { priority: 'person', tenant: 'people' });
          people.added.push(`Person${number}`);
          break;
        } catch (failure) {
          // As a client does that is told when to come again.
          await delay((refused(failure).retryAfterMs ?? 1_000) / FACTOR);
        }
      }
      await delay(120_000 / FACTOR);
    }
  };
  try {
    const names = Array.from({ length: NAMES }, (_, index) => `Name${index}`);
    const others = [reader(), reader(), writer()];
    const { job } = await imports.begin({ subclient: null, rows: names.map(rowOf), createdBy: 'test', idempotencyKey: null });
    const since = now();
    for (let state = 'RUNNING'; state === 'RUNNING'; state = (await imports.find(job))?.state ?? '') await delay(20);
    const minutes = (now() - since) / 60_000;
    over.abort();
    await Promise.all(others);

    expect(await imports.find(job)).toMatchObject({ state: 'FINISHED', done: NAMES, failed: 0 });
    expect(faults).toEqual([]);
    const { violations, byError } = sandbox.control.counters();
    expect({ violations, refused: byError['9'] ?? 0 }).toEqual({ violations: { list: 0, add: 0, concurrent: 0 }, refused: 0 });
    const held = sandbox.control.state().senders.map(({ name }) => name);
    for (const name of [...names, ...people.added]) expect(held.filter((other) => other === name)).toEqual([name]);
    // Four a minute, the people's among them.
    expect(minutes).toBeGreaterThan((NAMES + people.added.length) / 4 - 2);
    expect(people.added.length).toBeGreaterThan(4);
    expect(people.reads).toBeGreaterThan(10);
  } finally {
    over.abort();
    await imports.close();
    await account.close();
    quota.close();
    await client.close();
    await store.close();
    await sandbox.close();
  }
});

/** Being told to come again is how the limits show; anything else is none. */
function refused(failure: unknown): GatewayError {
  if (failure instanceof GatewayError && failure.code === 'RATE_LIMITED') return failure;
  throw failure;
}
