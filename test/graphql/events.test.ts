import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';

const SENDERS = 12;
const LIST = '{ senders(first: 50) { nodes { smscId name operators { status } files { status } } } }';
const EVENTS = `query ($first: Int, $after: String, $direction: OrderDirection! = ASC, $kinds: [SenderEventKind!], $ids: [String!]) {
  events(first: $first, after: $after, direction: $direction, kinds: $kinds, smscIds: $ids) {
    edges { cursor node { cursor } } nodes { kind name smscId statusBefore statusAfter operator { code } rawStatusAfter senderStatusBefore
      senderStatusAfter fileName fileStatusBefore fileStatusAfter file { name status } sender { name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } newestCursor } }`;

let gateway: TestGateway;
let oldest: string;
/** What is known of the operator before any decision. */
let timeBefore: unknown;
const EVENTS_IN_ALL = 2 * SENDERS + 2;
beforeAll(async () => {
  gateway = await startGateway({
    sandbox: {
      senders: Array.from({ length: SENDERS }, (_, index) => ({
        name: `S${index}`,
        status: 1,
        operators: { tele2: 0 },
        files: index === 0 ? [{ name: 'mark.pdf', status: 0 }] : [],
      })),
    },
    env: { FRESH_MS: '0', STALE_MS: '0' },
  });
  await gateway.ask(LIST);
  const { control } = gateway.sandbox;
  const { senders } = control.state();
  oldest = String(senders.at(-1)?.id);
  for (const { id } of senders) control.moveStatus({ id, what: 'tele2', value: 1 });
  await gateway.ask(LIST);
  await known(SENDERS);
  timeBefore = await approvalTime();
  for (const { id } of senders) control.moveStatus({ id, what: 'tele2', value: 2 });
  control.moveStatus({ id: Number(oldest), what: 'status', value: 2 });
  control.moveStatus({ id: Number(oldest), what: 'file', value: 1, comment: 'blurred' });
  await gateway.ask(LIST);
  await known(EVENTS_IN_ALL);
});
afterAll(() => gateway.close());

/** A refresh is answered before its events are written. */
const known = (count: number) =>
  vi.waitFor(async () => expect((await gateway.ask('{ events { nodes { kind } } }')).data.events.nodes).toHaveLength(count));

async function approvalTime(): Promise<unknown> {
  const { data } = await gateway.ask('{ operators { code approvalTime { medianDays p90Days samples } } }');
  return data.operators.find(({ code }: { code: string }) => code === 'TELE2').approvalTime;
}

const ask = async (variables: Record<string, unknown> = {}) => (await gateway.ask(EVENTS, variables)).data.events;

describe('events', () => {
  it('tell of the moderator, the operators and the documents', async () => {
    const { nodes } = await ask({ ids: [oldest] });
    expect(nodes).toHaveLength(4);
    expect(nodes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'SENDER_STATUS_CHANGED',
          senderStatusBefore: 'APPROVED',
          senderStatusAfter: 'DISABLED',
          statusAfter: null,
        }),
        expect.objectContaining({
          kind: 'OPERATOR_STATUS_CHANGED',
          operator: { code: 'TELE2' },
          statusBefore: 'SENT_FOR_REGISTRATION',
          statusAfter: 'APPROVED',
          rawStatusAfter: 2,
          senderStatusAfter: null,
          fileName: null,
        }),
        expect.objectContaining({
          kind: 'FILE_STATUS_CHANGED',
          fileName: 'mark.pdf',
          fileStatusBefore: 'UNDER_REVIEW',
          fileStatusAfter: 'REJECTED',
          file: { name: 'mark.pdf', status: 'REJECTED' },
          operator: null,
        }),
      ]),
    );
  });

  it('are read page by page, and both ways end where the other begins', async () => {
    const read = async (direction: string) => {
      const cursors: string[] = [];
      for (let after: string | null = null; ; ) {
        const { edges, pageInfo } = await ask({ first: 5, after, direction });
        cursors.push(...edges.map(({ cursor }: { cursor: string }) => cursor));
        expect(pageInfo.startCursor).toBe(edges[0].cursor);
        if (!pageInfo.hasNextPage) return cursors;
        expect(edges).toHaveLength(5);
        after = pageInfo.endCursor;
      }
    };
    const [up, down] = [await read('ASC'), await read('DESC')];
    expect(up).toHaveLength(EVENTS_IN_ALL);
    expect(down).toEqual(up.toReversed());
    expect((await ask({ first: 1 })).newestCursor).toBe(up.at(-1));
  });

  it('are narrowed by kind', async () => {
    const { nodes, pageInfo } = await ask({ kinds: ['SENDER_STATUS_CHANGED'] });
    expect(nodes).toMatchObject([{ smscId: oldest }]);
    expect(pageInfo.hasNextPage).toBe(false);
  });

  it('refuse a page that is too long and a cursor of something else', async () => {
    expect(await gateway.ask(EVENTS, { first: 501 })).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    const { data } = await gateway.ask('{ senders(first: 1) { edges { cursor } } }');
    const answer = await gateway.ask(EVENTS, { after: data.senders.edges[0].cursor });
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT', issues: [{ path: ['after'] }] } }] });
  });
});

describe('history', () => {
  it('of a sender is newest first, by pages', async () => {
    const query = `query ($id: String!, $after: String, $kinds: [SenderEventKind!]) { sender(by: { smscId: $id }) {
      history(first: 2, after: $after, kinds: $kinds) { nodes { kind cursor } pageInfo { hasNextPage endCursor } } } }`;
    const history = async (variables: object) => (await gateway.ask(query, { id: oldest, ...variables })).data.sender.history;
    const first = await history({});
    expect(first.nodes).toHaveLength(2);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await history({ after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasNextPage).toBe(false);
    const { edges } = await ask({ ids: [oldest], direction: 'DESC' });
    expect([...first.nodes, ...second.nodes].map(({ cursor }) => cursor)).toEqual(edges.map(({ cursor }: { cursor: string }) => cursor));
    expect((await history({ kinds: ['FILE_STATUS_CHANGED'] })).nodes).toMatchObject([{ kind: 'FILE_STATUS_CHANGED' }]);
  });
});

describe('an operator’s approval time', () => {
  it('is null until ten registrations were seen from sent to approved', async () => {
    expect(timeBefore).toBeNull();
    expect(await approvalTime()).toEqual({ medianDays: 0, p90Days: 0, samples: SENDERS });
  });
});
