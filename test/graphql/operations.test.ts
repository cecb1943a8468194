import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { subscribeBySse } from '../support/subscribers.ts';

/** test/graphql/import.test.ts has jobs that there are. */
const NO_JOB = Buffer.from('ImportJob:["none",null]').toString('base64url');

/** What each of schema/operations is run with, one after the other on the same senders, and what it must answer. */
const RUNS: readonly [file: string, variables: Record<string, unknown>, answer: unknown][] = [
  ['viewer', {}, { viewer: { account: 'sandbox', subclients: ['branch'], canWrite: true } }],
  [
    'catalogue',
    { country: 'BY' },
    {
      operators: [{ code: 'BY_REG' }, { code: 'BY_INT' }],
      registrationOptions: [{ registration: 'BELARUS_NATIONAL', fee: 'UNKNOWN' }, {}],
    },
  ],
  ['check-sender', { input: { name: 'Shop!' } }, { checkSender: { ok: false, issues: [{ path: ['input', 'name'] }] } }],
  [
    'add-sender',
    { input: { name: 'Bakery', comment: 'Пекарня', registrations: ['MTS_PAID'] } },
    { addSender: { __typename: 'AddSenderSuccess', sender: { name: 'Bakery', status: 'AWAITING_MODERATION' }, replayed: false } },
  ],
  [
    'add-sender',
    { input: { name: 'Bakery' } },
    { addSender: { __typename: 'SenderExistsError', code: 'SENDER_EXISTS', upstreamCode: 5, existing: { name: 'Bakery' } } },
  ],
  [
    'senders',
    { first: 2 },
    { senders: { totalCount: 3, edges: [{ node: { name: 'Bakery' } }, { node: { name: 'Second' } }], pageInfo: { hasNextPage: true } } },
  ],
  [
    'sender',
    { by: { name: 'First' } },
    {
      sender: {
        name: 'First',
        kind: 'ALPHANUMERIC',
        status: 'APPROVED',
        rawStatus: 1,
        subclient: null,
        progress: { total: 19 },
        files: [{ name: 'mark.pdf', status: 'REJECTED', comment: 'Нет подписи' }],
      },
    },
  ],
  [
    'needs-attention',
    {},
    {
      senders: {
        nodes: [
          { name: 'First', progress: { blocked: 1 }, operators: [{ operator: { code: 'MTS_STEP' }, status: 'DOCUMENTS_REQUIRED' }] },
          { name: 'Second' },
        ],
      },
    },
  ],
  [
    'change-sender',
    { input: { sender: { name: 'First' }, comment: 'Первый', registrations: ['TELE2_FREE'] } },
    { changeSender: { __typename: 'ChangeSenderSuccess', sender: { name: 'First' } } },
  ],
  [
    'send-verification-code',
    { input: { number: '+7 (999) 123-45-67' } },
    { sendVerificationCode: { __typename: 'SendVerificationCodeSuccess', number: '79991234567' } },
  ],
  [
    'send-verification-code',
    { input: { number: '79991234567' } },
    { sendVerificationCode: { __typename: 'CodeAlreadySentError', code: 'CODE_ALREADY_SENT', retryable: true } },
  ],
  ['verify-sender', { input: { number: '79991234567', code: '1' } }, { verifySender: { __typename: 'WrongCodeError', upstreamCode: 11 } }],
  [
    'delete-sender',
    { input: { sender: { name: 'Second' } } },
    { deleteSender: { __typename: 'DeleteSenderSuccess', deletedId: expect.any(String) } },
  ],
  ['delete-sender', { input: { sender: { name: 'Second' } } }, { deleteSender: { __typename: 'SenderNotFoundError' } }],
  ['node', { id: 'nonsense' }, { node: null }],
  [
    'events',
    {},
    {
      events: {
        nodes: [
          { kind: 'SENDER_REMOVED', name: 'Second' },
          { kind: 'SENDER_ADDED', name: 'Bakery', senderStatusAfter: 'AWAITING_MODERATION' },
        ],
        pageInfo: { hasNextPage: false },
      },
    },
  ],
  [
    'import-senders',
    { input: { rows: [{ name: 'First' }, { name: 'New' }, { name: 'no name' }], dryRun: true } },
    {
      importSenders: {
        job: {
          state: 'DRY_RUN',
          total: 3,
          rows: {
            nodes: [
              { name: 'First', state: 'EXISTS' },
              { name: 'no name', state: 'INVALID' },
            ],
          },
        },
      },
    },
  ],
  ...['pause', 'resume', 'cancel'].map((how): (typeof RUNS)[number] => [
    `${how}-import`,
    { input: { id: NO_JOB } },
    { [`${how}Import`]: { __typename: 'InvalidInputError' } },
  ]),
  ['import-job', { id: NO_JOB }, { importJob: null }],
  ['resume-webhook', { input: { name: 'none' } }, { resumeWebhook: { __typename: 'InvalidInputError' } }],
  ['sender-history', { by: { name: 'Bakery' } }, { sender: { name: 'Bakery', history: { nodes: [{ kind: 'SENDER_ADDED' }] } } }],
];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    sandbox: {
      senders: [
        { name: 'First', status: 1, operators: { mts_step: 8 }, files: [{ name: 'mark.pdf', status: 1, comment: 'Нет подписи' }] },
        { name: 'Second', status: 1 },
      ],
    },
  });
});
afterAll(() => gateway.close());

/** test/http/live/subscriptions.test.ts has more of it, test/graphql/import.test.ts of the other one. */
const SUBSCRIPTION = 'sender-events';
const OTHER_SUBSCRIPTION = 'import-progress';
const read = (file: string) => readFileSync(`schema/operations/${file}.graphql`, 'utf8');

describe('schema/operations', () => {
  it.each(RUNS)('%s with %o', async (file, variables, answer) => {
    expect((await gateway.ask(read(file), variables)).data).toMatchObject(answer as object);
    expect(gateway.faults).toEqual([]);
  });

  it('confirms a number with the code that was sent', async () => {
    const [sent] = gateway.sandbox.control.state().codes;
    const { data } = await gateway.ask(read('verify-sender'), { input: { number: '79991234567', code: sent?.code } });
    expect(data.verifySender).toMatchObject({ __typename: 'VerifySenderSuccess', number: '79991234567' });
  });

  it('finds a sender and a document again by their ids', async () => {
    const { data } = await gateway.ask(read('sender'), { by: { name: 'First' } });
    expect((await gateway.ask(read('node'), { id: data.sender.id })).data.node).toMatchObject({ __typename: 'Sender', name: 'First' });
    expect((await gateway.ask(read('node'), { id: data.sender.files[0].id })).data.node).toMatchObject({
      __typename: 'SenderFile',
      name: 'mark.pdf',
      fileStatus: 'REJECTED',
    });
    expect((await gateway.ask(read('sender'), { by: { id: data.sender.id } })).data.sender.name).toBe('First');
  });

  const others = readdirSync('schema/operations')
    .map((name) => name.replace('.graphql', ''))
    .filter((name) => RUNS.every(([file]) => file !== name) && name !== SUBSCRIPTION && name !== OTHER_SUBSCRIPTION);

  it.each(others)('%s, which needs no input of its own', async (file) => {
    expect(await gateway.ask(read(file), { ids: [] })).not.toHaveProperty('errors');
  });

  it(SUBSCRIPTION, async () => {
    const start = Buffer.from('["events",0]').toString('base64url');
    await using subscriber = await subscribeBySse(gateway.url, { query: read(SUBSCRIPTION), variables: { after: start } });
    await vi.waitFor(() => expect(subscriber.results[0]?.data?.senderEvents).toMatchObject({ kind: 'SENDER_ADDED', name: 'Bakery' }));
  });

  it(OTHER_SUBSCRIPTION, async () => {
    const rows = [{ name: 'no name' }];
    const { data } = await gateway.ask(read('import-senders'), { input: { rows } });
    const { id } = data.importSenders.job;
    await using subscriber = await subscribeBySse(gateway.url, { query: read(OTHER_SUBSCRIPTION), variables: { id } });
    await vi.waitFor(() => expect(subscriber.results[0]?.data?.importProgress).toMatchObject({ state: 'FINISHED', failed: 1 }));
  });

  it.each(readdirSync('schema/operations'))('%s holds one operation', (name) => {
    const { definitions } = parse(readFileSync(`schema/operations/${name}`, 'utf8'));
    expect(definitions.filter(({ kind }) => kind === 'OperationDefinition')).toHaveLength(1);
  });
});
