import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_ACCOUNT } from '../../../src/sandbox/options.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { type LiveResult, type Operation, subscribeBySse, subscribeByWebSocket } from '../../support/subscribers.ts';

const QUERY = `subscription ($after: String, $ids: [String!], $kinds: [SenderEventKind!], $subclient: String) {
  senderEvents(after: $after, smscIds: $ids, kinds: $kinds, subclient: $subclient) {
    cursor kind smscId name subclient statusBefore statusAfter senderStatusAfter operator { code } sender { name status } } }`;
const events = (results: readonly LiveResult[]) => results.map(({ data }) => data?.senderEvents);

const TRANSPORTS = [
  ['SSE by POST', (url: string, operation: Operation) => subscribeBySse(url, operation)],
  ['SSE by GET', (url: string, operation: Operation) => subscribeBySse(url, operation, { method: 'GET' })],
  ['WebSocket', (url: string, operation: Operation) => subscribeByWebSocket(url, operation)],
] as const;

const SUBCLIENTS = Array.from({ length: 20 }, (_, index) => `branch${index}`);
const DAY_MS = '86400000';

let gateway: TestGateway;
let taken = 0;
beforeAll(async () => {
  gateway = await startGateway({
    sandbox: {
      accounts: [{ ...DEFAULT_ACCOUNT, subclients: SUBCLIENTS }],
      senders: SUBCLIENTS.flatMap((subclient) =>
        ['One', 'Two'].map((name) => ({ name, subclient, status: 1, operators: { mts_step: 1 } })),
      ),
    },
    // Nothing is asked but by the tests: each question has three places a minute.
    env: { FRESH_MS: '0', STALE_MS: '0', POLL_FAST_MS: DAY_MS, POLL_SLOW_MS: DAY_MS },
  });
});
afterAll(() => gateway.close());

/** A subclient of a test's own, whose senders the gateway has seen. */
async function branch() {
  const subclient = SUBCLIENTS[taken++] ?? '';
  const refresh = () => gateway.ask(`{ senders(subclient: "${subclient}") { nodes { operators { status } } } }`);
  await refresh();
  const {
    data: { events },
  } = await gateway.ask('{ events { newestCursor } }');
  const senders = gateway.sandbox.control.state().senders.filter((sender) => sender.subclient === subclient);
  const idOf = (name: string) => senders.find((sender) => sender.name === name)?.id ?? 0;
  return {
    newest: events.newestCursor as string,
    live: (variables: Record<string, unknown> = {}): Operation => ({ query: QUERY, variables: { subclient, ...variables } }),
    idOf: (name: string) => String(idOf(name)),
    async move(name: string, value: number) {
      gateway.sandbox.control.moveStatus({ id: idOf(name), what: 'mts_step', value });
      await refresh();
    },
    remove: (name: string) =>
      gateway.ask(`mutation { deleteSender(input: { sender: { name: "${name}" }, subclient: "${subclient}" }) { __typename } }`),
    add: (name: string) => gateway.ask(`mutation { addSender(input: { name: "${name}", subclient: "${subclient}" }) { __typename } }`),
    refresh,
  };
}

describe.each(TRANSPORTS)('over %s', (_, subscribe) => {
  it('a change comes by itself, with the sender as it is', async () => {
    const { newest, live, move } = await branch();
    await using subscriber = await subscribe(gateway.url, live({ after: newest }));
    await move('One', 2);
    await vi.waitFor(() => expect(subscriber.results).toHaveLength(1));
    expect(events(subscriber.results)).toMatchObject([
      {
        kind: 'OPERATOR_STATUS_CHANGED',
        operator: { code: 'MTS_STEP' },
        statusBefore: 'SENT_FOR_REGISTRATION',
        statusAfter: 'APPROVED',
        sender: { name: 'One', status: 'APPROVED' },
      },
    ]);
    expect(subscriber.state()).toBe('live');
  });

  it('what happened meanwhile comes first, then what happens', async () => {
    const { newest, live, move, remove } = await branch();
    const first = await subscribe(gateway.url, live({ after: newest }));
    await move('One', 2);
    await vi.waitFor(() => expect(first.results).toHaveLength(1));
    first.close();
    await move('One', 3);
    await using second = await subscribe(gateway.url, live({ after: events(first.results)[0].cursor }));
    await vi.waitFor(() => expect(second.results).toHaveLength(1));
    await remove('One');
    await vi.waitFor(() => expect(second.results).toHaveLength(2));
    expect(events(second.results)).toMatchObject([{ statusAfter: 'REJECTED' }, { kind: 'SENDER_REMOVED', sender: null }]);
  });

  it('only what was asked for comes', async () => {
    const { newest: after, live, move, idOf } = await branch();
    const other = await branch();
    await using ofTwo = await subscribe(gateway.url, live({ after, ids: [idOf('Two')] }));
    await using additions = await subscribe(gateway.url, live({ after, kinds: ['SENDER_ADDED'] }));
    await using ofOther = await subscribe(gateway.url, other.live({ after }));
    await using all = await subscribe(gateway.url, live({ after }));
    await move('One', 2);
    await vi.waitFor(() => expect(all.results).toHaveLength(1));
    await move('Two', 2);
    await vi.waitFor(() => expect(all.results).toHaveLength(2));
    await vi.waitFor(() => expect(events(ofTwo.results)).toMatchObject([{ smscId: idOf('Two') }]));
    expect([additions.results, ofOther.results]).toEqual([[], []]);
  });

  it('a write comes at once, and no refresh repeats it', async () => {
    const { newest, live, add, remove, refresh, move } = await branch();
    await using subscriber = await subscribe(gateway.url, live({ after: newest }));
    await add('Added');
    await vi.waitFor(() => expect(subscriber.results).toHaveLength(1));
    await remove('Two');
    await vi.waitFor(() => expect(subscriber.results).toHaveLength(2));
    await refresh();
    await move('One', 2);
    await vi.waitFor(() => expect(subscriber.results).toHaveLength(3));
    expect(events(subscriber.results)).toMatchObject([
      { kind: 'SENDER_ADDED', name: 'Added', senderStatusAfter: 'AWAITING_MODERATION' },
      { kind: 'SENDER_REMOVED', name: 'Two', sender: null },
      { kind: 'OPERATOR_STATUS_CHANGED', name: 'One' },
    ]);
  });

  it('a cursor that is none and one that is too old are told apart', async () => {
    const { live } = await branch();
    await using none = await subscribe(gateway.url, live({ after: 'nonsense' }));
    await using old = await subscribe(gateway.url, live({ after: Buffer.from('["events",7]').toString('base64url') }));
    await vi.waitFor(() => expect([none.state(), old.state()]).toEqual(['complete', 'complete']));
    expect(none.results[0]?.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
    expect(old.results[0]?.errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_EXPIRED', retryable: false });
  });

  it('a wrong operation is refused', async () => {
    await using wrong = await subscribe(gateway.url, { query: 'subscription { nothing }' });
    await vi.waitFor(() => expect(wrong.state()).not.toBe('live'));
    expect(wrong.results[0]?.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('an event stream', () => {
  it('is what a subscription needs: who asks for JSON is told so', async () => {
    const response = await gateway.post({ query: QUERY });
    const { errors } = (await response.json()) as { errors: readonly LiveResult[] };
    expect(errors).toMatchObject([{ message: expect.stringContaining('text/event-stream'), extensions: { code: 'BAD_REQUEST' } }]);
  });

  it('is held back by no proxy', async () => {
    const { live } = await branch();
    await using subscriber = await subscribeBySse(gateway.url, live());
    expect(subscriber.headers.get('content-type')).toBe('text/event-stream');
    expect(subscriber.headers.get('x-accel-buffering')).toBe('no');
  });

  it('that connects again as a browser does goes on where it was', async () => {
    const { newest: after, live, move, remove } = await branch();
    const { query, variables } = live({ after });
    const address = `${gateway.url}?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`;
    /** The ids of the first messages of a stream. */
    const ids = async (count: number, headers: Record<string, string> = {}) => {
      const left = new AbortController();
      const response = await fetch(address, { headers: { accept: 'text/event-stream', ...headers }, signal: left.signal });
      const found: string[] = [];
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        found.push(...[...chunk.matchAll(/^id: (.*)\n\n/gm)].map(([, id = '']) => id));
        if (found.length >= count) break;
      }
      left.abort();
      return found;
    };
    const first = ids(1);
    await move('One', 2);
    const [got = ''] = await first;
    expect(got).not.toBe('');
    await remove('Two');
    const [next = ''] = await ids(1, { 'last-event-id': got });
    expect(next).not.toBe(got);
    // The address alone begins where it began.
    expect(await ids(2)).toEqual([got, next]);
  });
});

describe('the provider', () => {
  it.each(TRANSPORTS)('is asked while somebody listens over %s, and not when the client went away', async (_, subscribe) => {
    await using own = await startGateway({ sandbox: { senders: 1 }, env: { POLL_FAST_MS: '600', POLL_SLOW_MS: '600' } });
    const subscriber = await subscribe(own.url, { query: QUERY });
    await vi.waitFor(() => expect(own.calls('get')).toBeGreaterThan(3), { timeout: 3_000 });
    subscriber.close();
    await delay(100);
    const before = own.calls('get');
    await delay(1_000);
    expect(own.calls('get')).toBe(before);
  });
});
