import { expect, it } from 'vitest';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('the list', {}, (stage) => {
  const names = () => stage.page.locator('.name-link').allTextContents();
  const counted = (text: string) => stage.page.locator('.list-count').filter({ hasText: text }).waitFor();

  it('shows every sender with its moderation status and its operators in words', async () => {
    await stage.open('?q=optika8');
    const row = stage.page.getByRole('row').filter({ hasText: 'Optika8' });
    await row.getByText('Admitted', { exact: true }).waitFor();
    await row.getByRole('gridcell', { name: 'MegaFon, paid: Needs documents' }).waitFor();
    await row.getByRole('gridcell', { name: 'MTS, paid: Admitted' }).waitFor();
  });

  it('tells an unknown status by the provider’s number, and a replaced name by what is shown', async () => {
    await stage.open('?q=rybamarket');
    await stage.page.getByRole('gridcell', { name: 'MOTIV, free: Unknown (provider’s number 7)' }).waitFor();
    await stage.open('?q=kinozal');
    await stage.page.getByRole('gridcell', { name: 'Beeline, paid: Admitted, shown as “Afisha”' }).waitFor();
  });

  it('searches as one types, and keeps what is found in the address', async () => {
    await stage.open();
    await counted('36 names');
    await stage.page.getByRole('searchbox').pressSequentially('volga');
    await counted('2 names');
    expect((await names()).sort()).toEqual(['VOLGAMEBEL', 'zakaz@volgamebel.example']);
    expect(new URL(stage.page.url()).search).toBe('?q=volga');
    await stage.page.getByRole('button', { name: 'Clear the search' }).click();
    await counted('36 names');
    await stage.page.getByRole('searchbox').fill('nothing like it');
    await stage.page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await stage.page.locator('.empty').getByRole('button', { name: 'Clear filters' }).click();
    await counted('36 names');
  });

  it('filters by moderation status, by kind, and by the status at an operator', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'Filters' }).click();
    await stage.page.getByRole('button', { name: 'Switched off' }).click();
    await counted('2 names');
    await stage.page.getByRole('button', { name: 'Switched off' }).click();
    await stage.page.getByRole('button', { name: 'Number', exact: true }).click();
    await counted('3 names');
    await stage.page.getByRole('button', { name: 'Number', exact: true }).click();
    await stage.page.getByLabel('Operator', { exact: true }).selectOption({ label: 'MegaFon, paid' });
    await stage.page.getByLabel('Status there').selectOption({ label: 'No funds' });
    await counted('2 names');
    expect((await names()).sort()).toEqual(['ODIN-CHAS', 'StroyDvor']);
    // Put away, they still say that they narrow the list.
    await stage.page.getByRole('button', { name: /^Filters/ }).click();
    expect(await stage.page.getByRole('button', { name: /^Filters/ }).textContent()).toBe('Filters1');
  });

  it('sorts by name, both ways', async () => {
    await stage.open();
    await counted('36 names');
    await stage.page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await expect.poll(async () => (await names())[0]).toBe('78120001122');
    await stage.page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await expect.poll(async () => (await names())[0]).toBe('ZooUgolok');
    expect(await stage.page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending');
  });

  it('sorts by keyboard too, and stays where it is', async () => {
    await stage.open();
    await counted('36 names');
    await stage.page.getByRole('columnheader', { name: 'Name' }).getByRole('button').focus();
    await stage.page.keyboard.press('Enter');
    await expect.poll(async () => (await names())[0]).toBe('78120001122');
    expect(new URL(stage.page.url()).pathname).toBe('/');
  });

  it('is walked through with the keyboard alone', async () => {
    await stage.open('?sort=NAME-ASC');
    const grid = stage.page.getByRole('grid');
    await stage.page.getByRole('gridcell', { name: 'MTS, paid: Admitted' }).first().waitFor();
    await grid.focus();
    const activeWords = () =>
      grid.evaluate((element) => {
        const cell = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
        return cell?.getAttribute('aria-label') ?? cell?.textContent;
      });
    expect(await activeWords()).toContain('78120001122');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await stage.page.keyboard.press(key);
    await expect.poll(activeWords).toBe('Beeline, paid: Rejected');
    expect(await stage.page.locator('.active-cell').textContent()).toContain('register again');
    await stage.page.keyboard.press('Control+End');
    await expect.poll(activeWords).toContain('Belarus');
    await stage.page.keyboard.press('Control+Home');
    await stage.page.keyboard.press('ArrowDown');
    await stage.page.keyboard.press('Enter');
    await stage.page.getByRole('heading', { level: 1, name: '79990001122' }).waitFor();
  });

  it('shows the names of a subclient', async () => {
    await stage.open();
    await stage.page.getByLabel('Whose names').selectOption('spb-branch');
    await counted('5 names');
    expect(await names()).toContain('NevaKuhni');
  });

  it('tells how old the data is, and what is left of the provider’s limits', async () => {
    await stage.open();
    await stage.page.getByText(/^As of (now|\d+s ago)$/).waitFor();
    const gauges = stage.page.getByRole('list', { name: 'Left of the provider’s limits' });
    expect(await gauges.getByRole('listitem').count()).toBe(2);
    expect(await gauges.textContent()).toMatch(/Lists.*\d of 3 left in 60 s.*New names.*\d of 4 left in 60 s/);
  });

  it('opens a sender from its name, and comes back', async () => {
    await stage.open('?q=vinograd');
    await stage.page.getByRole('link', { name: 'VinoGrad' }).click();
    await stage.page.getByRole('heading', { level: 1, name: 'VinoGrad' }).waitFor();
    await stage.page.goBack();
    await counted('1 name');
  });
});
