import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { type BrowserOptions, noBrowser, openBrowser } from './browser.ts';
import { type ConsoleSetup, startConsole, type TestConsole } from './start-console.ts';

export interface Stage {
  readonly gateway: TestConsole;
  readonly browser: BrowserContext;
  /** A new one for each test, with nothing remembered of the last. */
  readonly page: Page;
  readonly open: (path?: string) => Promise<void>;
}

const START_MS = 60_000;

/** Tests on one gateway in one browser; skipped, with the reason in the name, where there is no browser. */
export function describeInBrowser(
  name: string,
  setup: ConsoleSetup & { readonly browser?: BrowserOptions },
  tests: (stage: Stage) => void,
) {
  if (noBrowser !== null) {
    describe.skip(`${name} (skipped: ${noBrowser})`, () => tests({} as Stage));
    return;
  }
  describe(name, () => {
    const stage = {} as { -readonly [Key in keyof Stage]: Stage[Key] };
    let closeBrowser: () => Promise<void>;
    beforeAll(async () => {
      stage.gateway = await startConsole(setup);
      const browser = await openBrowser(setup.browser);
      stage.browser = browser;
      closeBrowser = () => browser[Symbol.asyncDispose]();
    }, START_MS);
    beforeEach(async () => {
      stage.page = await stage.browser.newPage();
      stage.open = async (path = '') => {
        await stage.page.goto(stage.gateway.home + path);
      };
    });
    afterEach(async () => {
      await stage.page.close();
    });
    afterAll(async () => {
      await closeBrowser();
      await stage.gateway.close();
    });
    tests(stage);
  });
}
