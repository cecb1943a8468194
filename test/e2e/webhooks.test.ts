import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { accountsOf, type Json, startTenants, type TenantGateway } from '../support/tenants.ts';
import { SECRET, startReceiver } from '../support/webhook-receiver.ts';

const hooks = (...webhooks: object[]) => ({
  accounts: accountsOf().accounts.map((account) => (account.name === 'north' ? { ...account, webhooks } : account)),
});
const start = (...webhooks: object[]) => startTenants({ accounts: hooks(...webhooks), env: { WEBHOOK_ADDRESSES: 'any' } });

const LIST = '{ webhooks { name host kinds state problem waiting lastTakenAt failingSince disabledAt } }';
const list = async (gateway: TenantGateway, token = 'north-reads'): Promise<Json> => (await gateway.ask(token, LIST)).data?.webhooks;
/** Asks until the one webhook is in this state. */
async function until(gateway: TenantGateway, state: string): Promise<Json> {
  for (;;) {
    const [webhook] = await list(gateway);
    if (webhook.state === state) return webhook;
    await delay(20);
  }
}
/** A folder that is gone after the test. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), 'webhooks-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** Webhooks tell what happens from their first look at the journal on. */
async function ready(gateway: TenantGateway): Promise<void> {
  await gateway.ask('north-reads', '{ senders { totalCount } }');
  await delay(200);
}

const add = (gateway: TenantGateway, name: string, subclient: string | null = null) =>
  gateway.ask(
    'north-writes',
    'mutation ($name: String!, $subclient: String) { addSender(input: { name: $name, subclient: $subclient }) { __typename } }',
    { name, subclient },
  );

describe('a webhook', () => {
  it('is told of what the gateway does, with words and numbers, signed', async () => {
    await using receiver = await startReceiver();
    await using gateway = await start({ name: 'crm', url: `${receiver.url}/hook?key=1`, secret: SECRET });
    await ready(gateway);
    await add(gateway, 'Fresh');
    await receiver.until(1);
    expect(receiver.taken[0]).toMatchObject({
      type: 'sender.added',
      data: {
        account: 'north',
        kind: 'SENDER_ADDED',
        subclient: null,
        name: 'Fresh',
        statusAfter: 'AWAITING_MODERATION',
        rawStatusAfter: 0,
      },
    });
    expect(receiver.forged).toEqual([]);
    expect(await until(gateway, 'ACTIVE')).toMatchObject({
      name: 'crm',
      host: new URL(receiver.url).host,
      waiting: 0,
      problem: null,
      disabledAt: null,
    });
  });

  it('gets the kinds that it is set for, and of its own account', async () => {
    await using receiver = await startReceiver();
    await using gateway = await start({ name: 'crm', url: receiver.url, secret: SECRET, kinds: ['SENDER_REMOVED'] });
    await ready(gateway);
    await add(gateway, 'Fresh');
    await gateway.ask('south-writes', 'mutation { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }');
    await gateway.ask('north-writes', 'mutation { deleteSender(input: { sender: { name: "Shop" } }) { __typename } }');
    await receiver.until(1);
    await delay(100);
    expect(receiver.taken.map(({ type, data }) => [type, data.account, data.name])).toEqual([['sender.removed', 'north', 'Shop']]);
  });

  it('is tried again where it fails, and waits with the later events of the same sender alone', async () => {
    await using receiver = await startReceiver();
    let failures = 0;
    receiver.answer = ({ data }) => (data.name === 'Bad' && failures++ < 1 ? 500 : 200);
    await using gateway = await start({ name: 'crm', url: receiver.url, secret: SECRET });
    await ready(gateway);
    await add(gateway, 'Bad');
    expect(await until(gateway, 'FAILING')).toMatchObject({ problem: 'it answered with status 500', waiting: 1 });
    await gateway.ask('north-writes', 'mutation { deleteSender(input: { sender: { name: "Bad" } }) { __typename } }');
    await add(gateway, 'Good');
    await receiver.until(3);
    expect(receiver.taken.map(({ type, data }) => `${data.name} ${type}`)).toEqual([
      'Good sender.added',
      'Bad sender.added',
      'Bad sender.removed',
    ]);
    expect(receiver.refused[0]?.id).toBe(receiver.taken[1]?.id);
    expect(await until(gateway, 'ACTIVE')).toMatchObject({ problem: null, failingSince: null });
  });

  it('goes on after a restart with what was not taken, and tells nothing twice that was', async () => {
    await using receiver = await startReceiver();
    using data = folder();
    const accounts = hooks({ name: 'crm', url: receiver.url, secret: SECRET });
    const env = { WEBHOOK_ADDRESSES: 'any', DATA_DIR: data.path };
    let port = 0;
    {
      await using gateway = await startTenants({ accounts, env });
      port = gateway.sandbox.port;
      await ready(gateway);
      await add(gateway, 'One');
      await receiver.until(1);
      receiver.answer = () => 503;
      await add(gateway, 'Two');
      await until(gateway, 'FAILING');
    }
    receiver.answer = () => 200;
    await using _ = await startTenants({ accounts, env, sandbox: { port } });
    await receiver.until(2);
    expect(receiver.taken.slice(0, 2).map(({ data }) => data.name)).toEqual(['One', 'Two']);
  });

  it('is disabled where it says that it is gone, visibly, until it is let go on', async () => {
    await using receiver = await startReceiver();
    receiver.answer = () => 410;
    await using gateway = await start({ name: 'crm', url: receiver.url, secret: SECRET });
    await ready(gateway);
    await add(gateway, 'Fresh');
    expect(await until(gateway, 'DISABLED')).toMatchObject({ problem: 'it answered with status 410', waiting: 1 });
    expect(String(gateway.faults.at(-1))).toContain('The webhook crm of the account north is disabled: it answered with status 410');
    receiver.answer = () => 200;
    const resume =
      'mutation { resumeWebhook(input: { name: "crm" }) { ... on ResumeWebhookSuccess { webhook { state } } ... on UserError { code } } }';
    expect((await gateway.ask('north-reads', resume)).errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await gateway.ask('north-branch', resume)).errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await gateway.ask('south-writes', resume)).data.resumeWebhook).toEqual({ code: 'INVALID_INPUT' });
    expect((await gateway.ask('north-writes', resume)).data.resumeWebhook.webhook.state).toBe('ACTIVE');
    await receiver.until(1);
  });

  it('that is disabled goes on at another address, with what the first one did not take', async () => {
    await using gone = await startReceiver();
    await using receiver = await startReceiver();
    gone.answer = () => 410;
    await using gateway = await start({ name: 'crm', url: gone.url, secret: SECRET });
    await ready(gateway);
    await add(gateway, 'Fresh');
    await until(gateway, 'DISABLED');
    gateway.reload(hooks({ name: 'crm', url: receiver.url, secret: SECRET }));
    await receiver.until(1);
    expect(receiver.taken[0]?.data.name).toBe('Fresh');
  });

  it('follows no redirect', async () => {
    await using receiver = await startReceiver();
    receiver.answer = () => 302;
    await using gateway = await start({ name: 'crm', url: receiver.url, secret: SECRET });
    await ready(gateway);
    await add(gateway, 'Fresh');
    expect((await until(gateway, 'FAILING')).problem).toBe('it answered with status 302, a redirect, which is not followed');
    expect(receiver.refused.every(({ headers }) => headers.host === new URL(receiver.url).host)).toBe(true);
    expect(receiver.taken).toEqual([]);
  });

  it.each(['127.0.0.1', 'localhost', '[::1]'])('at %s is not connected to unless the settings allow it', async (host) => {
    await using receiver = await startReceiver();
    const url = receiver.url.replace('127.0.0.1', host);
    await using gateway = await startTenants({ accounts: hooks({ name: 'crm', url, secret: SECRET }) });
    await ready(gateway);
    await add(gateway, 'Fresh');
    expect((await until(gateway, 'FAILING')).problem).toBe('the address leads to this machine or a private network');
    expect([...receiver.taken, ...receiver.refused, ...receiver.forged]).toEqual([]);
  });

  it('is listed for those who reach the whole account alone, without its secret', async () => {
    await using gateway = await start({ name: 'crm', url: 'https://example.com/hook?token=hidden', secret: SECRET });
    expect(await list(gateway, 'north-reads')).toMatchObject([{ name: 'crm', host: 'example.com', state: 'ACTIVE', lastTakenAt: null }]);
    expect(JSON.stringify(await list(gateway))).not.toMatch(/hidden|whsec/);
    expect(await list(gateway, 'south-reads')).toEqual([]);
    expect((await gateway.ask('north-branch', LIST)).errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('comes and goes with the accounts file', async () => {
    await using first = await startReceiver();
    await using second = await startReceiver();
    await using gateway = await start({ name: 'crm', url: first.url, secret: SECRET });
    await ready(gateway);
    await add(gateway, 'One');
    await first.until(1);
    gateway.reload(hooks({ name: 'erp', url: second.url, secret: SECRET }));
    await delay(200);
    await add(gateway, 'Two');
    await second.until(1);
    expect(second.taken[0]?.data.name).toBe('Two');
    expect(first.taken.length).toBe(1);
    expect((await list(gateway)).map(({ name }: Json) => name)).toEqual(['erp']);
  });
});
