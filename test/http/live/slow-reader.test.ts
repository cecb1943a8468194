import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startGateway, type TestGateway } from '../../support/gateway.ts';

const SENDERS = 2_000;
const SLOW_READER_MS = 1_000;
/** Each event is so long that the buffers of both sockets hold a part of all events alone. */
const ALIASES = Array.from({ length: 500 }, (_, index) => `alias_of_the_name_with_a_long_name_${index}: name`).join(' ');
const QUERY = `subscription { senderEvents(after: "${Buffer.from('["events",0]').toString('base64url')}") { cursor ${ALIASES} } }`;
const LIST = '{ senders(first: 1) { nodes { operators { status } } } }';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    sandbox: { senders: Array.from({ length: SENDERS }, (_, index) => ({ name: `S${index}`, status: 1, operators: { tele2: 1 } })) },
    env: {
      FRESH_MS: '0',
      STALE_MS: '0',
      POLL_FAST_MS: '86400000',
      POLL_SLOW_MS: '86400000',
      SLOW_READER_MS: String(SLOW_READER_MS),
      LIMIT_ALIASES: '1000',
    },
  });
  await gateway.ask(LIST);
  const { control } = gateway.sandbox;
  for (const { id } of control.state().senders) control.moveStatus({ id, what: 'tele2', value: 2 });
  await gateway.ask(LIST);
  await vi.waitFor(async () => expect((await gateway.ask('{ events(first: 1) { nodes { kind } } }')).data.events.nodes).toHaveLength(1));
});
afterAll(() => gateway.close());

/** Asks for all events and reads none, until the gateway’s own socket takes no more. */
async function stuck(): Promise<{ answer: IncomingMessage; response: ServerResponse }> {
  const found = Promise.withResolvers<ServerResponse>();
  const note = (message: unknown) => found.resolve((message as { response: ServerResponse }).response);
  subscribe('http.server.request.start', note);
  const asked = request(gateway.url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  asked.end(JSON.stringify({ query: QUERY }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.on('error', () => {});
  const response = await found.promise;
  unsubscribe('http.server.request.start', note);
  // Full for a while, at every look.
  for (let looks = 0; looks < 20; looks = response.writableNeedDrain ? looks + 1 : 0) await delay(10);
  return { answer, response };
}

async function rest(answer: IncomingMessage): Promise<string> {
  let text = '';
  answer.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  await new Promise((resolve) => answer.once('close', resolve));
  return text;
}
const eventsIn = (text: string) => text.split('"senderEvents":{').length - 1;

it('who takes events late gets the reason, and can go on from the last of them', { timeout: 60_000 }, async () => {
  const { answer } = await stuck();
  await delay(SLOW_READER_MS + 100);
  const text = await rest(answer);
  const taken = eventsIn(text);
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(SENDERS);
  expect(text).toContain('"code":"SLOW_READER"');
  expect(text.trimEnd()).toMatch(/event: complete\ndata:$/);
  const after = [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1];
  const { data } = await gateway.ask('query ($after: String) { events(after: $after, first: 500) { nodes { kind } } }', { after });
  expect(data.events.nodes).toHaveLength(Math.min(500, SENDERS - taken));
});

it('who takes nothing at all is hung up on', { timeout: 60_000 }, async () => {
  const { answer, response } = await stuck();
  if (!response.closed) await once(response, 'close');
  const text = await rest(answer);
  expect(eventsIn(text)).toBeLessThan(SENDERS);
  expect(text).not.toContain('event: complete');
});
