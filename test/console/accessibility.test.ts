import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './in-browser.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
/** WCAG 2.2, levels A and AA, and what axe counts as good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Every violation with the elements that it concerns. Evaluated past the page's Content-Security-Policy, as a developer's console is. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run({ runOnly: rules })).violations.map(({ id, nodes }) => ({ id, nodes }));
  }, RULES);
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary ?? ''}`));
}

type Open = (page: Page, home: string) => Promise<unknown>;
const PAGES: Readonly<Record<string, Open>> = {
  list: async (page, home) => {
    await page.goto(home);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('.square[class*=tone]').nth(200).waitFor();
    await page.getByRole('grid').focus();
  },
  'empty list': async (page, home) => {
    await page.goto(`${home}?q=nothing-like-it`);
    await page.locator('.empty').waitFor();
  },
  sender: async (page, home) => {
    await page.goto(`${home}?q=detki`);
    await page.getByRole('link', { name: 'Detki.club' }).click();
    await page.locator('.operators').first().waitFor();
    for (const tool of ['Attach a document', 'Register with further operators', 'Comment for the moderator'])
      await page.getByRole('button', { name: tool }).click();
    await page.locator('summary').first().click();
  },
  'question before deleting': async (page, home) => {
    await page.goto(`${home}?q=detki`);
    await page.getByRole('link', { name: 'Detki.club' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').waitFor();
  },
  'name to add': async (page, home) => {
    await page.goto(`${home}console/add`);
    await page.getByRole('textbox', { name: 'Name' }).fill('far-too-long-a-name');
    await page.locator('.field-error').waitFor();
  },
  'operators, forms and document to add': async (page, home) => {
    await page.goto(`${home}console/add`);
    await page.getByRole('textbox', { name: 'Name' }).fill('AxeCheck');
    await page.locator('.name-check svg').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page
      .getByRole('radiogroup', { name: 'Belarus' })
      .getByRole('radio', { name: /^National/ })
      .check({ force: true });
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Fill this in.').first().waitFor();
  },
  verify: async (page, home) => {
    await page.goto(`${home}console/verify`);
    await page.locator('summary').click();
    await page.getByRole('button', { name: 'Send the code' }).click();
    await page.locator('.own-numbers').waitFor();
  },
  overview: async (page, home) => {
    await page.goto(`${home}console/overview`);
    await page.locator('.bar-row').first().waitFor();
    await page.getByText('As a table').click();
  },
  'page that is not there': async (page, home) => {
    await page.goto(`${home}console/no-such-page`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
};

/** Looks otherwise where there is no room for the matrix. */
const NARROW: typeof PAGES = {
  'list on a telephone': async (page, home) => {
    await page.goto(`${home}?kind=DIGITAL`);
    await page.locator('.outlook-part').first().waitFor();
    await page.getByRole('grid').focus();
  },
};

for (const colorScheme of ['light', 'dark'] as const) {
  describeInBrowser(`axe in the ${colorScheme} theme`, { browser: { colorScheme } }, (stage) => {
    it.each(Object.entries(PAGES))('finds nothing on the page: %s', async (_, open) => {
      await open(stage.page, stage.gateway.home);
      expect(await violations(stage.page)).toEqual([]);
    });

    it('finds nothing at 360 pixels', { timeout: 30_000 }, async () => {
      await stage.page.setViewportSize({ width: 360, height: 740 });
      for (const name of ['list on a telephone', 'empty list', 'sender', 'verify', 'overview']) {
        await { ...PAGES, ...NARROW }[name]?.(stage.page, stage.gateway.home);
        expect(await violations(stage.page)).toEqual([]);
      }
    });

    it('finds nothing on the page to sign in', async () => {
      const refused = { message: 'No token.', extensions: { code: 'UNAUTHENTICATED' } };
      await stage.page.route('**/graphql', (route) => route.fulfill({ status: 401, json: { errors: [refused] } }));
      await stage.open();
      await stage.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
      expect(await violations(stage.page)).toEqual([]);
    });
  });
}
