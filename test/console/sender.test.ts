import { expect, it } from 'vitest';
import { describeInBrowser } from './in-browser.ts';

const PDF = { name: 'certificate.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.7\n${'x'.repeat(400_000)}`) };

describeInBrowser('one sender', {}, (stage) => {
  const openSender = async (name: string) => {
    await stage.open(`?q=${name}`);
    await stage.page.getByRole('link', { name, exact: true }).click();
    await stage.page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const held = (name: string) => stage.gateway.sandbox.control.state().senders.find((sender) => sender.name === name);

  it('says of each operator what its status means and what to do next', async () => {
    await openSender('BALT-LOG');
    const ukraine = stage.page.getByRole('table', { name: 'Ukraine' }).first();
    const row = ukraine.getByRole('row').filter({ hasText: 'Ukraine, national' });
    await row.getByText('Rejected').waitFor();
    expect(await row.textContent()).toContain('Read the administrator’s comments');
    await stage.page.getByText(/^Not at the operator: waiting to be sent, or never asked for \(\d+\)$/).waitFor();
  });

  it('shows the documents with the administrator’s words', async () => {
    await openSender('Detki.club');
    const file = stage.page.getByRole('listitem').filter({ hasText: 'ustav.rar' });
    await file.getByText('Rejected').waitFor();
    expect(await file.textContent()).toContain('Administrator: Нет печати организации');
  });

  it('sends another comment', async () => {
    await openSender('KofeUglov');
    await stage.page.getByRole('button', { name: 'Comment for the moderator' }).click();
    await stage.page.getByRole('button', { name: 'Send the comment' }).click();
    await stage.page.getByText('Fill this in.').waitFor();
    await stage.page.getByRole('textbox', { name: 'Comment for the moderator' }).fill('Кофейни и пекарни');
    await stage.page.getByRole('button', { name: 'Send the comment' }).click();
    await stage.page.getByText('The provider took the comment.').waitFor();
    expect(held('KofeUglov')?.comment).toBe('Кофейни и пекарни');
  });

  it('registers with a further operator, and with a form where one is needed', async () => {
    await openSender('Salon_Lada');
    await stage.page.getByRole('button', { name: 'Register with further operators' }).click();
    expect(await stage.page.getByRole('checkbox', { name: 'SberMobile Free' }).count()).toBe(0);
    await stage.page.getByRole('checkbox', { name: 'Beeline Monthly fee' }).check({ force: true });
    await stage.page
      .getByRole('radiogroup', { name: 'Belarus' })
      .getByRole('radio', { name: /^National/ })
      .check({ force: true });
    await stage.page.getByRole('button', { name: 'Register', exact: true }).click();
    const form = stage.page.getByRole('group', { name: 'Registration in Belarus' });
    expect(await form.getByText('Fill this in.').count()).toBe(7);
    const values = {
      Company: 'ООО «Лада»',
      'Tax number': '190123456',
      Address: 'Минск',
      'Field of business': '20',
      'Type of mailing': '1',
    };
    for (const [label, value] of Object.entries(values)) await form.getByLabel(label).fill(value);
    await form.getByLabel('Sample message').fill('Ваша запись завтра в 12:00');
    await form.getByLabel('Website').fill('https://lada.example');
    await stage.page.getByRole('button', { name: 'Register', exact: true }).click();
    await stage.page.getByRole('alert').getByText('must be 1 to 19').waitFor();
    expect(await form.getByLabel('Field of business').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('Field of business').fill('19');
    await stage.page.getByRole('button', { name: 'Register', exact: true }).click();
    await stage.page.getByText('The provider took the registration.').waitFor();
    expect(held('Salon_Lada')?.details).toMatchObject({ bee_step: '1', by_reg: '1', by_ocup: '19', by_fio: 'ООО «Лада»' });
  });

  it('uploads a document, telling how much of it has gone out', async () => {
    await openSender('Optika8');
    const progress: string[] = [];
    await stage.page.exposeFunction('keepProgress', (text: string) => progress.push(text));
    await stage.page.evaluate(() => {
      new MutationObserver(() => {
        const text = document.querySelector('.progress-label')?.textContent;
        if (text) (window as unknown as { keepProgress(text: string): void }).keepProgress(text);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await stage.page.getByRole('button', { name: 'Upload' }).click();
    await stage.page.getByText('Choose a file first.').waitFor();
    await stage.page.getByLabel('Document', { exact: true }).setInputFiles(PDF);
    await stage.page.getByLabel('What the document is').fill('Свидетельство');
    await stage.page.getByRole('button', { name: 'Upload' }).click();
    await stage.page.getByText('The provider took the document.').waitFor();
    expect(progress.some((text) => /^Uploading, \d+ %$|^Sending…$/.test(text))).toBe(true);
    await stage.page.getByRole('listitem').filter({ hasText: 'certificate.pdf' }).getByText('Under review').waitFor();
    expect(held('Optika8')?.files).toContainEqual(
      expect.objectContaining({ name: 'certificate.pdf', info: 'Свидетельство', bytes: PDF.buffer.length }),
    );
  });

  it('takes a document that is dropped on it', async () => {
    await openSender('TURSIBIR');
    const data = await stage.page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['%PDF-1.7 dropped'], 'dropped.pdf', { type: 'application/pdf' }));
      return transfer;
    });
    await stage.page.locator('.drop').dispatchEvent('drop', { dataTransfer: data });
    await stage.page.getByText('dropped.pdf').waitFor();
    await stage.page.getByRole('button', { name: 'Upload' }).click();
    await stage.page.getByText('The provider took the document.').waitFor();
    expect(held('TURSIBIR')?.files.map(({ name }) => name)).toContain('dropped.pdf');
  });

  it('refuses a document before it is sent: its type, its size; and the gateway judges its first bytes', async () => {
    await openSender('Detki.club');
    await stage.page.getByRole('button', { name: 'Attach a document' }).click();
    const field = stage.page.getByLabel('Document', { exact: true });
    await field.setInputFiles({ ...PDF, name: 'notes.txt' });
    await stage.page.getByText('The provider does not take this type.').waitFor();
    await field.setInputFiles({ ...PDF, buffer: Buffer.alloc(3_000_001, '%PDF-') });
    await stage.page.getByText('3 MB at most.', { exact: false }).first().waitFor();
    await field.setInputFiles({ ...PDF, buffer: Buffer.from('no such file') });
    await stage.page.getByRole('button', { name: 'Upload' }).click();
    await stage.page.getByRole('alert').getByText('its first bytes are another type’s').waitFor();
  });

  it('deletes after a question, which Escape answers with no', async () => {
    await openSender('OldBrand');
    await stage.page.getByRole('button', { name: 'Delete', exact: true }).click();
    const question = stage.page.getByRole('alertdialog', { name: 'Delete OldBrand?' });
    await question.waitFor();
    await stage.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(held('OldBrand')).toBeDefined();
    await stage.page.getByRole('button', { name: 'Delete', exact: true }).click();
    await question.getByRole('button', { name: 'Delete the name' }).click();
    await stage.page.getByRole('heading', { level: 1, name: 'Senders' }).waitFor();
    await stage.page.locator('.list-count').filter({ hasText: '35 names' }).waitFor();
    expect(held('OldBrand')).toBeUndefined();
  });

  it('says that there is no such sender', async () => {
    await stage.open('console/senders/U2VuZGVyOjE');
    await stage.page.getByRole('heading', { level: 1, name: 'There is no such sender' }).waitFor();
  });
});
