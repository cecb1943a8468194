import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../src/account/create-account.ts';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { createSmscClient } from '../../src/smsc/client.ts';
import { sqliteStore } from '../support/stores.ts';
import { addRequest, changeRequest, codeOf } from '../support/test-account.ts';

/** An account over the real client and store, with a provider on a socket. */
async function start(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ speed: 0, ...options });
  const [{ login, password }] = sandbox.accounts;
  const client = createSmscClient({ urls: [sandbox.url], credentials: { login, password }, timeoutMs: 5_000 });
  const store = sqliteStore({ file: ':memory:' });
  const account = createAccount({
    name: login,
    client,
    store,
    clock: Date.now,
    randomId: randomUUID,
    quota: async () => ({ buckets: [], concurrent: 0, concurrentLimit: 12 }),
  });
  return {
    account,
    sandbox,
    calls: (command: string) => sandbox.control.counters().byCommand[command] ?? 0,
    named: (name: string) => sandbox.control.state().senders.filter((sender) => sender.name === name),
    async [Symbol.asyncDispose]() {
      await account.close();
      await client.close();
      await store.close();
      await sandbox.close();
    },
  };
}

const LOST: readonly FaultKind[] = ['reset', 'truncate', 'bad-gateway', 'empty', 'html'];

describe('an answer that is lost', () => {
  it.each(LOST)('by %s after the add was done: what is there since is told, and nothing is added again', async (kind) => {
    await using gateway = await start();
    gateway.sandbox.control.raiseFault({ kind, command: 'add', afterEffect: true });
    const failure = await gateway.account.add(addRequest('Lost'), null).catch((thrown: unknown) => thrown);
    const [lost] = gateway.named('Lost');
    expect(failure).toMatchObject({ code: 'OUTCOME_UNKNOWN', sender: { smscId: String(lost?.id) } });
    expect(gateway.calls('add')).toBe(1);
  });

  it.each(LOST)('by %s before the add was done: it is not done, or may be yet, and said so', async (kind) => {
    await using gateway = await start();
    gateway.sandbox.control.raiseFault({ kind, command: 'add' });
    // A connection that is cut leaves open whether the provider is still at work.
    const code = kind === 'reset' ? 'OUTCOME_UNKNOWN' : 'UPSTREAM_UNAVAILABLE';
    expect(await codeOf(gateway.account.add(addRequest('Lost'), null))).toBe(code);
    expect(gateway.named('Lost')).toEqual([]);
    expect(gateway.calls('add')).toBe(1);
  });

  it.each(LOST)('by %s after the delete was done: gone is deleted', async (kind) => {
    await using gateway = await start({
      senders: [
        { name: 'Old', status: 1 },
        { name: 'Other', status: 1 },
      ],
    });
    gateway.sandbox.control.raiseFault({ kind, command: 'del', afterEffect: true });
    await gateway.account.delete({ target: { name: 'Old' }, subclient: null });
    expect(gateway.named('Old')).toEqual([]);
    expect((await gateway.account.snapshot(null, ['names'])).senders.map(({ name }) => name)).toEqual(['Other']);
    expect(gateway.calls('del')).toBe(1);
  });

  it('of a change is asked for once more', async () => {
    await using gateway = await start({ senders: [{ name: 'Old', status: 1 }] });
    gateway.sandbox.control.raiseFault({ kind: 'reset', command: 'chg', afterEffect: true });
    expect((await gateway.account.change(changeRequest({ name: 'Old' }, { comment: 'new' }))).name).toBe('Old');
    expect(gateway.calls('chg')).toBe(2);
  });

  it('of a code is never asked for again', async () => {
    await using gateway = await start();
    gateway.sandbox.control.raiseFault({ kind: 'empty', command: 'send_code', afterEffect: true });
    const request = { number: '79161234567', from: null, siteName: null, subclient: null };
    expect(await codeOf(gateway.account.sendCode(request))).toBe('OUTCOME_UNKNOWN');
    expect(gateway.calls('send_code')).toBe(1);
    expect(await codeOf(gateway.account.sendCode(request))).toBe('CODE_ALREADY_SENT');
  });
});

describe('the provider', () => {
  it('is told apart where it has one number for two causes: the name exists', async () => {
    await using gateway = await start({ senders: [{ name: 'Taken', status: 1 }] });
    const failure = await gateway.account.add(addRequest('Taken'), null).catch((thrown: unknown) => thrown);
    const [taken] = gateway.named('Taken');
    expect(failure).toMatchObject({ code: 'SENDER_EXISTS', upstreamCode: 5, existing: { smscId: String(taken?.id), status: 1 } });
  });

  it('is paged past 15,000 senders', async () => {
    await using gateway = await start({ senders: 15_500 });
    const snapshot = await gateway.account.snapshot(null, ['names']);
    expect(snapshot.senders).toHaveLength(gateway.sandbox.control.state().senderCount);
    expect(new Set(snapshot.senders.map(({ smscId }) => smscId)).size).toBe(snapshot.senders.length);
    expect(gateway.calls('get')).toBe(2);
  });

  it('names the senders whose statuses moved since a day', async () => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await using gateway = await start({
      senders: [
        { name: 'Moved', status: 1, operators: { tele2: 2 }, changedDaysAgo: 3 },
        { name: 'Still', status: 1, operators: { tele2: 2 }, changedDaysAgo: 30 },
      ],
    });
    const [moved] = gateway.named('Moved');
    expect(await gateway.account.changedSince(null, day(10))).toEqual(new Set([String(moved?.id)]));
  });
});
