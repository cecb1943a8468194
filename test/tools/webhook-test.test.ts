import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountsOf } from '../support/tenants.ts';
import { SECRET, startReceiver } from '../support/webhook-receiver.ts';

/** Runs the command with an accounts file in which north has these webhooks. */
async function run(webhooks: readonly object[], args: readonly string[], env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-test-'));
  const file = join(folder, 'accounts.json');
  const { accounts } = accountsOf();
  writeFileSync(
    file,
    JSON.stringify({ accounts: accounts.map((account) => (account.name === 'north' ? { ...account, webhooks } : account)) }),
  );
  try {
    return await new Promise<{ code: unknown; output: string }>((resolve) =>
      execFile(
        process.execPath,
        ['src/tools/webhook-test.ts', ...args],
        { env: { PATH: process.env.PATH, ACCOUNTS_FILE: file, WEBHOOK_ADDRESSES: 'any', NODE_NO_WARNINGS: '1', ...env } },
        (error, stdout, stderr) => resolve({ code: error?.code ?? 0, output: stdout + stderr }),
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('npm run webhook-test', () => {
  it('sends a signed test event to every webhook of the account, and tells what came of it', async () => {
    await using good = await startReceiver();
    await using bad = await startReceiver();
    bad.answer = () => 500;
    const webhooks = [
      { name: 'good', url: good.url, secret: SECRET },
      { name: 'bad', url: bad.url, secret: SECRET },
    ];
    expect(await run(webhooks, ['north'])).toEqual({ code: 1, output: 'good: taken\nbad: not taken: it answered with status 500\n' });
    expect(good.taken).toMatchObject([{ type: 'webhook.test', data: { account: 'north' } }]);
    expect(await run(webhooks, ['north', 'good'])).toEqual({ code: 0, output: 'good: taken\n' });
    expect([...good.forged, ...bad.forged]).toEqual([]);
  });

  it('keeps to public addresses, as the gateway does', async () => {
    await using receiver = await startReceiver();
    const { output } = await run([{ name: 'crm', url: receiver.url, secret: SECRET }], ['north'], { WEBHOOK_ADDRESSES: 'public' });
    expect(output).toBe('crm: not taken: the address leads to this machine or a private network\n');
  });

  it.each([
    [[], 'npm run webhook-test -- ACCOUNT [WEBHOOK]'],
    [['west'], 'There is no account west in the file: north, south.'],
    [['south'], 'The account south has no webhooks.'],
    [['north', 'none'], 'The account north has no webhook none.'],
  ])('says what is wrong with %j', async (args, message) => {
    expect(await run([], args)).toEqual({ code: 2, output: `${message}\n` });
  });
});
