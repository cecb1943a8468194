// npm run webhook-test -- ACCOUNT [WEBHOOK]: sends a test event to the webhooks of an account in ACCOUNTS_FILE, once, and tells what came of it.
import { randomUUID } from 'node:crypto';
import { ConfigError, loadConfig } from '../config/config.ts';
import { AccountsFileError } from '../tenants/accounts-file.ts';
import { accountsAt } from '../tenants/accounts-on-disk.ts';
import { testMessage } from '../webhooks/webhook-message.ts';
import { createWebhookPost } from '../webhooks/webhook-post.ts';

/** @returns whether all that were meant took it */
async function sendTests(name: string, webhookName: string | undefined): Promise<boolean> {
  const { ACCOUNTS_FILE: file, WEBHOOK_ADDRESSES } = loadConfig(process.env);
  if (file === null) throw new TypeError('ACCOUNTS_FILE is not set: it names the accounts and their webhooks.');
  const { accounts } = accountsAt(file, process.env);
  const account = accounts.find((candidate) => candidate.name === name);
  if (account === undefined) throw new TypeError(`There is no account ${name} in the file: ${accounts.map((one) => one.name).join(', ')}.`);
  const webhooks = account.webhooks.filter((webhook) => webhookName === undefined || webhook.name === webhookName);
  if (webhooks.length === 0)
    throw new TypeError(`The account ${name} has no ${webhookName === undefined ? 'webhooks' : `webhook ${webhookName}`}.`);
  const post = createWebhookPost({ clock: Date.now, toPrivate: WEBHOOK_ADDRESSES === 'any' });
  try {
    let allTaken = true;
    for (const webhook of webhooks) {
      const delivery = await post.send(webhook, testMessage(name, randomUUID(), Date.now()));
      console.log(`${webhook.name}: ${delivery.taken ? 'taken' : `not taken: ${delivery.reason}`}`);
      allTaken &&= delivery.taken;
    }
    return allTaken;
  } finally {
    await post.close();
  }
}

const [name, webhookName] = process.argv.slice(2);
if (name === undefined) {
  console.error('npm run webhook-test -- ACCOUNT [WEBHOOK]');
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await sendTests(name, webhookName)) ? 0 : 1;
  } catch (error) {
    const isUsage = error instanceof TypeError || error instanceof ConfigError || error instanceof AccountsFileError;
    console.error(isUsage ? error.message : error);
    process.exitCode = 2;
  }
}
