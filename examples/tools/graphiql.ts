import assert from 'node:assert/strict';
import { openBrowser } from '../../test/console/browser.ts';

/** Opens the page as a person does, and presses the button. */
export async function run(url: string): Promise<void> {
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(url);
  await page.getByRole('button', { name: /^Execute query/ }).click();
  const answer = page.locator('.result-window');
  await answer.getByText('totalCount').waitFor();
  assert.match(await answer.innerText(), /"data"/);
  // It read the schema: the documentation knows the query.
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('link', { name: 'Query', exact: true }).waitFor();
  assert.deepEqual(faults, []);
}
