import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../../support/gateway.ts';

/** fetch sets Host by itself. */
async function askAs(host: string, url: string) {
  const sent = request(url, { method: 'POST', headers: { host, 'content-type': 'application/json' } });
  sent.end('{"query":"{ viewer { account } }"}');
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode as number, text };
}

describe('a gateway without tokens', () => {
  it.each(['127.0.0.1', 'localhost', 'LOCALHOST:4000', '127.0.0.1:80', '[::1]:4000'])('answers requests to %s', async (host) => {
    await using gateway = await startGateway();
    expect(await askAs(host, gateway.url)).toMatchObject({ status: 200 });
  });

  // A page of evil.example may have its name lead to 127.0.0.1; its requests then say so.
  it.each([
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.5',
    '0.0.0.0',
    'localhost@evil.example',
    'a b',
    '[',
  ])('answers no request to %j', async (host) => {
    await using gateway = await startGateway();
    const { status, text } = await askAs(host, gateway.url);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain('"account"');
  });

  it('answers any with AUTH=none', async () => {
    await using gateway = await startGateway({ env: { AUTH: 'none' } });
    expect(await askAs('gateway.example', gateway.url)).toMatchObject({ status: 200 });
  });
});
