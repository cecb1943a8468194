import { expect, it } from 'vitest';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('15,000 senders', { sandbox: { senders: 15_000 } }, (stage) => {
  it('are paged in behind the scene, few of them in the document at any time', async () => {
    await stage.open();
    await stage.page.getByText('15,000 names').waitFor();
    await stage.page.locator('.list-loaded').waitFor({ state: 'detached' });
    const grid = stage.page.getByRole('grid');
    expect(await grid.getAttribute('aria-rowcount')).toBe('15001');
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await stage.page.locator('[aria-rowindex="15001"] .name-link').waitFor();
    await stage.page.locator('[aria-rowindex="15001"] .square[class*=tone]').first().waitFor();
    expect(await stage.page.locator('.body-row').count()).toBeLessThan(60);
  });

  it('are searched, sorted and walked through to the end', async () => {
    await stage.open('?sort=NAME-ASC');
    await stage.page.locator('.list-loaded').waitFor({ state: 'detached' });
    await stage.page.getByRole('grid').focus();
    await stage.page.keyboard.press('Control+End');
    await stage.page.locator('[aria-rowindex="15001"] .cell-active').waitFor();
    const last = await stage.page.locator('[aria-rowindex="15001"] .name-link').textContent();
    await stage.page.getByRole('searchbox').fill(last ?? '');
    await stage.page
      .locator('.list-count')
      .filter({ hasText: /^\d{1,3} names?$/ })
      .waitFor();
    expect(await stage.page.locator('.name-link').allTextContents()).toContain(last);
  });

  it('are counted in the overview', { timeout: 60_000 }, async () => {
    await stage.open('console/overview');
    await stage.page.getByRole('img', { name: 'Names in all: 15,000' }).waitFor();
    // Thirty pages one after the other: seconds, and many of them on a busy machine.
    await stage.page.getByText(/^Counted/).waitFor({ state: 'detached', timeout: 45_000 });
    expect(await stage.page.locator('.bar-total').first().textContent()).toBe('15,000');
  });
});
