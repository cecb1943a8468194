import { expect, it } from 'vitest';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('GraphiQL', { examples: ['query Viewer {\n  viewer {\n    canWrite\n  }\n}\n'] }, (stage) => {
  it('runs its first query in a browser, and asks nothing of any other host', async () => {
    const faults: string[] = [];
    const hosts = new Set<string>();
    stage.page.on('pageerror', (error) => faults.push(error.message));
    stage.page.on('console', (message) => message.text().includes('Content Security Policy') && faults.push(message.text()));
    stage.page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith('http')) hosts.add(host);
    });
    await stage.open('graphql');
    const answer = stage.page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.request().postData()?.includes('query Viewer') === true,
    );
    await stage.page.getByRole('button', { name: /^Execute query/ }).click();
    expect(await (await answer).json()).toMatchObject({ data: { viewer: { canWrite: true } } });
    await stage.page.locator('.result-window').getByText('canWrite').waitFor();
    expect([...hosts]).toEqual([new URL(stage.gateway.home).host]);
    expect(faults).toEqual([]);
  });
});
