import { expect, it } from 'vitest';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('the overview', {}, (stage) => {
  it('counts senders by moderation status', async () => {
    await stage.open('console/overview');
    await stage.page.getByRole('img', { name: 'Names in all: 36' }).waitFor();
    const ring = await stage.page.locator('.ring-list').textContent();
    expect(ring).toContain('Admitted30');
    expect(ring).toContain('Switched off2');
  });

  it('says what needs someone, and where', async () => {
    await stage.open('console/overview');
    const documents = stage.page.locator('.reason').filter({ hasText: 'Needs documents' });
    await documents.waitFor();
    expect(await documents.textContent()).toContain('3');
    expect(await documents.textContent()).toContain('MegaFon, Beeline');
    await documents.getByRole('link', { name: 'Optika8' }).click();
    await stage.page.getByRole('heading', { level: 1, name: 'Optika8' }).waitFor();
  });

  it('draws a bar for each operator, whose parts lead to their names', async () => {
    await stage.open('console/overview');
    await stage.page.locator('.bar-row').first().waitFor();
    expect(await stage.page.locator('.bar-row').count()).toBe(19);
    await stage.page.getByRole('link', { name: 'MegaFon, paid, No funds: 2. Open the list' }).click();
    await stage.page.locator('.list-count').filter({ hasText: '2 names' }).waitFor();
    expect((await stage.page.locator('.name-link').allTextContents()).sort()).toEqual(['ODIN-CHAS', 'StroyDvor']);
  });

  it('says the same as a table', async () => {
    await stage.open('console/overview');
    await stage.page.getByText('As a table').click();
    const row = stage.page.getByRole('row').filter({ hasText: 'MegaFon, paid' });
    expect(await row.getByRole('cell').allTextContents()).toHaveLength(10);
  });
});
