import { expect, it } from 'vitest';
import { en } from '../../src/console/i18n/en.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { describeInBrowser, type Stage } from './in-browser.ts';

type Code = keyof typeof en.errors.title;

/** What the sandbox does to chg, and what the console says of it. */
const PROVIDER: readonly (readonly [Code, Omit<Fault, 'command'>])[] = [
  ['INVALID_INPUT', { kind: 'error', code: 1 }],
  ['SENDER_NOT_FOUND', { kind: 'error', code: 3 }],
  ['SAVE_FAILED', { kind: 'error', code: 5 }],
  ['UPSTREAM_ERROR', { kind: 'error', code: 77 }],
];
/** Behind these the gateway asks nothing for a while: each has a gateway of its own. */
const PAUSING: typeof PROVIDER = [
  ['RATE_LIMITED', { kind: 'error', code: 9, times: 5 }],
  ['IP_BLOCKED', { kind: 'error', code: 4 }],
  ['UPSTREAM_UNAUTHORIZED', { kind: 'error', code: 2 }],
];

/** What the gateway alone says, or nobody: given to the browser in its place. */
const GATEWAY: readonly (readonly [Code, object | 'nothing'])[] = [
  ['OUTCOME_UNKNOWN', { data: { changeSender: { __typename: 'OutcomeUnknownError', checkAfterMs: 60_000 } } }],
  ['UPSTREAM_UNAVAILABLE', { data: { changeSender: { __typename: 'UpstreamUnavailableError' } } }],
  ['FILE_REJECTED', { data: { changeSender: { __typename: 'FileRejectedError', maxBytes: 3_000_000, acceptedExtensions: ['pdf'] } } }],
  ['FORBIDDEN', { data: null, errors: [{ message: 'This token may read only.' }] }],
  ['BAD_REQUEST', { errors: [{ message: 'Unknown field.' }] }],
  ['INTERNAL', { data: null, errors: [{ message: 'A fault.', extensions: { requestId: 'id-of-the-request' } }] }],
  ['OFFLINE', 'nothing'],
];

async function change({ page, open }: Stage) {
  await open('?q=kofeuglov');
  await page.getByRole('link', { name: 'KofeUglov' }).click();
  await page.getByRole('button', { name: 'Comment for the moderator' }).click();
  await page.getByRole('textbox', { name: 'Comment for the moderator' }).fill('Another comment');
  await page.getByRole('button', { name: 'Send the comment' }).click();
}
async function says({ page }: Stage, code: Code) {
  const notice = page.locator('.tool .notice');
  await notice.waitFor();
  const text = await notice.textContent();
  expect(text).toContain(en.errors.title[code]);
  expect(text).toContain(en.errors.advice[code]);
  return text;
}

describeInBrowser('what goes wrong', {}, (stage) => {
  it.each(PROVIDER)('%s of the provider is shown with what to do', async (code, fault) => {
    stage.gateway.sandbox.control.raiseFault({ ...fault, command: 'chg' });
    await change(stage);
    const text = await says(stage, code);
    if (code === 'UPSTREAM_ERROR') expect(text).toContain(en.errors.upstreamCode('77'));
  });

  it.each(GATEWAY)('%s is shown with what to do', async (code, answer) => {
    await stage.page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('mutation ChangeSender')) return route.continue();
      if (answer === 'nothing') return route.abort();
      await route.fulfill({ json: filled(answer, code) });
    });
    await change(stage);
    const text = await says(stage, code);
    if (code === 'INTERNAL') expect(text).toContain('id-of-the-request');
    if (code === 'FORBIDDEN') expect(text).toContain('This token may read only.');
  });

  it('a provider that is down stands above the page, with what is held below it', async () => {
    await stage.open();
    await stage.page.getByText('36 names').waitFor();
    const down = { message: 'Down.', extensions: { code: 'UPSTREAM_UNAVAILABLE' } };
    await stage.page.route('**/graphql', (route) => route.fulfill({ json: { data: null, errors: [down] } }));
    await stage.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await stage.page.getByText(en.connection.failing).waitFor();
    expect(await stage.page.locator('.name-link').count()).toBeGreaterThan(5);
  });

  it('a list that can’t be had says why, and can be asked for again', async () => {
    let isDown = true;
    const limited = { message: 'Later.', extensions: { code: 'RATE_LIMITED', retryAfterMs: 30_000 } };
    await stage.page.route('**/graphql', (route) =>
      isDown && route.request().postData()?.includes('query SenderNames')
        ? route.fulfill({ json: { data: null, errors: [limited] } })
        : route.continue(),
    );
    await stage.open();
    await stage.page.getByText(en.errors.title.RATE_LIMITED).waitFor();
    isDown = false;
    await stage.page.getByRole('button', { name: en.tryAgain }).click();
    await stage.page.getByText('36 names').waitFor();
  });
});

/** Adds what every error has. */
function filled(answer: object, code: Code): object {
  const common = { code, message: 'In English.', upstreamCode: null, retryable: false };
  const { data, errors } = answer as { data?: { changeSender: object } | null; errors?: { extensions?: object }[] };
  if (errors !== undefined) return { data: null, errors: errors.map((error) => ({ ...error, extensions: { code, ...error.extensions } })) };
  return { data: { changeSender: { ...common, ...data?.changeSender } } };
}

for (const [code, fault] of PAUSING)
  describeInBrowser(`${code} of the provider`, {}, (stage) => {
    it('is shown with what to do', async () => {
      stage.gateway.sandbox.control.raiseFault({ ...fault, command: 'chg' });
      await change(stage);
      await says(stage, code);
    });
  });
