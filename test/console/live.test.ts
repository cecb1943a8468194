import { expect, it } from 'vitest';
import { describeInBrowser, type Stage } from './in-browser.ts';

/** What the provider's operators answer with. */
const ADMITTED = 2;
/** The provider is asked for nothing but by the tests: it has three places a minute. */
const DAY_MS = String(86_400_000);
const STILL = { env: { FRESH_MS: '600000', POLL_FAST_MS: DAY_MS, POLL_SLOW_MS: DAY_MS } };

const note = ({ page }: Stage) => page.getByRole('log', { name: 'Just changed' });
/** Once the gateway has taken the connection, and what is asked on it has gone out. */
const following = ({ page }: Stage) => page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));

/** Something happens at an operator, and the gateway asks the provider anew, as someone else wrote and looks what came of it. */
async function admitAtMegaFon({ gateway }: Stage, name: string) {
  const id = gateway.sandbox.control.state().senders.find((sender) => sender.name === name)?.id ?? 0;
  gateway.sandbox.control.moveStatus({ id, what: 'mega_step', value: ADMITTED });
  const { data } = await gateway.ask(
    `mutation { changeSender(input: { sender: { name: "${name}" }, registrations: [VOLNA_PAID] }) { __typename } }`,
  );
  expect(data.changeSender.__typename).toBe('ChangeSenderSuccess');
  await gateway.ask(`{ sender(by: { name: "${name}" }) { operators { status } } }`);
}

describeInBrowser('a change at an operator', STILL, (stage) => {
  it('changes its row by itself, and is told in a note that can be put away', async () => {
    const isFollowing = following(stage);
    await stage.open('?q=optika8');
    await stage.page.getByRole('gridcell', { name: 'MegaFon, paid: Needs documents' }).waitFor();
    await isFollowing;
    await admitAtMegaFon(stage, 'Optika8');
    await stage.page.getByRole('gridcell', { name: 'MegaFon, paid: Admitted' }).waitFor();
    await note(stage).getByText('MegaFon, paid: Admitted').waitFor();
    expect(await stage.page.locator('.name-cell').filter({ hasText: 'Optika8' }).textContent()).toContain('Just changed');
    await note(stage).getByRole('button', { name: 'Put the note away' }).click();
    await note(stage).getByText('MegaFon, paid: Admitted').waitFor({ state: 'detached' });
  });
});

describeInBrowser('the history of a sender', STILL, (stage) => {
  it('grows while one looks, newest first', async () => {
    const isFollowing = following(stage);
    await stage.open('?q=optika8');
    await isFollowing;
    await stage.page.getByRole('link', { name: 'Optika8' }).click();
    await stage.page.getByText('Nothing has changed since the gateway has been watching.').waitFor();
    await admitAtMegaFon(stage, 'Optika8');
    const entries = stage.page.locator('.history li');
    await entries.filter({ hasText: 'MegaFon, paid' }).getByText('Admitted').waitFor();
    await stage.gateway.ask('mutation { addSender(input: { name: "NewcomerX" }) { __typename } }');
    await note(stage).getByRole('link', { name: 'NewcomerX' }).click();
    await stage.page.locator('.name-link').filter({ hasText: 'NewcomerX' }).click();
    await entries.filter({ hasText: 'Name' }).getByText('Added').waitFor();
  });
});

describeInBrowser('a connection that broke', STILL, (stage) => {
  it('is made again, and goes on behind the last event', async () => {
    let subscriptions = 0;
    let cut = () => {};
    await stage.page.routeWebSocket(/graphql/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        server.send(message);
        if (String(message).includes('"type":"subscribe"')) subscriptions += 1;
      });
      cut = () => {
        void server.close();
        void socket.close({ code: 1012, reason: 'restarted' });
      };
    });
    const add = (name: string) => stage.gateway.ask(`mutation { addSender(input: { name: "${name}" }) { __typename } }`);
    const told = () => note(stage).getByRole('link').allTextContents();
    await stage.open();
    await expect.poll(() => subscriptions, { timeout: 10_000 }).toBe(1);
    await add('BeforeCut');
    await expect.poll(told, { timeout: 10_000 }).toEqual(['BeforeCut']);
    cut();
    await add('WhileCut');
    await expect.poll(told, { timeout: 10_000 }).toEqual(['WhileCut', 'BeforeCut']);
    expect(subscriptions).toBe(2);
  });
});
