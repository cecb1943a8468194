import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { DEMO_ACCOUNT } from '../../src/sandbox/seed.ts';
import type { AccountsFile } from '../../src/tenants/accounts-file.ts';
import { describeInBrowser } from './in-browser.ts';

const listed = (page: Page) => page.locator('.list-count').filter({ hasText: /\d/ }).waitFor();

describeInBrowser('the console', {}, (stage) => {
  it('asks nothing of any other address, and breaks no rule of its Content-Security-Policy', async () => {
    const faults: string[] = [];
    const addresses = new Set<string>();
    stage.page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    stage.page.on('pageerror', (error) => faults.push(error.message));
    stage.page.on('request', (request) => addresses.add(new URL(request.url()).origin));
    for (const path of ['', 'console/overview', 'console/add', 'console/verify', 'console/no-such-page']) {
      await stage.open(path);
      await stage.page.getByRole('heading', { level: 1 }).waitFor();
      await stage.page.waitForLoadState('networkidle');
    }
    expect(faults).toEqual([]);
    expect([...addresses]).toEqual([new URL(stage.gateway.home).origin]);
  });

  it('switches to Russian and back, and remembers it', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'Русский' }).click();
    await stage.page.getByRole('heading', { level: 1, name: 'Имена отправителей' }).waitFor();
    expect(await stage.page.locator('html').getAttribute('lang')).toBe('ru');
    await stage.page.reload();
    await stage.page.getByText('36 имён').waitFor();
    await stage.page.getByRole('button', { name: 'English' }).click();
    await stage.page.getByText('36 names').waitFor();
  });

  it('switches to dark and back', async () => {
    await stage.open();
    const ground = () => stage.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await stage.page.getByRole('button', { name: 'Dark theme' }).click();
    expect(await ground()).not.toBe(light);
    await stage.page.getByRole('button', { name: 'Light theme' }).click();
    expect(await ground()).toBe(light);
  });

  it('goes from page to page by keyboard, and the heading takes the focus', async () => {
    await stage.open();
    await listed(stage.page);
    await stage.page.keyboard.press('Tab');
    await stage.page.keyboard.press('Tab');
    await stage.page.keyboard.press('Tab');
    await stage.page.keyboard.press('Enter');
    await stage.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await stage.page.evaluate(() => document.activeElement?.textContent)).toBe('Overview');
    expect(await stage.page.title()).toBe('Overview · Sender names');
  });

  it('says that the gateway is lost, keeps what was loaded, and goes on when it is back', async () => {
    await stage.open();
    await listed(stage.page);
    await stage.browser.setOffline(true);
    await stage.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await stage.page.getByText('No answer from the gateway').waitFor();
    expect(await stage.page.locator('.name-link').count()).toBeGreaterThan(5);
    await stage.gateway.ask('mutation { addSender(input: { name: "WhileAway" }) { __typename } }');
    await stage.browser.setOffline(false);
    await stage.page.getByText('No answer from the gateway').waitFor({ state: 'detached' });
    await stage.page.getByText('37 names').waitFor();
  });

  it('says that there is no such page, also where the address can’t be read', async () => {
    for (const path of ['console/no-such-page', 'console/senders/%E0%A4%A']) {
      await stage.open(path);
      await stage.page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    }
  });

  it('fits 360 pixels: nothing is cut off, nothing scrolls sideways', async () => {
    await stage.page.setViewportSize({ width: 360, height: 740 });
    const mail = await stage.gateway.ask('{ senders(filter: { kind: [EMAIL] }) { nodes { id } } }');
    const id = encodeURIComponent(mail.data.senders.nodes[0].id);
    for (const path of ['', '?status=APPROVED', 'console/overview', 'console/add', 'console/verify', `console/senders/${id}`]) {
      await stage.open(path);
      await stage.page.getByRole('heading', { level: 1 }).waitFor();
      await stage.page.waitForLoadState('networkidle');
      const overflow = await stage.page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('main, .grid')].map((box) => box.scrollWidth - box.clientWidth),
      );
      expect([path, Math.max(...overflow)]).toEqual([path, 0]);
    }
  });
});

describeInBrowser(
  'the console by the language and theme of the browser',
  { browser: { locale: 'ru-RU', colorScheme: 'dark' } },
  (stage) => {
    it('is Russian and dark', async () => {
      await stage.open('console/add');
      await stage.page.getByRole('heading', { level: 1, name: 'Новое имя' }).waitFor();
      expect(await stage.page.locator('html').getAttribute('data-theme')).toBe('dark');
    });
  },
);

const tokenOf = (name: string, access: 'read' | 'write', subclients: string[] | null = null) => ({
  name,
  sha256: createHash('sha256').update(`${name}-token`).digest('hex'),
  access,
  subclients,
});
const { login, password } = DEMO_ACCOUNT;
const ACCOUNTS: AccountsFile = {
  accounts: [
    {
      name: 'shop',
      provider: { credentials: { login, password }, url: null, reserveUrls: null },
      subclients: ['spb-branch', 'msk-branch'],
      tokens: [tokenOf('writer', 'write'), tokenOf('reader', 'read'), tokenOf('branch', 'write', ['spb-branch'])],
      webhooks: [],
    },
  ],
  jwt: null,
};

describeInBrowser('the console of a gateway with tokens', { accounts: ACCOUNTS }, (stage) => {
  const signIn = async (token: string) => {
    await stage.page.getByLabel('Token').fill(token);
    await stage.page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('asks for a token, refuses a wrong one, and keeps the right one in the tab alone', async () => {
    const addresses: string[] = [];
    stage.page.on('request', (request) => addresses.push(request.url()));
    await stage.open();
    await stage.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await signIn('wrong-token');
    await stage.page.getByText('The gateway did not accept this token.').waitFor();
    await signIn('writer-token');
    await listed(stage.page);
    await stage.page.reload();
    await listed(stage.page);
    expect(addresses.filter((address) => address.includes('token'))).toEqual([]);
    expect(await stage.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('writer-token');
    await stage.page.getByRole('button', { name: 'Sign out' }).click();
    await stage.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });

  it('begins with the subclient that a token is confined to, and keeps no choice that is out of its reach', async () => {
    await stage.open();
    await signIn('writer-token');
    await stage.page.getByLabel('Whose names').selectOption('msk-branch');
    await stage.page.getByRole('button', { name: 'Sign out' }).click();
    await signIn('branch-token');
    await stage.page.getByText('5 names').waitFor();
    expect(await stage.page.getByLabel('Whose names').locator('option').allTextContents()).toEqual(['spb-branch']);
    await stage.page.getByText('Your token does not allow this').waitFor({ state: 'detached' });
  });

  it('offers a reader nothing to write', async () => {
    await stage.open('?q=optika8');
    await signIn('reader-token');
    await stage.page.getByRole('link', { name: 'Optika8' }).click();
    await stage.page.getByRole('heading', { level: 2, name: 'Operators' }).waitFor();
    expect(await stage.page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  });
});
