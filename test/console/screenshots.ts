import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { type BrowserOptions, openBrowser } from './browser.ts';
import { startConsole } from './start-console.ts';

// Pictures of every page in both languages, for docs/console.md. Not part of the tests: `node test/console/screenshots.ts`.
const FOLDER = fileURLToPath(new URL('../../docs/console/', import.meta.url));

const PAGES: Readonly<Record<string, (page: Page, home: string) => Promise<unknown>>> = {
  list: async (page, home) => {
    await page.goto(`${home}?sort=NAME-ASC`);
    await page.getByText('AvtoMayak').waitFor();
  },
  sender: async (page, home) => {
    await page.goto(`${home}?q=optika8`);
    await page.getByRole('link', { name: 'Optika8' }).click();
    await page.locator('.operators').first().waitFor();
  },
  overview: async (page, home) => {
    await page.goto(`${home}console/overview`);
    await page.locator('.bar-row').first().waitFor();
  },
  add: async (page, home) => {
    await page.goto(`${home}console/add`);
    await page.locator('input[inputmode=text]').fill('SeverKniga');
    await page.locator('.name-check svg').waitFor();
    await page.locator('.wizard-buttons button[type=submit]').click();
    await page.locator('.choice').nth(1).click();
    await page.locator('.choice').nth(6).click();
  },
  verify: async (page, home) => {
    await page.goto(`${home}console/verify?number=79990003344`);
    await page.locator('button[type=submit]').first().click();
    await page.locator('.notice').nth(1).waitFor();
  },
  'sign-in': async (page, home) => {
    const refused = { message: 'No token.', extensions: { code: 'UNAUTHENTICATED' } };
    await page.route('**/graphql', (route) => route.fulfill({ status: 401, json: { errors: [refused] } }));
    await page.goto(home);
    await page.locator('.sign-in').waitFor();
  },
};

const TELEPHONE = { width: 360, height: 740 };
const LOOKS: Readonly<Record<string, BrowserOptions>> = {
  en: { locale: 'en-GB' },
  ru: { locale: 'ru-RU', colorScheme: 'dark' },
  'en-360': { locale: 'en-GB', colorScheme: 'dark', viewport: TELEPHONE },
  'ru-360': { locale: 'ru-RU', viewport: TELEPHONE },
};
/** On a telephone these look otherwise; the others only stand in one column. */
const ON_A_TELEPHONE = ['list', 'sender', 'overview'];

mkdirSync(FOLDER, { recursive: true });
for (const [look, options] of Object.entries(LOOKS)) {
  await using gateway = await startConsole();
  await using browser = await openBrowser(options);
  const page = await browser.newPage();
  for (const [name, open] of Object.entries(PAGES)) {
    if (options.viewport === TELEPHONE && !ON_A_TELEPHONE.includes(name)) continue;
    await open(page, gateway.home);
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${FOLDER}${name}.${look}.png` });
  }
}
