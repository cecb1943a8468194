import { expect, it } from 'vitest';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('verifying a number', {}, (stage) => {
  const send = () => stage.page.getByRole('button', { name: 'Send the code' }).click();

  it('sends a code, says when the next one can be sent, and confirms with it', async () => {
    await stage.open('console/verify');
    await send();
    await stage.page.getByText('Enter the number.').waitFor();
    await stage.page.getByRole('button', { name: '79990003344' }).click();
    await send();
    await stage.page.getByText('A code is on its way to 79990003344.').waitFor();
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Moscow', hour: '2-digit', minute: '2-digit' });
    const title = await stage.page.locator('.notice-title').filter({ hasText: 'Another code can be sent at' }).textContent();
    const inEightHours = [-60_000, 0].map((slack) => clock.format(Date.now() + 8 * 3_600_000 + slack));
    expect(inEightHours.some((time) => title?.includes(time))).toBe(true);

    await stage.page.getByLabel('Code from the message').fill('000000');
    await stage.page.getByRole('button', { name: 'Confirm' }).click();
    await stage.page.getByRole('alert').getByText('The code is wrong').waitFor();
    await stage.page.getByLabel('Code from the message').fill(stage.gateway.sandbox.control.confirmationCode('79990003344') ?? '');
    await stage.page.getByRole('button', { name: 'Confirm' }).click();
    await stage.page.getByText('79990003344 is confirmed').waitFor();
    await stage.page.getByRole('link', { name: 'Open the sender' }).click();
    await stage.page.getByRole('heading', { level: 1, name: '79990003344' }).waitFor();
  });

  it('is led to from a digital sender, with its number filled in', async () => {
    await stage.open('?q=79990001122');
    await stage.page.getByRole('link', { name: '79990001122' }).click();
    await stage.page.getByRole('link', { name: 'Confirm this number' }).click();
    expect(await stage.page.getByLabel('Number', { exact: true }).inputValue()).toBe('79990001122');
  });

  it('says that a code was sent before', async () => {
    await stage.gateway.ask('mutation { sendVerificationCode(input: { number: "79995556677" }) { __typename } }');
    await stage.open('console/verify?number=79995556677');
    await send();
    await stage.page.getByText(/Another code can be sent at (\d+ \w+, )?\d\d:\d\d/).waitFor();
    // Nothing of it holds for another number.
    await stage.page.getByRole('button', { name: '78120001122' }).click();
    await stage.page.getByText(/Another code can be sent at/).waitFor({ state: 'detached' });
  });

  it('says that a number can’t be reached, or is none', async () => {
    await stage.open('console/verify?number=79991110000');
    await send();
    await stage.page.getByRole('alert').getByText('Use a number that receives SMS.').waitFor();
    await stage.page.getByLabel('Number', { exact: true }).fill('12345');
    await send();
    await stage.page.getByRole('alert').getByText('This is no phone number').waitFor();
  });
});
