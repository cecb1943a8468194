import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { quotaKey } from '../../src/account/quota/quota-key.ts';
import { accountsOf, COMPANIES, type Json, startTenants, type TenantGateway } from '../support/tenants.ts';

const PLACES = [null, 'branch'] as const;
const NUMBER = '79991234567';
const IN = 'query ($subclient: String)';

/** Every operation that leaves a trace anywhere, for one company at one place. Both companies send the very same. */
async function everything(ask: (query: string, variables: Record<string, unknown>) => Promise<Json>) {
  const answers: Json[] = [];
  for (const subclient of PLACES) {
    const run = async (query: string) => {
      const answer = await ask(query, { subclient });
      expect(answer).not.toHaveProperty('errors');
      answers.push(answer.data);
    };
    await run(`${IN} { senders(subclient: $subclient) { nodes { id name operators { status } files { id } freshness { stale } } } }`);
    await run(`${IN} { senders(subclient: $subclient, filter: { statusChangedSince: "2020-01-01" }) { totalCount } }`);
    await run(
      'mutation ($subclient: String) { addSender(input: { name: "Fresh", subclient: $subclient, idempotencyKey: "one" }) { ... on AddSenderSuccess { replayed sender { id name } } ... on UserError { code } } }',
    );
    await run(
      'mutation ($subclient: String) { changeSender(input: { sender: { name: "Shop" }, comment: "x", subclient: $subclient }) { ... on ChangeSenderSuccess { sender { id } } ... on UserError { code } } }',
    );
    await run(
      'mutation ($subclient: String) { deleteSender(input: { sender: { name: "Shop" }, subclient: $subclient }) { ... on DeleteSenderSuccess { deletedId } ... on UserError { code } } }',
    );
    await run(
      `mutation ($subclient: String) { sendVerificationCode(input: { number: "${NUMBER}", subclient: $subclient }) { __typename ... on UserError { code } } }`,
    );
    await run(
      `mutation ($subclient: String) { verifySender(input: { number: "${NUMBER}", code: "000000", subclient: $subclient }) { __typename ... on UserError { code } } }`,
    );
    const started = await ask(
      'mutation ($subclient: String) { importSenders(input: { rows: [{ name: "Imported" }], subclient: $subclient, idempotencyKey: "one" }) { ... on ImportSendersSuccess { job { id } } } }',
      { subclient },
    );
    const { id } = started.data.importSenders.job;
    const JOB = 'query ($id: ID!) { importJob(id: $id) { state rows { nodes { sender { id } } } } }';
    await vi.waitFor(async () => expect((await ask(JOB, { id })).data.importJob.state).toBe('FINISHED'), 10_000);
    answers.push((await ask(JOB, { id })).data);
    await run('{ upstreamQuota { buckets { name remaining } } }');
  }
  return answers;
}

/** A folder that is gone after the test. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), 'tenants-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** Writes down every key that the store is ever given, also those that are deleted at once. */
function watchKeys(file: string) {
  const database = new DatabaseSync(file, { timeout: 2000 });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  database.exec('CREATE TABLE seen (place TEXT, key TEXT, UNIQUE (place, key))');
  for (const { name: table } of tables) {
    const columns = database.prepare('SELECT name, type FROM pragma_table_info(?)').all(String(table));
    const keys = columns.filter(({ name, type }) => type === 'TEXT' && name !== 'data' && name !== 'holder');
    for (const { name } of keys)
      database.exec(
        `CREATE TRIGGER seen_${table}_${name} AFTER INSERT ON ${table} BEGIN INSERT OR IGNORE INTO seen VALUES ('${table}.${name}', NEW.${name}); END`,
      );
  }
  return {
    keys: () =>
      database
        .prepare('SELECT place, key FROM seen')
        .all()
        .map(({ place, key }) => ({ place: String(place), key: String(key) })),
    [Symbol.dispose]: () => database.close(),
  };
}

/** Counters of the store itself, which number its own rows. */
const OWN_COUNTERS = new Set(['version', 'ticket', 'notice']);

describe('two accounts with the same names in everything', () => {
  it('share no key of the store: each names the account and the subclient, or the login whose limits it counts', async () => {
    using data = folder();
    await using gateway = await startTenants({ env: { DATA_DIR: data.path } });
    const logins = COMPANIES.map(({ login, password }) => ({ name: login, hash: quotaKey({ login, password }, gateway.sandbox.url) }));
    // The first use makes the file.
    await gateway.ask('north-reads', '{ upstreamQuota { concurrent } }');
    using watched = watchKeys(join(data.path, 'gateway.sqlite'));
    await Promise.all(COMPANIES.map(({ login }) => everything((query, variables) => gateway.ask(`${login}-writes`, query, variables))));

    /** Whose key it is, and the key without that: what must come out the same for both. */
    const judge = ({ place, key: named }: { place: string; key: string }): readonly [owner: string, rest: string] | null => {
      if (place === 'counters.name' && OWN_COUNTERS.has(named)) return ['nobody', named];
      for (const { name, hash } of logins) {
        // Each account's store is its own: all its keys begin with the login.
        const [, counter = '', login, key = ''] = /^(journal:)?(\S+) (.*)$/.exec(named) ?? [];
        if (login !== hash) continue;
        const parsed = partsOf(key);
        if (parsed?.account === `${name}:${hash}` && PLACES.some((subclient) => subclient === parsed.subclient))
          return [name, `${place} ${key.replaceAll(hash, '').replaceAll(name, '')}`];
        // The journal is the account's; each of its entries names its subclient, and readers are held to theirs.
        if (key === JSON.stringify([`${name}:${hash}`, 'events'])) return [name, `${place} ${counter}events`];
        // What was learnt of the provider's ways tells nothing of anybody.
        if (key === JSON.stringify([`${name}:${hash}`, 'habits'])) return [name, `${place} habits`];
        // The limits of a login; a question's own log has the question's hash, and with it the subclient's name.
        if (/^:(running|blocked|block|ADD|LIST|[A-Z_]+:[\w-]{22})(:rest)?$/.test(key.replace(hash, '')) && key.startsWith(hash))
          return [name, `${place} ${key.replace(hash, '')}`];
      }
      return null;
    };
    const judged = watched.keys().map((seen) => ({ ...seen, verdict: judge(seen) }));
    expect(judged.filter(({ verdict }) => verdict === null)).toEqual([]);

    const keysOf = (owner: string) => judged.flatMap(({ verdict }) => (verdict?.[0] === owner ? [verdict[1]] : [])).toSorted();
    expect(keysOf('north')).toEqual(keysOf('south'));
    // Held parts, heads, leases, code locks, idempotency, limits: at both places.
    expect(keysOf('north').length).toBeGreaterThan(20);
    expect(new Set(judged.map(({ place }) => place.split('.')[0]))).toEqual(
      new Set(['counters', 'held', 'journal', 'locks', 'running', 'places', 'notices']),
    );
  });

  it('see nothing of each other, though they ask at the same moment', async () => {
    await using gateway = await startTenants();
    const [north, south] = await Promise.all(
      COMPANIES.map(({ login }) => everything((query, variables) => gateway.ask(`${login}-writes`, query, variables))),
    );
    const ids = (answers: Json): readonly string[] => JSON.stringify(answers).match(/"(?:id|deletedId)":"[^"]+"/g) ?? [];
    expect(ids(north).length).toBeGreaterThan(8);
    expect(ids(north).filter((id) => ids(south).includes(id))).toEqual([]);

    // The same key, input and number, and yet each is the first of its account.
    for (const answers of [north, south]) {
      const added = (answers ?? []).flatMap((data: Json) => data.addSender ?? []);
      expect(added).toEqual(PLACES.map(() => ({ replayed: false, sender: { id: expect.any(String), name: 'Fresh' } })));
      const [sent] = (answers ?? []).flatMap((data: Json) => data.sendVerificationCode ?? []);
      expect(sent).toEqual({ __typename: 'SendVerificationCodeSuccess' });
    }
    expect(gateway.faults).toEqual([]);
  });

  it('reach nothing by each other’s ids and cursors', async () => {
    await using gateway = await startTenants();
    const list = '{ senders { nodes { id smscId files { id } } edges { cursor } } }';
    const { data: south } = await gateway.ask('south-writes', list);
    await gateway.ask('north-writes', list);
    const [{ id, smscId, files }] = south.senders.nodes;
    const ask = (query: string, variables: object) => gateway.ask('north-writes', query, variables as Record<string, unknown>);
    expect(await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [id, files[0].id] })).toEqual({
      data: { nodes: [null, null] },
    });
    expect(await ask('query ($by: SenderBy!) { sender(by: $by) { id } }', { by: { smscId } })).toEqual({ data: { sender: null } });
    expect(await ask('query ($by: SenderBy!) { sender(by: $by) { id } }', { by: { id } })).toEqual({ data: { sender: null } });
    const behind = 'query ($after: String) { senders(after: $after, orderBy: { field: CREATED, direction: DESC }) { nodes { smscId } } }';
    const { data } = await ask(behind, { after: south.senders.edges[0].cursor });
    expect(data.senders.nodes.map((node: Json) => node.smscId)).not.toContain(smscId);
    for (const mutation of ['deleteSender(input: { sender: { id: $id } })', 'changeSender(input: { sender: { id: $id }, comment: "x" })']) {
      expect(await ask(`mutation ($id: ID!) { result: ${mutation} { ... on UserError { code } } }`, { id })).toMatchObject({
        data: { result: { code: 'SENDER_NOT_FOUND' } },
      });
    }
    expect(await gateway.ask('south-writes', 'query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ data: { node: { id } } });
  });

  it('use up no limits of each other', async () => {
    await using gateway = await startTenants();
    const remaining = async (token: string) => {
      const { data } = await gateway.ask(token, '{ upstreamQuota { buckets { name limit remaining } } }');
      return data.upstreamQuota.buckets.map((bucket: Json) => bucket.limit - bucket.remaining);
    };
    await gateway.ask('north-writes', 'mutation { addSender(input: { name: "Fresh" }) { __typename } }');
    expect(await remaining('north-writes')).toEqual([1, 1]);
    expect(await remaining('south-writes')).toEqual([0, 0]);
  });
});

describe('an account whose login is changed', () => {
  const one = (company: (typeof COMPANIES)[number]) => {
    const [account] = accountsOf([company]).accounts;
    return { accounts: [{ ...account, name: 'company', tokens: accountsOf([COMPANIES[0]]).accounts[0]?.tokens }] };
  };
  const idsOf = async (gateway: TenantGateway): Promise<string[]> => {
    const { data } = await gateway.ask('north-writes', '{ viewer { account } senders { nodes { id } } }');
    expect(data.viewer.account).toBe('company');
    return data.senders.nodes.map(({ id }: Json) => id);
  };

  it('is served nothing that the store holds of the login before, after a reload and after a restart', async () => {
    using data = folder();
    const env = { DATA_DIR: data.path };
    await using gateway = await startTenants({ env, accounts: one(COMPANIES[0]) });
    const north = await idsOf(gateway);
    gateway.reload(one(COMPANIES[1]));
    const south = await idsOf(gateway);
    expect([north.length, south.length]).toEqual([1, 1]);
    expect(south).not.toEqual(north);

    // Another gateway over the same store, at the same provider.
    await using again = await startTenants({
      env: { ...env, SMSC_URL: gateway.sandbox.url, SMSC_RESERVE_URLS: gateway.sandbox.url },
      accounts: one(COMPANIES[0]),
    });
    expect(await idsOf(again)).toEqual(north);
  });
});

/** `[account, subclient, …]`, or such a key inside of another's. */
function partsOf(key: string): { account: unknown; subclient: unknown } | null {
  try {
    const [account, subclient]: unknown[] = JSON.parse(key);
    return typeof account === 'string' && account.startsWith('[') ? partsOf(account) : { account, subclient };
  } catch {
    return null;
  }
}
