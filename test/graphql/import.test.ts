import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Subscriber, subscribeBySse } from '../support/subscribers.ts';
import { type Json, startTenants, type TenantGateway } from '../support/tenants.ts';

const JOB = `id state subclient total done failed createdAt finishedAt estimatedFinishAt problem { code }
  rows { totalCount pageInfo { hasNextPage endCursor } nodes { number line name state issues { column message } problem { code } sender { name smscId } } }`;
const IMPORT = `mutation ($input: ImportSendersInput!) { importSenders(input: $input) { __typename
  ... on ImportSendersSuccess { replayed job { ${JOB} } } ... on UserError { code message } ... on InvalidInputError { issues { path message } } } }`;
const FIND = `query ($id: ID!) { importJob(id: $id) { ${JOB} } }`;
const CHANGE = (how: string) =>
  `mutation ($id: ID!) { result: ${how}Import(input: { id: $id }) { __typename ... on ImportJobSuccess { job { state } } ... on UserError { code message } } }`;

const begin = async (gateway: TenantGateway, input: object, token = 'north-writes'): Promise<Json> => {
  const { data, errors } = await gateway.ask(token, IMPORT, { input });
  return errors?.[0] ?? data.importSenders;
};

async function upload(gateway: TenantGateway, csv: string | Uint8Array, input: object = { dryRun: true }): Promise<Json> {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: IMPORT, variables: { input: { ...input, csv: null } } }));
  form.set('map', JSON.stringify({ 0: ['variables.input.csv'] }));
  form.set('0', new File([csv as BlobPart], 'senders.csv'));
  const response = await gateway.send('north-writes', { method: 'POST', body: form, headers: { 'graphql-require-preflight': '1' } });
  const { data, errors } = (await response.json()) as Json;
  return errors?.[0] ?? data.importSenders;
}

/** Asks until the job is in this state. */
async function until(gateway: TenantGateway, id: string, state: string, token = 'north-writes'): Promise<Json> {
  for (;;) {
    const { data } = await gateway.ask(token, FIND, { id });
    if (data.importJob.state === state) return data.importJob;
    await delay(20);
  }
}

const names = (...names: string[]) => names.map((name) => ({ name }));
const statesOf = (job: Json): string[] => job.rows.nodes.map(({ name, state }: Json) => `${name} ${state}`);

describe('importSenders', () => {
  it('answers with a job at once, and adds its rows in their order', async () => {
    await using gateway = await startTenants();
    const { job, replayed } = await begin(gateway, { rows: names('One', 'Two', 'Three') });
    expect(job).toMatchObject({ state: 'RUNNING', total: 3, subclient: null, finishedAt: null });
    expect(Date.parse(job.estimatedFinishAt)).toBeGreaterThanOrEqual(Date.parse(job.createdAt));
    expect(replayed).toBe(false);

    const finished = await until(gateway, job.id, 'FINISHED');
    expect(finished).toMatchObject({ total: 3, done: 3, failed: 0, estimatedFinishAt: null, problem: null });
    expect(finished.finishedAt).not.toBeNull();
    const ids = finished.rows.nodes.map(({ sender }: Json) => Number(sender.smscId));
    expect(ids).toEqual(ids.toSorted());
    expect(finished.rows.nodes[1]).toMatchObject({ number: 2, line: null, name: 'Two', state: 'ADDED', sender: { name: 'Two' } });
  });

  it('reports each faulty row and adds the others', async () => {
    await using gateway = await startTenants();
    const rows = [
      ...names('Good', 'имя', 'Good', 'Shop'),
      {
        name: 'Form',
        ukraine: {
          tariff: 'NATIONAL',
          organization: 'o',
          taxId: '1',
          website: 'w',
          email: 'office',
          address: 'a',
          services: 's',
          purpose: 'p',
        },
        belarus: {
          tariff: 'NATIONAL',
          organization: '',
          taxId: '1',
          address: 'a',
          occupation: 20,
          mailingType: 1,
          sampleMessage: 'm',
          website: 'w',
        },
      },
    ];
    const { job } = await begin(gateway, { rows });
    const finished = await until(gateway, job.id, 'FINISHED');
    expect(statesOf(finished)).toEqual(['Good ADDED', 'имя INVALID', 'Good DUPLICATE', 'Shop EXISTS', 'Form INVALID']);
    expect(finished).toMatchObject({ total: 5, done: 1, failed: 4 });
    expect(finished.rows.nodes[4].issues.map(({ column }: Json) => column)).toEqual([
      'ukraine.email',
      'belarus.organization',
      'belarus.occupation',
    ]);
    expect(finished.rows.nodes[3].sender.name).toBe('Shop');
    expect(gateway.sandbox.control.counters().byCommand.add).toBe(1);
  });

  it('judges in a dry run by the same rules, and touches nothing', async () => {
    await using gateway = await startTenants();
    const { job } = await begin(gateway, { rows: names('New', 'a b', 'New', 'Shop'), dryRun: true });
    expect(job).toMatchObject({ state: 'DRY_RUN', total: 4, done: 0, failed: 3 });
    expect(statesOf(job)).toEqual(['New PENDING', 'a b INVALID', 'New DUPLICATE', 'Shop EXISTS']);
    expect((await gateway.ask('north-writes', FIND, { id: job.id })).data.importJob).toBeNull();
    expect(gateway.sandbox.control.counters().byCommand).toEqual({ get: 1 });
  });

  it('pauses, goes on and is cancelled', async () => {
    await using gateway = await startTenants({ sandbox: { latencyMs: 100 } });
    const change = async (how: string, id: string) => (await gateway.ask('north-writes', CHANGE(how), { id })).data.result;
    const { job } = await begin(gateway, { rows: names('One', 'Two', 'Three') });
    expect(await change('pause', job.id)).toMatchObject({ job: { state: 'PAUSED' } });
    await delay(400);
    const paused = await until(gateway, job.id, 'PAUSED');
    // What was being added when it was paused came to its end.
    expect(paused.done).toBeLessThan(2);
    expect(await change('resume', job.id)).toMatchObject({ job: { state: 'RUNNING' } });
    expect(await change('cancel', job.id)).toMatchObject({ job: { state: 'CANCELLED' } });
    await delay(400);
    const cancelled = await until(gateway, job.id, 'CANCELLED');
    expect(cancelled.done).toBeLessThan(3);
    expect(statesOf(cancelled).at(-1)).toBe('Three CANCELLED');
    expect(await change('resume', job.id)).toMatchObject({ job: { state: 'CANCELLED' } });
  });

  it('is the same job for the same idempotency key and rows, and a conflict for others', async () => {
    await using gateway = await startTenants();
    const first = await begin(gateway, { rows: names('One'), idempotencyKey: 'k' });
    await until(gateway, first.job.id, 'FINISHED');
    const second = await begin(gateway, { rows: names('One'), idempotencyKey: 'k' });
    expect(second).toMatchObject({ replayed: true, job: { id: first.job.id, state: 'FINISHED' } });
    expect(await begin(gateway, { rows: names('Two'), idempotencyKey: 'k' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    // Another place has keys of its own.
    expect(await begin(gateway, { rows: names('One'), idempotencyKey: 'k', subclient: 'branch' })).toMatchObject({ replayed: false });
    expect(await begin(gateway, { rows: names('One'), idempotencyKey: 'k' }, 'south-writes')).toMatchObject({ replayed: false });
  });

  it('is paged by its rows, and by their state', async () => {
    await using gateway = await startTenants();
    const { job } = await begin(gateway, { rows: names(...Array.from({ length: 120 }, (_, index) => `bad name ${index}`)) });
    expect(job).toMatchObject({ state: 'FINISHED', failed: 120, rows: { totalCount: 120, pageInfo: { hasNextPage: true } } });
    const page =
      'query ($id: ID!, $after: String) { importJob(id: $id) { rows(first: 100, after: $after, state: [INVALID]) { nodes { number } pageInfo { hasNextPage hasPreviousPage } } } }';
    const { data } = await gateway.ask('north-writes', page, { id: job.id, after: job.rows.pageInfo.endCursor });
    expect(data.importJob.rows.nodes.map(({ number }: Json) => number)).toEqual(Array.from({ length: 70 }, (_, index) => index + 51));
    expect(data.importJob.rows.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
  });

  it.each([
    [{}, 'must hold either rows or csv'],
    [{ rows: [] }, 'has 0 rows; it must have 1 to 2000'],
    [{ rows: names(...Array.from({ length: 2001 }, () => 'x')) }, 'has 2001 rows; it must have 1 to 2000'],
    [{ rows: names('x'), idempotencyKey: ' ' }, 'must not be empty'],
    [{ rows: names('x'), subclient: 'a\nb' }, 'must be one line'],
  ])('refuses an input that is wrong as a whole (%#)', async (input, message) => {
    await using gateway = await startTenants();
    const refused = await begin(gateway, input);
    expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
    expect(refused.issues.map((issue: Json) => issue.message)).toContain(message);
  });
});

describe('an import job', () => {
  it('is for writers alone, and its account’s and subclient’s own', async () => {
    await using gateway = await startTenants();
    const refused = await gateway.ask('north-reads', IMPORT, { input: { rows: names('One') } });
    expect(refused.errors[0].extensions.code).toBe('FORBIDDEN');
    expect(await begin(gateway, { rows: names('One') }, 'north-branch')).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(await begin(gateway, { rows: names('One'), dryRun: true }, 'north-branch')).toMatchObject({ extensions: { code: 'FORBIDDEN' } });

    const { job } = await begin(gateway, { rows: names('One', 'Two') });
    const branch = await begin(gateway, { rows: names('One'), subclient: 'branch' }, 'north-branch');
    await until(gateway, job.id, 'FINISHED', 'north-reads');
    await until(gateway, branch.job.id, 'FINISHED', 'north-branch');

    for (const id of [job.id, branch.job.id]) {
      expect((await gateway.ask('south-writes', FIND, { id })).data.importJob).toBeNull();
      expect((await gateway.ask('south-writes', CHANGE('cancel'), { id })).data.result).toMatchObject({ code: 'INVALID_INPUT' });
      expect((await gateway.ask('north-reads', CHANGE('cancel'), { id })).errors[0].extensions.code).toBe('FORBIDDEN');
    }
    expect((await gateway.ask('north-branch', FIND, { id: job.id })).errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await gateway.ask('north-branch', CHANGE('cancel'), { id: job.id })).errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await gateway.ask('south-branch', FIND, { id: branch.job.id })).data.importJob).toBeNull();
  });

  it('is listed while it is not over, for those who reach it', async () => {
    await using gateway = await startTenants();
    const { job } = await begin(gateway, { rows: names('One', 'Two', 'Three', 'Four', 'Five', 'Six') });
    const over = await begin(gateway, { rows: names('a b') });
    await begin(gateway, { rows: names('One', 'Two', 'Three', 'Four', 'Five', 'Six'), subclient: 'branch' });
    const LIST = 'query ($subclient: String) { activeImports(subclient: $subclient) { id subclient } }';
    expect((await gateway.ask('north-reads', LIST)).data.activeImports).toEqual([{ id: job.id, subclient: null }]);
    expect(over.job.state).toBe('FINISHED');
    expect((await gateway.ask('north-branch', LIST, { subclient: 'branch' })).data.activeImports).toMatchObject([{ subclient: 'branch' }]);
    expect((await gateway.ask('north-branch', LIST)).errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await gateway.ask('south-reads', LIST)).data.activeImports).toEqual([]);
  });

  it('of no such id is refused by name', async () => {
    await using gateway = await startTenants();
    expect((await gateway.ask('north-reads', FIND, { id: 'nonsense' })).errors[0].extensions.code).toBe('INVALID_INPUT');
    const id = Buffer.from('ImportJob:["x",null]').toString('base64url');
    expect((await gateway.ask('north-reads', FIND, { id })).data.importJob).toBeNull();
  });
});

describe('importProgress', () => {
  const PROGRESS = 'subscription ($id: ID!) { importProgress(id: $id) { state done failed } }';
  const follow = (gateway: TenantGateway, id: string, token: string): Promise<Subscriber> =>
    subscribeBySse(`${gateway.url}/graphql`, { query: PROGRESS, variables: { id } }, { headers: { authorization: `Bearer ${token}` } });
  const ended = async (subscriber: Subscriber) => {
    while (subscriber.state() === 'live') await delay(10);
    return subscriber.results;
  };

  it('tells of the job as it is, of every change, and ends with it', async () => {
    await using gateway = await startTenants({ sandbox: { latencyMs: 50 } });
    const { job } = await begin(gateway, { rows: names('One', 'Two', 'a b') });
    await using subscriber = await follow(gateway, job.id, 'north-reads');
    const steps = (await ended(subscriber)).map(({ data }) => data.importProgress);
    expect(subscriber.state()).toBe('complete');
    expect(steps[0]).toEqual({ state: 'RUNNING', done: 0, failed: 1 });
    expect(steps.at(-1)).toEqual({ state: 'FINISHED', done: 2, failed: 1 });
    expect(steps.map(({ done }) => done)).toEqual([...new Set(steps.map(({ done }) => done))]);
  });

  it('tells once of a job that is over', async () => {
    await using gateway = await startTenants();
    const { job } = await begin(gateway, { rows: names('a b') });
    await using subscriber = await follow(gateway, job.id, 'north-reads');
    expect((await ended(subscriber)).map(({ data }) => data.importProgress.state)).toEqual(['FINISHED']);
  });

  it('is refused for the job of another account or subclient', async () => {
    await using gateway = await startTenants();
    const { job } = await begin(gateway, { rows: names('a b') });
    await using stranger = await follow(gateway, job.id, 'south-writes');
    expect((await ended(stranger))[0]?.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    await using branch = await follow(gateway, job.id, 'north-branch');
    expect((await ended(branch))[0]?.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a file of senders', () => {
  it.each([
    ['comma', 'name,comment\nOne,"a, ""b"""\n'],
    ['semicolon', 'Name;Comment\r\nOne;"a, ""b"""\r\n'],
    ['byte order mark', '\uFEFFname,comment\nOne,"a, ""b"""'],
  ])('is read with a %s', async (_, csv) => {
    await using gateway = await startTenants();
    const { job } = await upload(gateway, csv, {});
    await until(gateway, job.id, 'FINISHED');
    const [added] = gateway.sandbox.control.state().senders.filter(({ name }) => name === 'One');
    expect(added?.comment).toBe('a, "b"');
  });

  it('is read in windows-1251', async () => {
    await using gateway = await startTenants();
    const { job } = await upload(gateway, Buffer.from([...Buffer.from('name;comment\nOne;'), 0xcf, 0xe5, 0xea]), {});
    await until(gateway, job.id, 'FINISHED');
    expect(gateway.sandbox.control.state().senders.find(({ name }) => name === 'One')?.comment).toBe('Пек');
  });

  it('has its faults told by line and column', async () => {
    await using gateway = await startTenants();
    const csv = [
      'name;registrations;emailOwner;ukraine.tariff;ukraine.email;belarus.occupation',
      'Good;"MTS_PAID tele2_free";;;;',
      '',
      'Bad;NO_SUCH;owner;;;',
      'Form;;;CHEAP;mail;',
      'Form2;;;;;many',
      'Wide;;;;;;;x',
    ].join('\n');
    const { job } = await upload(gateway, csv);
    const rows = job.rows.nodes.map(({ line, state, issues }: Json) => [line, state, issues.map(({ column }: Json) => column)]);
    expect(rows).toEqual([
      [2, 'PENDING', []],
      [4, 'INVALID', ['registrations', 'emailOwner']],
      [
        5,
        'INVALID',
        [
          'ukraine.tariff',
          'ukraine.organization',
          'ukraine.taxId',
          'ukraine.website',
          'ukraine.address',
          'ukraine.services',
          'ukraine.purpose',
          'ukraine.email',
        ],
      ],
      [
        6,
        'INVALID',
        [
          'belarus.tariff',
          'belarus.occupation',
          'belarus.mailingType',
          'belarus.organization',
          'belarus.taxId',
          'belarus.address',
          'belarus.sampleMessage',
          'belarus.website',
        ],
      ],
      [7, 'INVALID', ['']],
    ]);
  });

  it.each([
    ['', 'is empty: its first line must name the columns'],
    ['comment\nx', 'has no column `name`: its first line must name the columns'],
    ['name,price,name\nx', 'has unknown columns (2). Known are name, comment,'],
    ['name,price,name\nx', 'has the column name twice'],
    [','.repeat(200_000), 'has more than 100 cells in line 1'],
    [`name\nShop,${','.repeat(999_000)}`, 'has more than 100 cells in line 2'],
    [`name\n${'a\n'.repeat(330_000)}`, 'has more than 2000 rows'],
    [`name\n${',\n'.repeat(330_000)}`, 'has more than 20000 lines'],
    [`name\n"${'\n'.repeat(900_000)}"`, 'has more than 20000 lines'],
    ['name\n"x', 'can’t be read from line 2 on'],
    ['name\n', 'has 0 rows; it must have 1 to 2000'],
    [Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00]), 'is no text in UTF-8 or windows-1251: save it as CSV'],
    [`name\n${'x'.repeat(1_000_000)}`, 'has 1000005 bytes; 1000000 at most'],
  ])('is refused as a whole where it can’t be read (%#)', async (csv, message) => {
    await using gateway = await startTenants();
    const refused = await upload(gateway, csv);
    expect(refused).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['input', 'csv'] }] });
    expect(refused.issues[0].message).toContain(message);
  });
});
