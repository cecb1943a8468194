import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { en } from '../../src/console/i18n/en.ts';
import { describeInBrowser } from './in-browser.ts';

const next = (page: Page) => page.getByRole('button', { name: 'Next' }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name }).waitFor();

/** Goes through the wizard with a name alone, up to where it is sent. */
async function toReview(page: Page, name: string) {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByText('This name can be asked for.').waitFor();
  await next(page);
  await heading(page, 'Operators');
  await next(page);
  await heading(page, 'Document');
  await next(page);
  await heading(page, 'Check and send');
}

describeInBrowser('adding a name', {}, (stage) => {
  const held = (name: string) => stage.gateway.sandbox.control.state().senders.find((sender) => sender.name === name);

  it('checks the name while it is typed, by the rules of the API', async () => {
    await stage.open('console/add');
    const name = stage.page.getByRole('textbox', { name: 'Name' });
    await name.fill('far-too-long-a-name');
    await stage.page.locator('.field-error').getByText('11 characters at most').waitFor();
    await name.fill('Имя');
    await stage.page.locator('.field-error').getByText('Latin letters').waitFor();
    await name.fill('79991112233');
    await stage.page.getByText('This reads as another kind: Number.').waitFor();
    await name.fill('VOLGAMEBEL');
    await stage.page.getByText('You have this name already.').waitFor();
    await next(stage.page);
    await heading(stage.page, 'Name');
    await stage.page.getByRole('link', { name: 'Open VOLGAMEBEL' }).click();
    await stage.page.getByRole('heading', { level: 1, name: 'VOLGAMEBEL' }).waitFor();
  });

  it('goes from the name over operators, forms and a document to the new sender', async () => {
    const { page } = stage;
    await stage.open('console/add');
    await page.getByRole('textbox', { name: 'Name' }).fill('NewBrand');
    await page.getByRole('textbox', { name: 'Comment for the moderator' }).fill('A shop');
    await page.getByText('This name can be asked for.').waitFor();
    await next(page);
    await page.getByRole('checkbox', { name: 'SberMobile Free' }).check({ force: true });
    await page.getByRole('checkbox', { name: 'MTS Monthly fee' }).check({ force: true });
    await page.getByRole('radiogroup', { name: 'Ukraine' }).getByRole('radio', { name: 'International' }).check({ force: true });
    await next(page);

    await heading(page, 'Forms');
    expect(await page.getByRole('group', { name: 'Registration in Belarus' }).count()).toBe(0);
    await next(page);
    expect(await page.getByText('Fill this in.').count()).toBe(7);
    const values = {
      Organisation: 'ООО «Новый»',
      'Tax number': '12345678',
      Website: 'https://new.example',
      'E-mail': 'post@new.example',
      Address: 'Киев',
      Services: 'Доставка',
      Purpose: 'Статусы заказов',
    };
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
    await next(page);

    await heading(page, 'Document');
    await page
      .getByLabel('Document', { exact: true })
      .setInputFiles({ name: 'mark.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 mark') });
    await next(page);

    await heading(page, 'Check and send');
    const review = await page.locator('.review').textContent();
    for (const text of [
      'NewBrand',
      'A shop',
      'SberMobile, Free',
      'MTS, Monthly fee',
      'Ukraine: International traffic',
      '1 free',
      'mark.pdf',
    ])
      expect(review).toContain(text);
    await page.getByRole('button', { name: 'Send to the provider' }).click();
    await page.getByRole('heading', { level: 1, name: 'NewBrand' }).waitFor();
    await page.getByText('In moderation').waitFor();
    expect(held('NewBrand')).toMatchObject({
      comment: 'A shop',
      details: { mts_step: '1', sber_step: '1', ua_int: '1', fio: 'ООО «Новый»', subj: 'Статусы заказов' },
      files: [{ name: 'mark.pdf' }],
    });
  });

  it('asks for the owner of an e-mail address', async () => {
    await stage.open('console/add');
    await stage.page.getByRole('radio', { name: 'E-mail' }).check({ force: true });
    await stage.page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop@new.example');
    await stage.page.getByLabel('Owner of the address').fill('Ирина');
    await stage.page.getByText('This name can be asked for.').waitFor();
  });

  it('marks a comment that the gateway refuses, where it is written', async () => {
    await stage.open('console/add');
    await stage.page.getByRole('textbox', { name: 'Comment for the moderator' }).fill('x'.repeat(2001));
    await toReview(stage.page, 'TooMuch');
    await stage.page.getByRole('button', { name: 'Send to the provider' }).click();
    await stage.page.getByRole('button', { name: 'Go to this step: Name' }).click();
    await stage.page.locator('.field-error').getByText('2,000 characters at most.').waitFor();
    await stage.page.getByRole('textbox', { name: 'Comment for the moderator' }).fill('Shorter');
    await stage.page.locator('.field-error').waitFor({ state: 'detached' });
  });

  it('shows the sender that has the name already, where it came meanwhile', async () => {
    await stage.open('console/add');
    await toReview(stage.page, 'MeanWhile');
    await stage.gateway.ask('mutation { addSender(input: { name: "MeanWhile" }) { __typename } }');
    await stage.page.getByRole('button', { name: 'Send to the provider' }).click();
    await stage.page.getByRole('alert').getByText('You have this name already').waitFor();
    await stage.page.getByRole('link', { name: 'Open MeanWhile' }).waitFor();
  });

  it('adds a name once, though the answer is lost', async () => {
    await stage.open('console/add');
    await toReview(stage.page, 'OnlyOnce');
    stage.gateway.sandbox.control.raiseFault({ kind: 'reset', command: 'add', afterEffect: true });
    await stage.page.getByRole('button', { name: 'Send to the provider' }).click();
    // It is there, and whether it is ours nobody can prove: a colleague may have added it in that moment.
    await stage.page.getByRole('alert').getByText(en.errors.title.OUTCOME_UNKNOWN).waitFor();
    expect(stage.gateway.sandbox.control.state().senders.filter(({ name }) => name === 'OnlyOnce')).toHaveLength(1);
  });
});

// Of its own, as a name is asked for four times a minute at the most.
describeInBrowser('a name that has to wait', {}, (stage) => {
  it('counts down while the provider’s limit is used up, and goes on by itself', async () => {
    let refusals = 0;
    await stage.page.route('**/graphql', async (route) => {
      if (refusals > 0 || !route.request().postData()?.includes('mutation AddSender')) return route.continue();
      refusals += 1;
      const error = { __typename: 'RateLimitedError', code: 'RATE_LIMITED', message: 'Later.', upstreamCode: 9, retryable: true };
      await route.fulfill({ json: { data: { addSender: { ...error, retryAfterMs: 2500 } } } });
    });
    await stage.open('console/add');
    await toReview(stage.page, 'Patience');
    await stage.page.getByRole('button', { name: 'Send to the provider' }).click();
    await stage.page
      .getByRole('timer')
      .filter({ hasText: /Goes on by itself in [1-3] s/ })
      .waitFor();
    await stage.page.getByRole('heading', { level: 1, name: 'Patience' }).waitFor();
    expect(refusals).toBe(1);
  });
});
